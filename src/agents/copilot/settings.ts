import { hookSettings } from "../registration.ts";

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
  events: [{ event: "preToolUse", matcher: undefined }],
  everyTool: [undefined, ".*"],
  commandKey: "bash",
  entry: (command) => ({ powershell: powershellLine(command) }),
  timeout: { key: "timeoutSec", least: 10, unit: "s" },
  root: { version: 1 },
  weakening: ["args", "async"],
  flaws: ({ entry }) => [[entry["async"] === true, `it is async, so it can't block`]],
  disablers: ({ disableAllHooks }) =>
    disableAllHooks === true
      ? [{ sentence: `"disableAllHooks": true switches every hook off`, reach: "every" }]
      : [],
});
