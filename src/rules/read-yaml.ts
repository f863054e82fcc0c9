import { isAlias, isMap, isScalar, isSeq, type Node, parseAllDocuments, type Scalar } from "yaml";
import type { Source } from "../model/problem.ts";

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

type YamlProblem = { readonly message: string; readonly start: number; readonly end: number };

export type YamlFile = {
  readonly documents: readonly (YamlNode | undefined)[];
  readonly problems: readonly YamlProblem[];
};

/** yaml-cpp lets a quoted scalar end with the file, and reads tags and directives that it doesn't know. */
const forgiven: ReadonlySet<string> = new Set(["MISSING_CHAR", "TAG_RESOLVE_FAILED"]);

const nulls: ReadonlySet<string> = new Set(["", "~", "null", "Null", "NULL"]);

/** Reads every document of a file. What yaml-cpp also reads is no problem here. */
export function readYaml(source: Source): YamlFile {
  try {
    return readDocuments(source);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { documents: [], problems: [{ message: "the file is nested too deeply", start: 0, end: 0 }] };
  }
}

function readDocuments(source: Source): YamlFile {
  // The library counts a byte order mark as indentation. A line break in its place leaves all offsets as they are.
  const parsed = parseAllDocuments(source.text.replace(/^\ufeff/, "\n"), {
    uniqueKeys: false,
    merge: false,
    schema: "failsafe",
    strict: false,
    prettyErrors: false,
    logLevel: "silent",
    stringKeys: false,
  });
  if (!Array.isArray(parsed)) return { documents: [], problems: [] };
  const problems = parsed.flatMap(({ errors }) =>
    errors
      .filter(
        ({ code, message }) => !forgiven.has(code) || !(code !== "MISSING_CHAR" || /quote/.test(message)),
      )
      .map(({ message, pos }) => ({
        message: plain(message),
        start: Math.min(pos[0], source.text.length),
        end: Math.min(pos[1], source.text.length),
      })),
  );
  const documents: (YamlNode | undefined)[] = [];
  for (const document of parsed) {
    const convert = converter(source, problems);
    documents.push(document.contents === null ? undefined : convert(document.contents));
  }
  return { documents, problems };
}

/** A message in our manner: lower case, no full stop. */
function plain(message: string): string {
  return message.replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase()).replace(/\.$/, "");
}

/** Makes our nodes of the library's; an anchor means what it last stood for. */
function converter(source: Source, problems: YamlProblem[]): (node: Node) => YamlNode {
  const anchors = new Map<string, YamlNode>();
  const convert = (node: Node): YamlNode => {
    const [start = 0, end = start] = node.range ?? [];
    const place = { source, start, end };
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target !== undefined) return target;
      problems.push({ message: `unknown anchor "${node.source}"`, start, end });
      return nothing(source, start);
    }
    if (isScalar(node)) return remember(node.anchor, scalarOf(node, place));
    if (isMap(node)) {
      const entries: (readonly [YamlNode, YamlNode])[] = [];
      const map = remember(node.anchor, { kind: "map" as const, entries, ...place });
      for (const { key, value } of node.items) {
        const keyNode = key === null ? nothing(source, start) : convert(key as Node);
        entries.push([keyNode, value === null ? nothing(source, keyNode.end) : convert(value as Node)]);
      }
      return map;
    }
    if (isSeq(node)) {
      const items: YamlNode[] = [];
      const list = remember(node.anchor, { kind: "list" as const, items, ...place });
      for (const item of node.items)
        items.push(item === null ? nothing(source, start) : convert(item as Node));
      return list;
    }
    throw new Error("internal: a YAML node of no known kind");
  };
  const remember = <T extends YamlNode>(anchor: string | undefined, node: T): T => {
    if (anchor !== undefined) anchors.set(anchor, node);
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
