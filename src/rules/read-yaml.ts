import type { Source } from "../model/problem.ts";
import { isMistake, mistakeAt } from "./yaml-cursor.ts";
import { type Reading, readDirectives, readDocument } from "./yaml-nodes.ts";
import { tokensOf } from "./yaml-tokens.ts";

/** A YAML node as Falco's reader sees it: every scalar is text, aliases are what they stand for. */
export type YamlNode = ScalarNode | MapNode | ListNode;

type Place = { readonly source: Source; readonly start: number; readonly end: number };

export type ScalarNode = Place & {
  readonly kind: "scalar";
  readonly value: string;
  readonly isNull: boolean;
  readonly style: "plain" | "single" | "double" | "literal" | "folded";
};
export type MapNode = Place & {
  readonly kind: "map";
  readonly entries: readonly (readonly [YamlNode, YamlNode])[];
};
export type ListNode = Place & { readonly kind: "list"; readonly items: readonly YamlNode[] };

export type YamlProblem = {
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

/** Reads every document of a file, as yaml-cpp does: what it reads is no problem here, what it refuses is one. */
export function readYaml(source: Source): YamlFile {
  // A line break in place of a byte order mark leaves all offsets as they are.
  const text = source.text.replace(/^\ufeff/, "\n");
  return readDocuments(source, text);
}

function readDocuments(source: Source, text: string): YamlFile {
  const { tokens, mistake } = tokensOf(text);
  const ending = mistake ?? mistakeAt(text.length, "something is not closed before the end of the file");
  const reading: Reading = {
    source,
    tokens,
    problems: [],
    at: 0,
    ending,
    anchors: new Map(),
    depth: 0,
    nodes: 0,
    aliased: 0,
  };
  const documents: (YamlNode | undefined)[] = [];
  try {
    for (;;) {
      readDirectives(reading);
      if (reading.at === tokens.length) break;
      documents.push(readDocument(reading));
    }
    if (mistake !== undefined) throw mistake;
  } catch (thrown) {
    if (!isMistake(thrown)) throw thrown;
    const start = Math.min(thrown.at, text.length);
    const end = Math.min(thrown.end, text.length);
    reading.problems.unshift({ code: "yaml-syntax", message: thrown.mistake, start, end });
  }
  return { documents, problems: reading.problems };
}

/** The value of a key; of a key written twice the first, as yaml-cpp does. */
export function lookUp(map: MapNode, key: string): YamlNode | undefined {
  return map.entries.find(([name]) => name.kind === "scalar" && name.value === key)?.[1];
}
