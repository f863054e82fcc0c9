import {
  Composer,
  type CST,
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  Parser,
  type Scalar,
} from "yaml";
import type { Source } from "../model/problem.ts";
import { boundYaml, type Excess } from "./bound-yaml.ts";

/** A YAML node as Falco's reader sees it: every scalar is text, aliases are what they stand for. */
export type YamlNode = ScalarNode | MapNode | ListNode;

type Place = { readonly source: Source; readonly start: number; readonly end: number };

export type ScalarNode = Place & {
  readonly kind: "scalar";
  readonly value: string;
  readonly isNull: boolean;
  readonly style: Scalar.Type;
};
export type MapNode = Place & {
  readonly kind: "map";
  readonly entries: readonly (readonly [YamlNode, YamlNode])[];
};
export type ListNode = Place & { readonly kind: "list"; readonly items: readonly YamlNode[] };

type YamlProblem = {
  readonly code: "yaml-syntax" | "anchor-loop" | "yaml-too-large";
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
};

export type YamlFile = {
  readonly documents: readonly (YamlNode | undefined)[];
  readonly problems: readonly YamlProblem[];
};

/** yaml-cpp lets a quoted scalar end with the file, and reads tags and directives that it doesn't know. */
const forgiven: ReadonlySet<string> = new Set(["MISSING_CHAR", "TAG_RESOLVE_FAILED"]);

const isForgiven = (code: string, message: string): boolean =>
  forgiven.has(code) && (code !== "MISSING_CHAR" || /quote/.test(message));

const nulls: ReadonlySet<string> = new Set(["", "~", "null", "Null", "NULL"]);

/** Reads every document of a file. What yaml-cpp also reads is no problem here. */
export function readYaml(source: Source): YamlFile {
  try {
    return readDocuments(source);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = "the file is nested too deeply";
    return { documents: [], problems: [{ code: "yaml-too-large", message, start: 0, end: 0 }] };
  }
}

const options = {
  uniqueKeys: false,
  merge: false,
  schema: "failsafe",
  strict: false,
  prettyErrors: false,
  logLevel: "silent",
  stringKeys: false,
} as const;

type Parsed = { readonly documents: readonly Document.Parsed[]; readonly errors: readonly LibraryError[] };

/** What the library makes of a text, or where there is more in it than is read. */
function parse(text: string): Parsed | Excess {
  const [lexer, parser, bound] = [new Lexer(), new Parser(), boundYaml(text.length)];
  let excess: Excess | undefined;
  let unexpected = 0;
  function* tokens(): Generator<CST.Token> {
    for (const lexeme of lexer.lex(text)) {
      excess = bound(lexeme);
      if (excess !== undefined) return;
      for (const token of parser.next(lexeme)) {
        yield token;
        if (token.type === "error") unexpected += 1;
        if (unexpected === mostErrors) return;
      }
    }
    yield* parser.end();
  }
  const errors: LibraryError[] = [];
  const composer = new Composer(options);
  Object.assign(composer, { onError: collectorOf(errors) });
  try {
    const documents = [...composer.compose(tokens())];
    for (const { errors: more } of documents) errors.push(...more);
    return excess ?? { documents, errors: errors.toSorted((one, other) => one.pos[0] - other.pos[0]) };
  } catch (thrown) {
    if (thrown !== enough) throw thrown;
    return { documents: [], errors };
  }
}

type ErrorPlace = number | readonly [number, number] | { readonly offset: number; readonly source?: unknown };

type LibraryError = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly pos: readonly [number, number];
};

/** Errors after which the rest of a file is not read: it is no YAML, and each costs as much as a rule. */
const mostErrors = 50;

/** Thrown inside of this file only. */
const enough = new Error("internal: enough errors were seen");

/**
 * Takes what the library's composer finds wrong. Its own collector makes an exception of each, with a stack; that costs
 * ten times as much as the rest, and it goes on to the end.
 */
function collectorOf(
  errors: LibraryError[],
): (at: ErrorPlace, code: ErrorCode, message: string, warning?: boolean) => void {
  return (source, code, message, warning) => {
    if (warning === true || isForgiven(code, message)) return;
    errors.push({ code, message, pos: placeOf(source) });
    if (errors.length === mostErrors) throw enough;
  };
}

/** Where an error is: an offset, a range, or a token. */
function placeOf(at: ErrorPlace): readonly [number, number] {
  if (typeof at === "number") return [at, at + 1];
  if (!("offset" in at)) return at;
  return [at.offset, at.offset + (typeof at.source === "string" ? at.source.length : 1)];
}

