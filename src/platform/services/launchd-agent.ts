/** The daemon's property list for launchd. `stderr` takes what it says before its own log is open. */
export function launchdAgent(label: string, command: readonly string[], stderr: string): string {
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">`,
    `<!-- Written by prempti install, taken away by prempti uninstall. -->`,
    `<plist version="1.0">`,
    `<dict>`,
    ...pair("Label", text(label)),
    ...pair("ProgramArguments", `<array>${command.map(text).join("")}</array>`),
    ...pair("RunAtLoad", "<true/>"),
    ...pair("KeepAlive", "<true/>"),
    ...pair("ThrottleInterval", "<integer>2</integer>"),
    // An agent waits for its answers: not to be slowed down as background work is.
    ...pair("ProcessType", text("Interactive")),
    // 0077, which a property list can only say in decimal.
    ...pair("Umask", "<integer>63</integer>"),
    ...pair("StandardErrorPath", text(stderr)),
    `</dict>`,
    `</plist>`,
    "",
  ].join("\n");
}

const pair = (key: string, value: string): readonly string[] => [`  <key>${key}</key>`, `  ${value}`];

const text = (value: string): string => `<string>${escapeXml(value)}</string>`;

function escapeXml(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
