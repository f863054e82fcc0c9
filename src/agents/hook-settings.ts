import { inspect } from "./inspect-hooks.ts";
import { addHook, removeHook } from "./register.ts";
import type { Registration } from "./registration.ts";
import type { HookSettings } from "./settings.ts";
import { behindMark } from "./settings-text.ts";

/** The edits of one agent's settings, from its table. */
export function hookSettings(registration: Registration): HookSettings {
  return {
    judges: registration.events[0].event,
    add: (text, hook) => behindMark(text, (rest) => addHook(rest, hook, registration)),
    remove: (text, hook) => behindMark(text, (rest) => removeHook(rest, hook, registration)),
    inspect: (text, hook) => inspect(text.replace(/^\uFEFF/, ""), hook, registration),
  };
}