function readDocuments(source: Source): YamlFile {
  // The library counts a byte order mark as indentation. A line break in its place leaves all offsets as they are.
  const parsed = parse(source.text.replace(/^\ufeff/, "\n"));
  if ("message" in parsed) return { documents: [], problems: [{ code: "yaml-too-large", ...parsed }] };
  const problems = parsed.errors
    .filter(({ code, message }) => !isForgiven(code, message))
    .map(
      ({ message, pos }): YamlProblem => ({
        code: "yaml-syntax",
        message: plain(message),
        start: Math.min(pos[0], source.text.length),
        end: Math.min(pos[1], source.text.length),
      }),
    );
  const documents: (YamlNode | undefined)[] = [];
  for (const document of parsed.documents) {
    const convert = converter(source, problems);
    documents.push(document.contents === null ? undefined : convert(document.contents));
  }
  return { documents, problems };
}

/** A message in our manner: lower case, no full stop. */
function plain(message: string): string {
  return message.replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase()).replace(/\.$/, "");
}

/** An anchor's node, and how many nodes it is with all that is in it; 0 while it is being read. */
type Anchored = { readonly node: YamlNode; size: number };

/** How many nodes aliases may stand for together: aliases of aliases of aliases double with each. */
const mostAliased = 50_000;

/** Makes our nodes of the library's; an anchor means what it last stood for. */
function converter(source: Source, problems: YamlProblem[]): (node: Node) => YamlNode {
  const anchors = new Map<string, Anchored>();
  let [count, aliased] = [0, 0];
  const standIn = (name: string, start: number, end: number): YamlNode => {
    const target = anchors.get(name);
    const refuse = (code: YamlProblem["code"], message: string): YamlNode => {
      problems.push({ code, message, start, end });
      return nothing(source, start);
    };
    if (target === undefined) return refuse("yaml-syntax", `unknown anchor "${name}"`);
    if (target.size === 0) return refuse("anchor-loop", `anchor "${name}" is inside of itself`);
    count += target.size;
    aliased += target.size;
    if (aliased > mostAliased)
      return refuse("yaml-too-large", `aliases stand for more than ${mostAliased} items here`);
    return target.node;
  };
  const convert = (node: Node): YamlNode => {
    const [start = 0, end = start] = node.range ?? [];
    const place = { source, start, end };
    if (isAlias(node)) return standIn(node.source, start, end);
    const before = count;
    count += 1;
    if (isScalar(node)) return closed(node.anchor, scalarOf(node, place), before);
    if (isMap(node)) {
      const entries: (readonly [YamlNode, YamlNode])[] = [];
      const map = { kind: "map" as const, entries, ...place };
      open(node.anchor, map);
      for (const { key, value } of node.items) {
        const keyNode = key === null ? nothing(source, start) : convert(key as Node);
        entries.push([keyNode, value === null ? nothing(source, keyNode.end) : convert(value as Node)]);
      }
      return closed(node.anchor, map, before);
    }
    if (isSeq(node)) {
      const items: YamlNode[] = [];
      const list = { kind: "list" as const, items, ...place };
      open(node.anchor, list);
      for (const item of node.items)
        items.push(item === null ? nothing(source, start) : convert(item as Node));
      return closed(node.anchor, list, before);
    }
    throw new Error("internal: a YAML node of no known kind");
  };
  const open = (anchor: string | undefined, node: YamlNode): void => {
    if (anchor !== undefined) anchors.set(anchor, { node, size: 0 });
  };
  const closed = (anchor: string | undefined, node: YamlNode, before: number): YamlNode => {
    if (anchor === undefined) return node;
    const known = anchors.get(anchor);
    // An anchor of that name inside of it has taken its place.
    if (known === undefined || known.node === node || node.kind === "scalar")
      anchors.set(anchor, { node, size: count - before });
    return node;
  };
  return convert;
}

function nothing(source: Source, at: number): ScalarNode {
  return { kind: "scalar", value: "", isNull: true, style: "PLAIN", source, start: at, end: at };
}

function scalarOf(node: Scalar, place: Place): ScalarNode {
  const style = node.type ?? "PLAIN";
  const value = String(node.value ?? "");
  return {
    kind: "scalar",
    value,
    isNull: style === "PLAIN" && node.tag === undefined && nulls.has(value),
    style,
    ...place,
  };
}

/** The value of a key; of a key written twice the first, as yaml-cpp does. */
export function lookUp(map: MapNode, key: string): YamlNode | undefined {
  return map.entries.find(([name]) => name.kind === "scalar" && name.value === key)?.[1];
}
