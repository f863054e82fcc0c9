import { parse } from "smol-toml";
import { hookSettings } from "../hook-settings.ts";
import { objectOf } from "../json.ts";
import type { Disabler } from "../settings.ts";

/** Codex's hooks.json. Its root takes "hooks" and "description" alone. */
export const codexSettings = hookSettings({
  shape: "grouped",
  events: [
    { event: "PreToolUse", matcher: "*", kind: "call" },
    {
      event: "PermissionRequest",
      matcher: "*",
      kind: "call",
      without: "what asks for more rights is judged by its command alone, before it asks",
    },
    {
      event: "PostToolUse",
      matcher: "*",
      kind: "told",
      without: "a tool that ran unjudged is not noticed",
    },
    {
      event: "SessionStart",
      matcher: undefined,
      kind: "told",
      least: 5,
      without: "nobody is told at a session's start that Prempti is on",
    },
  ],
  everyTool: [undefined, "", "*"],
  commandKey: "command",
  entry: () => ({}),
  holds: {},
  timeout: { key: "timeout", least: 10, unit: "s" },
  weakening: ["async", "args"],
  flaws: ({ entry }) => [[entry["async"] === true, `it is async, so it can't block`]],
  foreignCan: {
    PreToolUse: "can change a call after it was judged (updatedInput)",
    PermissionRequest: "can approve a prompt in the person's place",
  },
  disablers: () => [],
});

/** The setting in requirements.toml that keeps hooks on. */
export const hooksPin = "features.hooks";

/** Seen to switch off managed hooks too, unless requirements.toml says the opposite (0.169.0). */
export const hooksOff: Disabler = {
  sentence: `"features.hooks" = false switches every hook off`,
  reach: "all",
  beatenBy: hooksPin,
};

/** The keys of the hooks that its person trusts, by config.toml: "FILE:pre_tool_use:0:0". None where it is malformed. */
export function trustedHooks(text: string): readonly string[] {
  try {
    const states = Object.entries(objectOf(objectOf(parse(text)["hooks"])["state"]));
    return states.filter(([, state]) => isTrusted(state)).map(([key]) => key);
  } catch {
    return [];
  }
}

function isTrusted(state: unknown): boolean {
  const { trusted_hash, enabled } = objectOf(state);
  return typeof trusted_hash === "string" && trusted_hash !== "" && enabled !== false;
}

/** How config.toml names the hook that stands at `at` ("0:0") in `file`. */
export function codexTrustKey(file: string, event: string, at: string): string {
  return `${file}:${event.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase()}:${at}`;
}
