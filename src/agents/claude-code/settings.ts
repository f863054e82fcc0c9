import type { Found } from "../hook-entries.ts";
import { hookSettings } from "../hook-settings.ts";
import { isObject, type Json, textsOf } from "../json.ts";
import type { Disabler } from "../settings.ts";

/** The key of an entry whose answer Claude Code does not wait for. */
const notWaitedFor = "async";

const entryTypes = ["command", "http", "prompt", "agent", "mcp_tool"];

const switches: readonly { readonly key: string; readonly disabler: Disabler }[] = [
  {
    key: "disableAllHooks",
    disabler: { sentence: `"disableAllHooks": true switches every hook off`, reach: "every" },
  },
  {
    key: "allowManagedHooksOnly",
    disabler: { sentence: `"allowManagedHooksOnly": true lets managed hooks alone run`, reach: "unmanaged" },
  },
];

/**
 * Claude Code 2.1.330 ignores a whole user file without a word when one of these is wrong in it (seen with `-p`),
 * hooks included.
 */
function disablersOf(settings: Json, all: readonly Found[]): readonly Disabler[] {
  const { model, permissions } = settings;
  const defaultMode = isObject(permissions) ? permissions["defaultMode"] : undefined;
  const wrong = [
    ...(model !== undefined && typeof model !== "string" ? ["model"] : []),
    ...(defaultMode !== undefined && typeof defaultMode !== "string" ? ["permissions.defaultMode"] : []),
    ...all
      .filter(({ entry }) => isInvalid(entry))
      .map(({ path: [, event, group, , index] }) => `hooks.${event}[${group}].hooks[${index}]`),
  ];
  return [
    ...switches.filter(({ key }) => settings[key] === true).map(({ disabler }) => disabler),
    ...wrong.map((path) => ({
      sentence: `"${path}" is not valid, so Claude Code ignores the whole file`,
      reach: "file" as const,
    })),
  ];
}

function isInvalid({ type, timeout: seconds, onFailure }: Json): boolean {
  return (
    !entryTypes.includes(String(type)) ||
    (seconds !== undefined && !(typeof seconds === "number" && seconds > 0)) ||
    (onFailure !== undefined && onFailure !== "block" && onFailure !== "continue")
  );
}

/** Claude Code's settings.json, in any scope. */
export const claudeCodeSettings = hookSettings({
  shape: "grouped",
  events: [
    { event: "PreToolUse", matcher: "*", kind: "call" },
    {
      event: "PermissionRequest",
      matcher: "*",
      kind: "call",
      without: "another hook that approves a prompt is not overruled",
    },
    {
      event: "ConfigChange",
      matcher: undefined,
      kind: "change",
      without: "a session that runs lets whoever edits its settings switch the hook off",
    },
    {
      event: "PostToolUse",
      matcher: "*",
      kind: "told",
      holds: { [notWaitedFor]: true },
      without: "a tool that ran unjudged is not noticed",
    },
    {
      event: "PostToolUseFailure",
      matcher: "*",
      kind: "told",
      holds: { [notWaitedFor]: true },
      without: "a tool that ran unjudged and failed is not noticed",
    },
    {
      event: "SessionStart",
      matcher: undefined,
      kind: "told",
      holds: {},
      least: 5,
      without: "nobody is told at a session's start that Prempti is on",
    },
  ],
  everyTool: [undefined, "", "*"],
  commandKey: "command",
  entry: () => ({}),
  holds: { onFailure: "block" },
  timeout: { key: "timeout", least: 10, unit: "s" },
  // `if` filters, an async hook is not waited for.
  weakening: ["if", "async", "once", "shell", "args"],
  flaws: ({ entry }) => [
    [
      entry["onFailure"] !== "block",
      `it lacks "onFailure": "block", so a hook that fails lets the tool call through`,
    ],
    [typeof entry["if"] === "string", `its "if" leaves calls out`],
    [entry["async"] === true, `it is async, so it can't block`],
  ],
  foreignCan: {
    PreToolUse: "can change a call after it was judged (updatedInput)",
    PermissionRequest: "can approve what Prempti asks about",
  },
  disablers: disablersOf,
  allowedUrls: ({ allowedHttpHookUrls }) =>
    Array.isArray(allowedHttpHookUrls) ? textsOf(allowedHttpHookUrls) : undefined,
});
