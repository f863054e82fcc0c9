import { appendFlag, hintFor } from "./collect-lists.ts";
import { type Decoder, warnUnknownKeys } from "./decode.ts";
import type { Definitions } from "./definitions.ts";
import { nearest } from "./nearest.ts";
import { type Overridable, readOverride, refuseBoth } from "./override.ts";

const keys = ["macro", "condition", "append", "override"];
const overridable: Overridable = { append: ["condition"], replace: ["condition"] };

/** Reads one macro: a definition, or more text for one. */
export function collectMacro(decoder: Decoder, to: Definitions): void {
  const name = decoder.text("macro");
  warnUnknownKeys(decoder, keys, (key) => nearest(key, keys));
  const node = decoder.text("condition");
  const append = appendFlag(decoder, "condition");
  const override = readOverride(decoder, overridable);
  refuseBoth(decoder, append, override);
  if (decoder.failed() || name === undefined || node === undefined) return;
  if (!/^[A-Za-z]+[A-Za-z0-9_]*$/.test(name.value))
    decoder.warn(
      "macro-name",
      name,
      `macro name "${name.value}" can't be used in a condition`,
      "use letters, digits and _",
    );
  const known = to.macros.get(name.value);
  const condition = [{ text: node.value, node }];
  to.clock += 1;
  if (append || override?.append.has("condition")) {
    if (known === undefined) {
      noSuchMacro(decoder, to, name.value);
      return;
    }
    known.condition = [...known.condition, { text: " " }, ...condition];
    known.age.changed = to.clock;
  } else if (known === undefined)
    to.macros.set(name.value, {
      name: name.value,
      age: { defined: to.clock, changed: to.clock },
      condition,
      at: name,
    });
  else {
    known.condition = condition;
    known.at = name;
    known.age.changed = to.clock;
  }
}

function noSuchMacro(decoder: Decoder, to: Definitions, name: string): void {
  const at = decoder.node("macro");
  if (to.broken.has(`macro ${name}`) || at === undefined) return;
  decoder.fail(
    "nothing-to-change",
    at,
    `there is no macro "${name}" to append to`,
    hintFor(name, to.macros.keys()),
  );
}
