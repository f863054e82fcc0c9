import { hookSettings } from "../hook-settings.ts";

/** The command for PowerShell, which starts a quoted program only by `&` and tells a program's exit code only as $?. */
function powershellLine(command: string): string {
  return `& ${command.replaceAll(`'\\''`, "''")}; if (!$?) { exit 2 }`;
}

/**
 * One of Copilot's hook files. It reads "*" and "" as anchored regular expressions that match no tool (seen with
 * 1.0.102), so the entry has no matcher.
 */
export const copilotSettings = hookSettings({
  shape: "flat",
  events: [
    { event: "preToolUse", matcher: undefined, kind: "call" },
    {
      event: "permissionRequest",
      matcher: undefined,
      kind: "call",
      without: "another hook that approves a prompt is not overruled",
    },
    {
      event: "postToolUse",
      matcher: undefined,
      kind: "told",
      without: "a tool that ran unjudged is not noticed",
    },
    {
      event: "postToolUseFailure",
      matcher: undefined,
      kind: "told",
      without: "a tool that ran unjudged and failed is not noticed",
    },
    {
      event: "sessionStart",
      matcher: undefined,
      kind: "told",
      least: 5,
      without: "nobody is told at a session's start that Prempti is on",
    },
  ],
  everyTool: [undefined, ".*"],
  commandKey: "bash",
  entry: (command) => ({ powershell: powershellLine(command) }),
  holds: {},
  timeout: { key: "timeoutSec", least: 10, unit: "s" },
  root: { version: 1 },
  weakening: ["args", "async"],
  flaws: ({ entry }) => [[entry["async"] === true, `it is async, so it can't block`]],
  foreignCan: {
    preToolUse: "can change a call after it was judged (modifiedArgs)",
    permissionRequest: "can approve a prompt in the person's place",
  },
  disablers: ({ disableAllHooks }) =>
    disableAllHooks === true
      ? [{ sentence: `"disableAllHooks": true switches every hook off`, reach: "every" }]
      : [],
});
