import type { Source } from "../model/problem.ts";
import type { ListNode, MapNode, ScalarNode, YamlNode, YamlProblem } from "./read-yaml.ts";
import { mistakeAt } from "./yaml-cursor.ts";
import type { Token, TokenKind } from "./yaml-levels.ts";

/** What is read of a file, token by token. */
export type Reading = {
  readonly source: Source;
  readonly tokens: readonly Token[];
  readonly problems: YamlProblem[];
  at: number;
  /** Thrown where the tokens end. */
  readonly ending: unknown;
  readonly anchors: Map<string, Anchored>;
  /** Nodes that are open. */
  depth: number;
  nodes: number;
  aliased: number;
};

/** An anchor's node, and how many nodes it is with all that is in it; 0 while it is being read. */
type Anchored = { readonly node: YamlNode; size: number };

/** The directives before a document; those that nobody knows mean nothing. */
export function readDirectives(reading: Reading): void {
  const known = new Set<string>();
  for (let token = peek(reading); token?.kind === "directive"; token = peek(reading)) {
    const [name = "", ...words] = token.value.slice(1).split(" ");
    const about = name === "TAG" ? `TAG ${words[0]}` : name;
    if (name === "YAML" || name === "TAG") {
      if (words.length !== (name === "YAML" ? 1 : 2) || known.has(about))
        throw mistakeAt(token.start, `wrong directive "${token.value}"`, token.end);
      if (name === "YAML" && !/^\+?0*[01][^0-9]\+?[0-9]+$/.test(words[0] ?? ""))
        throw mistakeAt(token.start, `unknown version of YAML "${words[0]}"`, token.end);
      known.add(about);
    }
    reading.at += 1;
  }
}

/**
 * One document. What stands behind its node, without "---" between, is the next one: after a list at the beginning of
 * a line, say, a map.
 */
export function readDocument(reading: Reading): YamlNode | undefined {
  const from = reading.at;
  if (peek(reading)?.kind === "document-start") reading.at += 1;
  reading.anchors.clear();
  const node = peek(reading) === undefined ? undefined : readNode(reading, "none");
  while (peek(reading)?.kind === "document-end") reading.at += 1;
  const token = peek(reading);
  if (reading.at === from && token !== undefined) throw unexpected(token);
  return node;
}

const peek = ({ tokens, at }: Reading): Token | undefined => tokens[at];

/** The next token, which must be there. */
function next(reading: Reading): Token {
  const token = peek(reading);
  if (token === undefined) throw reading.ending;
  return token;
}

const endOfLast = ({ tokens, at }: Reading): number => tokens[at - 1]?.end ?? 0;

const signs: Readonly<Partial<Record<TokenKind, string>>> = {
  "block-entry": "-",
  "flow-entry": ",",
  "flow-list-end": "]",
  "flow-map-end": "}",
  value: ":",
  key: "?",
};

function unexpected({ kind, start, end }: Token) {
  const sign = signs[kind];
  const message = sign === undefined ? "this can't stand here" : `"${sign}" can't stand here`;
  return mistakeAt(start, message, Math.max(end, start + 1));
}

function nothing({ source }: Reading, at: number): ScalarNode {
  return { kind: "scalar", value: "", isNull: true, style: "plain", source, start: at, end: at };
}

/** What a node is in, as far as that matters for it. */
type Around = "none" | "flow-list";

/** Nodes in nodes that yaml-cpp reads. */
const deepest = 499;

function readNode(reading: Reading, around: Around): YamlNode {
  reading.depth += 1;
  if (reading.depth > deepest) throw mistakeAt(peek(reading)?.start ?? 0, "the file is nested too deeply");
  const node = readAnyNode(reading, around);
  reading.depth -= 1;
  return node;
}

function readAnyNode(reading: Reading, around: Around): YamlNode {
  const first = next(reading);
  if (first.kind === "value") return readCompactMap(reading, first);
  if (first.kind === "alias") {
    reading.at += 1;
    return standIn(reading, first);
  }
  const [anchor, tagged] = readProperties(reading);
  const before = reading.nodes;
  reading.nodes += 1;
  const token = peek(reading);
  const node = token === undefined ? undefined : readContent(reading, token, around, anchor, tagged);
  if (node !== undefined) return closed(reading, anchor, node, before);
  // Nothing is written here; with a tag it is the empty text, but at the end of the file.
  const isNull = !tagged || token === undefined;
  const empty = { ...nothing(reading, endOfLast(reading)), isNull };
  return closed(reading, anchor, empty, before);
}

/** The anchor's name, and whether there is a tag. */
function readProperties(reading: Reading): readonly [anchor: string | undefined, tagged: boolean] {
  let [anchor, tagged]: [string | undefined, boolean] = [undefined, false];
  for (let token = peek(reading); token !== undefined; token = peek(reading)) {
    if (token.kind === "anchor" && anchor === undefined) anchor = token.value;
    else if (token.kind === "tag" && !tagged) tagged = true;
    else if (token.kind === "anchor" || token.kind === "tag") throw unexpected(token);
    else break;
    reading.at += 1;
  }
  return [anchor, tagged];
}

function readContent(
  reading: Reading,
  token: Token,
  around: Around,
  anchor: string | undefined,
  tagged: boolean,
): YamlNode | undefined {
  switch (token.kind) {
    case "plain":
    case "single":
    case "double":
    case "literal":
    case "folded":
      reading.at += 1;
      return scalarOf(reading.source, token, token.kind, tagged);
    case "block-list":
      return readList(reading, anchor, readBlockItem, "block-list-end");
    case "flow-list":
      return readList(reading, anchor, readFlowItem, "flow-list-end");
    case "block-map":
      return readMap(reading, anchor, readBlockEntry, "block-map-end");
    case "flow-map":
      return readMap(reading, anchor, readFlowEntry, "flow-map-end");
    case "key":
      return around === "flow-list" ? readCompactMap(reading, token) : undefined;
    default:
      return undefined;
  }
}

