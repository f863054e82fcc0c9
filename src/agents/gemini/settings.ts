import { hookSettings } from "../hook-settings.ts";
import { type Json, objectOf, textsOf } from "../json.ts";
import type { Registration } from "../registration.ts";
import type { Disabler } from "../settings.ts";

/** By it Gemini lists the hook, and a project can switch it off. */
const name = "prempti";

/** In the machine's settings it keeps hooks on, whatever a project says; lists of names are merged all the same. */
const pin = "hooksConfig.enabled";

function disablersOf({ hooksConfig }: Json): readonly Disabler[] {
  const { enabled, disabled } = objectOf(hooksConfig);
  return [
    ...(enabled === false
      ? [
          {
            sentence: `"hooksConfig.enabled": false switches every hook off`,
            reach: "all" as const,
            beatenBy: pin,
          },
        ]
      : []),
    ...(textsOf(disabled).includes(name)
      ? [{ sentence: `"hooksConfig.disabled" names ${name}`, reach: "all" as const }]
      : []),
  ];
}

/** Gemini CLI's settings.json. Times are in ms. */
const registration: Registration = {
  shape: "grouped",
  events: [
    { event: "BeforeTool", matcher: "*", kind: "call" },
    { event: "AfterTool", matcher: "*", kind: "told", without: "a tool that ran unjudged is not noticed" },
    {
      event: "SessionStart",
      matcher: undefined,
      kind: "told",
      least: 5_000,
      without: "nobody is told at a session's start that Prempti is on",
    },
  ],
  everyTool: [undefined, "", "*", ".*"],
  commandKey: "command",
  entry: () => ({ name }),
  holds: {},
  timeout: { key: "timeout", least: 10_000, unit: "ms" },
  // In order, and what is registered in the system's settings last: it sees what other hooks made of the input.
  group: { sequential: true },
  weakening: ["args", "async"],
  flaws: ({ holder }) => [
    [
      holder["sequential"] !== true,
      `its group lacks "sequential": true, so another hook may change the input beside it`,
    ],
  ],
  foreignCan: { BeforeTool: "can change a call after it was judged (tool_input)" },
  disablers: disablersOf,
  pins: ({ hooksConfig }) => (objectOf(hooksConfig)["enabled"] === true ? [pin] : []),
};

export const geminiSettings = hookSettings(registration);

/** The machine's settings.json. */
export const geminiSystemSettings = hookSettings({
  ...registration,
  root: { hooksConfig: { enabled: true } },
});
