import { assigned, on, type Sign } from "./sign.ts";

const disablesAllHooks = assigned("disableAllHooks", on);
const disablesHooksConfig = assigned(
  "hooksConfig",
  `\\{[^}]{0,600}["'](?:enabled["']\\s*:\\s*false|disabled["']\\s*:\\s*\\[\\s*["'])`,
);
const hooksAssigned = assigned("hooks", `[{\\[]\\s*(?:["'\\w]|[{\\[])`);

/** Words of which a hook of an agent needs one, lower case. */
export const hookWords: readonly string[] = [
  ...["hooks", "pretooluse", "posttooluse", "sessionstart", "sessionend", "userpromptsubmit", "precompact"],
  ...["beforetool", "aftertool", "permissionrequest", `stop"`, `stop'`, `notification"`, `notification'`],
];

/** A hook of an agent that starts a program. */
export const addsHook: Sign = (text) =>
  hooksAssigned.test(text) ||
  /["'](?:PreToolUse|PostToolUse|SessionStart|SessionEnd|UserPromptSubmit|Stop|SubagentStop|Notification|PreCompact|BeforeTool|AfterTool|PermissionRequest|preToolUse|postToolUse)["']\s*:\s*\[\s*\{/.test(
    text,
  ) ||
  /^[ \t]*\[\[?hooks[.\]]|\.hooks\b[^\n]{0,200}=/m.test(text);

/** All hooks of an agent are switched off. */
export const disablesHooks: Sign = (text) =>
  disablesAllHooks.test(text) ||
  disablesHooksConfig.test(text) ||
  /\[features\][^[]{0,600}\bhooks\s*=\s*false/i.test(text);