const nulls: ReadonlySet<string> = new Set(["", "~", "null", "Null", "NULL"]);

function scalarOf(
  source: Source,
  { value, start, end }: Token,
  style: ScalarNode["style"],
  tagged: boolean,
): ScalarNode {
  const isNull = style === "plain" && !tagged && nulls.has(value);
  return { kind: "scalar", value, isNull, style, source, start, end };
}

function readList(
  reading: Reading,
  anchor: string | undefined,
  readItem: (reading: Reading) => YamlNode,
  last: TokenKind,
): ListNode {
  const { start } = next(reading);
  const items: YamlNode[] = [];
  const list = { kind: "list" as const, items, source: reading.source, start, end: start };
  open(reading, anchor, list);
  reading.at += 1;
  while (next(reading).kind !== last) items.push(readItem(reading));
  return finish(reading, list, items.at(-1));
}

function readMap(
  reading: Reading,
  anchor: string | undefined,
  readEntry: (reading: Reading) => readonly [YamlNode, YamlNode],
  last: TokenKind,
): MapNode {
  const { start } = next(reading);
  const entries: (readonly [YamlNode, YamlNode])[] = [];
  const map = { kind: "map" as const, entries, source: reading.source, start, end: start };
  open(reading, anchor, map);
  reading.at += 1;
  while (next(reading).kind !== last) entries.push(readEntry(reading));
  return finish(reading, map, entries.at(-1)?.[1]);
}

/** Past the end of a list or map, which lies behind its last node, or behind its bracket. */
function finish<T extends ListNode | MapNode>(reading: Reading, node: T, last: YamlNode | undefined): T {
  const { start, end } = next(reading);
  reading.at += 1;
  return Object.assign(node, { end: end > start ? end : Math.max(last?.end ?? 0, node.end) });
}

function readBlockItem(reading: Reading): YamlNode {
  const entry = next(reading);
  if (entry.kind !== "block-entry") throw unexpected(entry);
  reading.at += 1;
  const { kind } = next(reading);
  if (kind === "block-entry" || kind === "block-list-end") return nothing(reading, entry.end);
  return readNode(reading, "none");
}

function readFlowItem(reading: Reading): YamlNode {
  const node = readNode(reading, "flow-list");
  endItem(reading, "flow-list-end");
  return node;
}

/** Past a comma, unless the brackets are closed. */
function endItem(reading: Reading, last: TokenKind): void {
  const token = next(reading);
  if (token.kind === "flow-entry") reading.at += 1;
  else if (token.kind !== last) throw unexpected(token);
}

function readBlockEntry(reading: Reading): readonly [YamlNode, YamlNode] {
  const token = next(reading);
  if (token.kind !== "key" && token.kind !== "value") throw unexpected(token);
  return readEntry(reading);
}

function readFlowEntry(reading: Reading): readonly [YamlNode, YamlNode] {
  const entry = readEntry(reading);
  endItem(reading, "flow-map-end");
  return entry;
}

function readEntry(reading: Reading): readonly [YamlNode, YamlNode] {
  let key: YamlNode = nothing(reading, next(reading).start);
  if (next(reading).kind === "key") {
    reading.at += 1;
    key = readNode(reading, "none");
  }
  return [key, readValue(reading, key.end)];
}

/** What stands behind a colon; nothing where there is none. */
function readValue(reading: Reading, at: number): YamlNode {
  if (peek(reading)?.kind !== "value") return nothing(reading, at);
  reading.at += 1;
  return peek(reading) === undefined ? nothing(reading, at) : readNode(reading, "none");
}

/** A map of one key without braces, as in [a: b], or without a key, as in ": b". */
function readCompactMap(reading: Reading, first: Token): MapNode {
  reading.nodes += 1;
  const entry = readEntry(reading);
  return { kind: "map", entries: [entry], source: reading.source, start: first.start, end: entry[1].end };
}

function open(reading: Reading, anchor: string | undefined, node: YamlNode): void {
  if (anchor !== undefined) reading.anchors.set(anchor, { node, size: 0 });
}

function closed(reading: Reading, anchor: string | undefined, node: YamlNode, before: number): YamlNode {
  if (anchor === undefined) return node;
  const known = reading.anchors.get(anchor);
  // An anchor of that name inside of it has taken its place.
  if (known === undefined || known.node === node || node.kind === "scalar")
    reading.anchors.set(anchor, { node, size: reading.nodes - before });
  return node;
}

/** How many nodes aliases may stand for together: aliases of aliases of aliases double with each. */
const mostAliased = 50_000;

/** What an alias stands for: what its anchor last meant. */
function standIn(reading: Reading, { value: name, start, end }: Token): YamlNode {
  const target = reading.anchors.get(name);
  if (target === undefined) throw mistakeAt(start, `unknown anchor "${name}"`, end);
  const refuse = (code: YamlProblem["code"], message: string): YamlNode => {
    reading.problems.push({ code, message, start, end });
    return nothing(reading, start);
  };
  if (target.size === 0) return refuse("anchor-loop", `anchor "${name}" is inside of itself`);
  reading.nodes += target.size;
  reading.aliased += target.size;
  if (reading.aliased > mostAliased)
    return refuse("yaml-too-large", `aliases stand for more than ${mostAliased} items here`);
  return target.node;
}
