import type { Item } from "../model/problem.ts";
import { type ListNode, lookUp, type MapNode, type ScalarNode, type YamlNode } from "./read-yaml.ts";
import type { ProblemCode, Reporter } from "./report.ts";

/** Reads the keys of one item; what is wrong with them is reported, and the result is undefined then. */
export type Decoder = {
  readonly map: MapNode;
  readonly item: Item;
  readonly report: Reporter;
  readonly has: (key: string) => boolean;
  readonly node: (key: string) => YamlNode | undefined;
  readonly text: (key: string) => ScalarNode | undefined;
  readonly flag: (key: string) => boolean | undefined;
  readonly count: (key: string) => number | undefined;
  readonly texts: (key: string) => readonly ScalarNode[] | undefined;
  readonly fail: (code: ProblemCode, node: YamlNode, message: string, hint?: string) => undefined;
  readonly warn: (code: ProblemCode, node: YamlNode, message: string, hint?: string) => undefined;
  /** Whether anything was wrong so far. */
  readonly failed: () => boolean;
};

const words = (names: string) =>
  names.split(" ").flatMap((name) => [name, name.toUpperCase(), name[0]?.toUpperCase() + name.slice(1)]);
const yes: ReadonlySet<string> = new Set(words("y yes true on"));
const no: ReadonlySet<string> = new Set(words("n no false off"));

/** yaml-cpp reads the truth values of YAML 1.1. */
function readFlag(value: string): boolean | undefined {
  return yes.has(value) ? true : no.has(value) ? false : undefined;
}

/** Reads an unsigned number as a C++ stream does: also 0x1f and 017. */
export function readCount(value: string): number | undefined {
  if (!/^\+?(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/.test(value)) return undefined;
  const digits = value.replace("+", "");
  const number = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return number <= 0xffffffff ? number : undefined;
}

/** Where an item begins, for problems about what is not there: its first key and value. */
export function headOf(map: MapNode): YamlNode {
  const [key, value] = map.entries[0] ?? [map, map];
  return { ...key, end: value.kind === "scalar" && value.style === "plain" ? value.end : key.end };
}

export function decoderOf(map: MapNode, item: Item, report: Reporter): Decoder {
  let failed = false;
  const fail: Decoder["fail"] = (code, node, message, hint) => {
    failed = true;
    return report.error(code, node, message, hint, item);
  };
  const node = (key: string) => lookUp(map, key);
  const keyOf = (key: string) =>
    map.entries.find(([name]) => name.kind === "scalar" && name.value === key)?.[0] ?? map;
  const missing = (key: string) => fail("missing-key", headOf(map), `"${key}" is missing`, `${key}: …`);
  const text = (key: string): ScalarNode | undefined => {
    const found = node(key);
    if (found === undefined) return missing(key);
    if (found.kind !== "scalar") return fail("not-a-text", found, `"${key}" must be a text`);
    if (found.isNull) return fail("empty-key", keyOf(key), `"${key}" has no value`);
    if (found.value === "") return fail("empty-text", found, `"${key}" is empty`);
    return found;
  };
  const parsed = <T>(key: string, parse: (text: string) => T | undefined, wanted: string): T | undefined => {
    const found = text(key);
    if (found === undefined) return undefined;
    return parse(found.value) ?? fail("bad-value", found, `"${key}" must be ${wanted}, not "${found.value}"`);
  };
  const flag = (key: string) => parsed(key, readFlag, "true or false");
  const count = (key: string) => parsed(key, readCount, "a whole number");
  const texts = (key: string): readonly ScalarNode[] | undefined => {
    const found = node(key);
    if (found === undefined) return missing(key);
    if (found.kind !== "list")
      return fail(
        "not-a-list",
        found.start === found.end ? keyOf(key) : found,
        `"${key}" must be a list`,
        `${key}: [a, b]`,
      );
    return textsOf(found, fail);
  };
  const has = (key: string) => node(key) !== undefined;
  const warn: Decoder["warn"] = (code, at, message, hint) => report.warn(code, at, message, hint, item);
  return { map, item, report, has, node, text, flag, count, texts, fail, warn, failed: () => failed };
}

function textsOf(list: ListNode, fail: Decoder["fail"]): readonly ScalarNode[] | undefined {
  const texts: ScalarNode[] = [];
  for (const element of list.items) {
    if (element.kind !== "scalar" || element.isNull) {
      fail(
        "bad-list-item",
        element.start === element.end ? list : element,
        "an element must be a text",
        `quote it: "null"`,
      );
      continue;
    }
    texts.push(element);
  }
  return texts.length === list.items.length ? texts : undefined;
}

/** Warns of keys that mean nothing; Falco ignores them. */
export function warnUnknownKeys(
  decoder: Decoder,
  known: readonly string[],
  nearest: (key: string) => string | undefined,
): void {
  for (const [key] of decoder.map.entries) {
    if (key.kind === "scalar" && known.includes(key.value)) continue;
    const name = key.kind === "scalar" ? key.value : "";
    const near = nearest(name);
    decoder.warn(
      "unknown-key",
      key,
      `unknown key "${name}"`,
      near === undefined ? undefined : `did you mean "${near}"?`,
    );
  }
}
