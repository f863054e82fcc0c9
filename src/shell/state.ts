import type { Function as FunctionNode, ParsedScript } from "unbash";
import type { Dialect } from "../model/call.ts";
import type { Effect } from "./effects.ts";
import type { Flow } from "./flow.ts";
import type { Place } from "./report.ts";
import type { Word } from "./word.ts";

/** A report while it is being written. Sets keep their order. */
export type Draft = {
  readonly names: Set<string>;
  /** May hold a line twice: hashing each would cost more than it saves. */
  readonly lines: string[];
  readonly wrappers: Set<string>;
  readonly interprets: Set<string>;
  readonly inlineCode: Set<string>;
  readonly uploads: Set<string>;
  readonly uploadHosts: Set<string>;
  readonly envReads: Set<string>;
  readonly envSets: Set<string>;
  /** With how often each is read, so that a read can be taken back. */
  readonly reads: Map<string, number>;
  readonly writes: Set<string>;
  readonly deletes: Set<string>;
  readonly readTrees: Set<string>;
  readonly deleteTrees: Set<string>;
  readonly ownershipTrees: Set<string>;
  readonly loads: Set<string>;
  readonly executes: Set<string>;
  readonly hosts: Set<string>;
  readonly effects: Set<Effect>;
  content: string;
  /** What the program that runs now has written to its own standard output by a path, such as /dev/stdout. */
  printed: Flow;
  /** A variable got another value where it may not have: the command line is to be followed both ways. */
  forked: boolean;
  dynamic: boolean;
  parseError: boolean;
  exceeded: string | undefined;
};

/** Which of two values a variable has when it may have got a new one: on the first way the new, on the second the old. */
export type Way = "first" | "second";

/** What is left of the work that one command line may cost. Shared by all shells of one analysis. */
type Budget = { steps: number; depth: number; readonly way: Way };

/** Where a descriptor leads: a file, a host's socket, a text to read, or the input of other commands, `>(…)`. */
export type Target =
  | { readonly kind: "file"; readonly word: Word }
  | { readonly kind: "socket"; readonly host: string }
  | { readonly kind: "flow"; readonly flow: Flow }
  | { readonly kind: "commands"; readonly feed: (stdin: Flow) => void };

/** Commands that run elsewhere: their paths are not this machine's, but for what is mounted. */
export type Remote = {
  /** Folders of this machine that the other side sees, as [there, here], both absolute. */
  readonly mounts: readonly (readonly [string, string])[];
  /** Made to be thrown away, unlike another host. */
  readonly container?: true;
};

/** What a command is given to read and where it writes. */
export type Io = {
  readonly stdin: Flow;
  /** Its standard input or output is a connection. */
  readonly socket: boolean;
};

/** Runs code; the walker gives itself to whatever has to run code in turn. */
export type Walker = {
  readonly text: (shell: Shell, text: string, io: Io) => Flow;
  /** `direct`: by a program, which knows no functions and aliases of the shell. */
  readonly words: (shell: Shell, words: readonly Word[], io: Io, direct?: boolean) => Flow;
  readonly node: (shell: Shell, node: FunctionNode["body"], io: Io) => Flow;
  readonly script: (shell: Shell, script: ParsedScript, io: Io) => Flow;
  readonly as: (dialect: Dialect) => Walker;
  /** Whether the table of programs has a name. */
  readonly knows: (name: string) => boolean;
};

/** One call of a function, with how many arguments. */
type Call = { readonly body: FunctionNode["body"]; readonly given: number };

/** One shell while its commands are followed: what the commands before have changed. */
export type Shell = {
  readonly place: Place;
  readonly draft: Draft;
  readonly budget: Budget;
  readonly walker: Walker;
  /** Files written by this command line, with what is in them; shared by all its shells. */
  readonly files: Map<string, Flow>;
  /** What waits at the other end of `>(…)`, by its path. */
  readonly sinks: Map<string, ParsedScript>;
  /** Symbolic links made by this command line: where they lie and where they lead, absolute. */
  readonly links: Map<string, string>;
  readonly remote: Remote | undefined;
  readonly variables: Map<string, readonly Word[]>;
  /** Names that stand for other variables, `declare -n`; shared by all its shells. */
  readonly references: Map<string, string>;
  readonly functions: Map<string, FunctionNode["body"]>;
  readonly aliases: Map<string, string>;
  readonly descriptors: Map<number, Target>;
  /** The functions that are being run, innermost last. */
  readonly calling: readonly Call[];
  /** Scripts that this command line wrote and that are being run, with their arguments; innermost last. */
  readonly running: readonly { readonly path: string; readonly args: string }[];
  /** Inside a pipeline or in the background. */
  readonly concurrent: boolean;
  /** What runs now may not run: a branch, a loop's body, what stands after `&&`. */
  conditional: boolean;
  /** What is printed now goes to a substitution, a pipe or a file, and is followed there. */
  captured: boolean;
  /** Absolute, or beginning with an unknown part. */
  cwd: string;
  previous: string;
  readonly stack: string[];
  positional: readonly Word[];
  /** `$0`. */
  readonly zero: string;
};

/** Most are empty, and copying an empty map costs three times what a new one does. */
const copied = <Key, Value>(map: ReadonlyMap<Key, Value>): Map<Key, Value> =>
  map.size === 0 ? new Map() : new Map(map);

/** A subshell: sees everything, changes nothing outside. */
export const subshell = (shell: Shell, change: Partial<Shell> = {}): Shell => ({
  ...shell,
  variables: copied(shell.variables),
  functions: copied(shell.functions),
  aliases: copied(shell.aliases),
  descriptors: copied(shell.descriptors),
  stack: [...shell.stack],
  ...change,
});

/** How many characters of text are as much work as one step. */
const charactersAStep = 64;

/** Takes one step of work and what a text costs; false when none is left. */
export function step(shell: Shell, length = 0): boolean {
  shell.budget.steps -= 1 + length / charactersAStep;
  if (shell.budget.steps > 0) return true;
  shell.draft.exceeded ??= "it takes too many steps to follow";
  return false;
}

/** Runs something one level deeper, unless that is too deep. */
export function deeper(shell: Shell, run: () => Flow, otherwise: Flow): Flow {
  if (shell.budget.depth <= 0) {
    shell.draft.exceeded ??= "it is nested too deeply";
    return otherwise;
  }
  shell.budget.depth -= 1;
  const flow = run();
  shell.budget.depth += 1;
  return flow;
}
