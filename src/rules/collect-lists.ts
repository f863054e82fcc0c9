import { type Decoder, warnUnknownKeys } from "./decode.ts";
import type { Definitions } from "./definitions.ts";
import { nearest } from "./nearest.ts";
import { type Overridable, readOverride, refuseBoth } from "./override.ts";

const keys = ["list", "items", "append", "override"];
const overridable: Overridable = { append: ["items"], replace: ["items"] };

/** Reads one list: a definition, or more items for one. */
export function collectList(decoder: Decoder, to: Definitions): void {
  const name = decoder.text("list");
  warnUnknownKeys(decoder, keys, (key) => nearest(key, keys));
  const items = decoder.texts("items");
  const append = appendFlag(decoder, "items");
  const override = readOverride(decoder, overridable);
  refuseBoth(decoder, append, override);
  if (decoder.failed() || name === undefined || items === undefined) return;
  if (!/^[^()"'=, \t\n\v\f\r]+$/.test(name.value))
    decoder.warn(
      "list-name",
      name,
      `list name "${name.value}" has characters that a condition can't`,
      "use letters, digits, _ - . /",
    );
  const known = to.lists.get(name.value);
  const values = items.map(({ value }) => value);
  to.clock += 1;
  if (append || override?.append.has("items")) {
    if (known === undefined) {
      noSuchList(decoder, to, name.value);
      return;
    }
    known.items = [...known.items, ...values];
    known.age.changed = to.clock;
  } else if (known === undefined)
    to.lists.set(name.value, {
      name: name.value,
      age: { defined: to.clock, changed: to.clock },
      items: values,
      at: name,
    });
  else {
    known.items = values;
    known.at = name;
    known.age.changed = to.clock;
  }
}

function noSuchList(decoder: Decoder, to: Definitions, name: string): void {
  const at = decoder.node("list");
  if (to.broken.has(`list ${name}`) || at === undefined) return;
  decoder.fail(
    "nothing-to-change",
    at,
    `there is no list "${name}" to append to`,
    hintFor(name, to.lists.keys()),
  );
}

export function hintFor(name: string, names: Iterable<string>): string {
  const near = nearest(name, names);
  return near === undefined
    ? "define it before, or in a file that is read before"
    : `did you mean "${near}"?`;
}

/** The deprecated "append: true". */
export function appendFlag(decoder: Decoder, key: string): boolean {
  if (!decoder.has("append")) return false;
  const append = decoder.flag("append") ?? false;
  const node = decoder.map.entries.find(([name]) => name.kind === "scalar" && name.value === "append")?.[0];
  if (append && node !== undefined)
    decoder.warn("deprecated", node, `"append" is deprecated`, `override: {${key}: append}`);
  return append;
}
