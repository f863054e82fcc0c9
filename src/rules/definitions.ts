import type { Priority } from "../model/priority.ts";
import type { Item, Span } from "../model/problem.ts";
import type { ListNode, ScalarNode } from "./read-yaml.ts";

// What the files have said so far. These are the only mutable data of a load: later items append to earlier ones.

/** Text that an author wrote, or that we put around it (then without a node). */
export type Piece = { readonly text: string; readonly node?: ScalarNode };

/** When an item was first defined, and last changed: a macro sees only those macros defined before its last change. */
type Age = { readonly defined: number; changed: number };

export type ListDefinition = { readonly name: string; readonly age: Age; items: readonly string[]; at: Span };

export type MacroDefinition = {
  readonly name: string;
  readonly age: Age;
  condition: readonly Piece[];
  at: Span;
};

export type Exception = {
  readonly name: string;
  /** One field compared with a list of values, or several, each compared with its own. */
  readonly shape: "single" | "tuple";
  readonly fields: readonly string[];
  readonly operators: readonly string[];
  readonly values: readonly ExceptionValue[];
  readonly at: Span;
};

/** A value as text, or a list of them; what is neither counts as the empty text. */
export type ExceptionValue = string | readonly ExceptionValue[];

export type RuleDefinition = {
  readonly name: string;
  at: Span;
  condition: readonly Piece[];
  output: readonly Piece[];
  desc: string;
  priority: Priority;
  source: string;
  readonly knownSource: boolean;
  enabled: boolean;
  tags: readonly string[];
  exceptions: readonly Exception[];
  warnEvttypes: boolean;
  skipIfUnknown: boolean;
};

type PluginRequirement = {
  readonly at: Span;
  readonly alternatives: readonly { readonly name: string; readonly version: string }[];
};

export type Definitions = {
  readonly lists: Map<string, ListDefinition>;
  readonly macros: Map<string, MacroDefinition>;
  readonly rules: Map<string, RuleDefinition>;
  readonly plugins: PluginRequirement[];
  /** Items that were meant but have problems, by `itemKey`: nothing more is said about what needs them. */
  readonly broken: Set<string>;
  /** Counts items, for their age. */
  clock: number;
  /** Length of all files, in characters. */
  length: number;
};

export function noDefinitions(): Definitions {
  return {
    lists: new Map(),
    macros: new Map(),
    rules: new Map(),
    plugins: [],
    broken: new Set(),
    clock: 0,
    length: 0,
  };
}

export function itemKey({ kind, name }: Item): string {
  return `${kind} ${name}`;
}

/** Values of an exception as Falco reads them. */
export function exceptionValues(list: ListNode): readonly ExceptionValue[] {
  return list.items.map((item) => {
    if (item.kind === "list") return exceptionValues(item);
    return item.kind === "scalar" && !item.isNull ? item.value : "";
  });
}

export function textOf(pieces: readonly Piece[]): string {
  return pieces.length === 1 ? (pieces[0]?.text ?? "") : pieces.map(({ text }) => text).join("");
}
