import type { Flow } from "../flow.ts";
import type { Run } from "../programs/program.ts";
import type { Shell } from "../state.ts";
import type { Syntax, Token } from "./tokens/token.ts";
import type { Body, Value } from "./value.ts";

/** One call as the code makes it. */
export type Call = {
  readonly machine: Machine;
  /** As it is looked up: "os.system". */
  readonly name: string;
  readonly args: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  readonly self: Value | undefined;
};

/** What a function of the language's library does. */
export type Action = (call: Call) => Value;

export type Language = {
  readonly syntax: Syntax;
  /** Between a thing and what belongs to it. */
  readonly attributes: readonly string[];
  /** Signs that put texts together. */
  readonly joins: readonly string[];
  /** `puts x`, `unlink $f`: a call needs no brackets. */
  readonly bareCalls: boolean;
  /** Blocks are told by indentation. */
  readonly indented: boolean;
  /** `{a, b}` is a list. */
  readonly bracedLists?: true;
  /** Words that open a block which `end` closes. */
  readonly ended?: {
    readonly opens: ReadonlySet<string>;
    /** These open one where a statement begins, and elsewhere modify one. */
    readonly begins: ReadonlySet<string>;
  };
  /** By full name ("shutil.rmtree"), kind and method ("Path.unlink"), or method alone ("*.read"). */
  readonly calls: Readonly<Record<string, Action>>;
  /** The same for what is read without a call: "process.env", "Path.parent". */
  readonly properties: Readonly<Record<string, Action>>;
};

/** Reads what stands where the machine is; given along, as whatever is read may hold all the rest. */
export type Reader = {
  readonly statements: (machine: Machine) => Value;
  /** A statement that is no expression; whether it was one. */
  readonly keyword: (machine: Machine, text: string) => boolean;
  readonly expression: (machine: Machine) => Value;
};

/** One piece of code while it is read. */
export type Machine = {
  readonly language: Language;
  readonly reader: Reader;
  readonly run: Run;
  readonly shell: Shell;
  readonly variables: Map<string, Value>;
  /** Modules of which everything was imported. */
  readonly opened: string[];
  readonly code: string;
  readonly state: State;
};

/** What changes while code is read. */
type State = {
  tokens: readonly Token[];
  at: number;
  end: number;
  /** Inside brackets, where lines don't end statements. */
  depth: number;
  printed: Flow;
  steps: number;
  invoking: number;
  /** How deep expressions stand in one another. */
  nested: number;
  /** A connection was made, or waited for. */
  connection: "none" | "connects" | "listens";
  /** A shell without anything to run was started, or a connection became standard input. */
  shellStarted: boolean;
  /** Standard streams were put on another descriptor. */
  streamsMoved: boolean;
  /** Functions that were defined and not called yet. */
  readonly waiting: Set<Body>;
};
