import {
  type Document,
  isMap,
  isScalar,
  type Node,
  type Pair,
  parseDocument,
  stringify,
  type YAMLMap,
} from "yaml";
import type { Source } from "../model/problem.ts";
import { readConfig } from "./config.ts";
import { type Config, type ConfigKey, configKeys } from "./config-keys.ts";

/** A key of config.yaml with its name in `Config`. */
export type NamedKey = ConfigKey & { readonly name: keyof Config };

export const namedKeys: readonly NamedKey[] = Object.entries<ConfigKey>(configKeys).map(([name, key]) => ({
  ...key,
  name: name as keyof Config,
}));

/** The text with the change made, or what is wrong with it. */
export type Changed = { readonly text: string } | { readonly error: string };

/** The file's text with another value for a key; undefined takes the key away. Comments and all else stay. */
export function withKey(source: Source, key: NamedKey, value: unknown): Changed {
  const document = parseDocument(source.text, { prettyErrors: false });
  const { contents, errors } = document;
  if (errors.length > 0 || !(contents === null || isMap(contents) || isEmpty(contents)))
    return { error: `${source.file} has errors, and can't be changed` };
  const path = key.path.split(".");
  const text =
    value === undefined ? without(source.text, document, path) : put(source.text, document, path, value);
  const { config, problems } = readConfig({ ...source, text });
  const wanted = value === undefined ? key.byDefault : key.read(value);
  const isBroken = problems.some(({ code }) => code === "invalid-yaml");
  if (isBroken || JSON.stringify(config[key.name]) !== JSON.stringify(wanted))
    return { error: `"${key.path}" can't be changed in ${source.file} as it is written` };
  return { text };
}

const isEmpty = (node: unknown): boolean => isScalar(node) && node.value === null;

/** By the text where it can be, for the YAML library writes spaces and comments its own way. */
function put(text: string, document: Document.Parsed, path: readonly string[], value: unknown): string {
  const { contents } = document;
  const written = isMap(contents) ? document.getIn(path, true) : undefined;
  if (isScalar(written) && written.range != null && typeof value !== "object") {
    const [start, end] = written.range;
    if (start < end && /^(?:PLAIN|QUOTE_)/.test(written.type ?? ""))
      return text.slice(0, start) + stringify(value).trim() + text.slice(end);
  }
  const [first = "", second] = path;
  if (!isMap(contents) || (contents.flow !== true && !contents.has(first)))
    return (
      endedLine(text) + stringify(path.reduceRight((inner: unknown, name) => ({ [name]: inner }), value))
    );
  const section = contents.get(first);
  const last = isBlockMap(section) ? section.items.at(-1) : undefined;
  if (second !== undefined && written === undefined && last !== undefined) {
    const { start, end } = linesOf(text, last);
    const indent = /^\s*/.exec(text.slice(start))?.[0] ?? "";
    const line = stringify({ [second]: value })
      .trimEnd()
      .replaceAll(/^/gm, indent);
    return `${endedLine(text.slice(0, end))}${line}\n${text.slice(end)}`;
  }
  document.setIn(path, value);
  return document.toString({ lineWidth: 0 });
}

function without(text: string, document: Document.Parsed, path: readonly string[]): string {
  const { contents } = document;
  const [first = ""] = path;
  if (!isMap(contents) || !document.hasIn(path)) return text;
  const section = contents.get(first);
  const isLast = isMap(section) && section.items.length === 1;
  const map = path.length === 1 || isLast ? contents : section;
  const name = map === contents ? first : path.at(-1);
  const pair = isBlockMap(map) ? map.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
  if (pair !== undefined) {
    const { start, end } = linesOf(text, pair);
    return text.slice(0, start) + text.slice(end);
  }
  document.deleteIn(map === contents ? [first] : path);
  return contents.items.length === 0 ? commentsOf(text) : document.toString({ lineWidth: 0 });
}

const isBlockMap = (node: unknown): node is YAMLMap => isMap(node) && node.flow !== true;

/** From the start of its key's line to behind its value's last one: what is said beside it goes with it. */
function linesOf(text: string, { key, value }: Pair): { readonly start: number; readonly end: number } {
  const [from = 0, to = 0] = [(key as Node).range?.[0], ((value ?? key) as Node).range?.[1]];
  // A block's own end is the start of the line behind it.
  const at = text[to - 1] === "\n" ? to - 1 : to;
  const lineEnd = text.indexOf("\n", at);
  return { start: text.lastIndexOf("\n", from - 1) + 1, end: lineEnd === -1 ? text.length : lineEnd + 1 };
}

/** Nothing else is left: an empty map would be written as {}. */
function commentsOf(text: string): string {
  return text
    .split("\n")
    .filter((line) => /^\s*(?:#.*)?$/.test(line))
    .join("\n");
}

const endedLine = (text: string): string => (text === "" || text.endsWith("\n") ? text : `${text}\n`);
