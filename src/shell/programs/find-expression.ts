import { fromCommand } from "../flow.ts";
import { patternsOf } from "../name-pattern.ts";
import { type Word, wordFrom } from "../word.ts";

/** What an action of find happens to. */
export type Tests = {
  /** Names and paths wanted; none for everything. */
  readonly names: readonly Word[];
  /** Other tests leave most files out, whatever they are called. */
  readonly narrowed: boolean;
};

export type Action = {
  readonly kind: "delete" | "run" | "write" | "print" | "print0";
  /** The command that is run, or the file that is written. */
  readonly words: readonly Word[];
  readonly tests: Tests;
};

export type Search = {
  readonly roots: readonly Word[];
  readonly actions: readonly Action[];
  readonly tests: Tests;
};

const nameTest = /^-i?(name|path|wholename|regex|lname)$/;
const takesValue =
  /^-(type|maxdepth|mindepth|[acm]time|[acm]min|size|newer\w*|anewer|perm|user|group|uid|gid|links|inum|samefile|regextype|fstype|used|xtype|D)$/;
const narrows = /^-(empty|[acm]time|[acm]min|size|newer\w*|maxdepth|samefile|inum|links|user)$/;
const runs = /^-(exec|execdir|ok|okdir)$/;
const writes = /^-(fprint|fprint0|fls|fprintf)$/;

/** A search as find reads it: roots, then tests and actions; an action goes by the tests since the last `-o`. */
export function parseSearch(args: readonly Word[]): Search {
  const text = (at: number): string => args[at]?.text ?? "";
  let at = 0;
  while (/^-([HLP]|D|O\d)$/.test(text(at))) at += text(at) === "-D" ? 2 : 1;
  const roots: Word[] = [];
  while (at < args.length && !/^[-(!)]/.test(text(at))) roots.push(args[at++] as Word);
  const actions: Action[] = [];
  let tests: Tests = { names: [], narrowed: false };
  let all: Tests = tests;
  let depth = 0;
  for (; at < args.length; at += 1) {
    const word = text(at);
    if (word === "(") depth += 1;
    else if (word === ")") depth -= 1;
    else if (/^(-o|-or|,)$/.test(word) && depth <= 0) tests = { names: [], narrowed: false };
    else if (word === "-prune")
      all = { ...all, names: all.names.filter((name) => !tests.names.includes(name)) };
    else if (word === "-delete") actions.push({ kind: "delete", words: [], tests });
    else if (/^-(print|ls|printf)$/.test(word)) actions.push({ kind: "print", words: [], tests });
    else if (word === "-print0") actions.push({ kind: "print0", words: [], tests });
    else if (writes.test(word)) actions.push({ kind: "write", words: args.slice(++at, at + 1), tests });
    else if (runs.test(word)) {
      const end = commandEnd(args, at + 1);
      actions.push({ kind: "run", words: args.slice(at + 1, end), tests });
      at = end;
    } else if (nameTest.test(word)) {
      const value = args[++at];
      const negated = /^(!|-not)$/.test(text(at - 2));
      if (value === undefined || negated || value.text === "*") continue;
      const names = /regex$/.test(word)
        ? patternsOf(value.text, true).map((pattern) => wordFrom(pattern, value.from))
        : [value];
      tests = { ...tests, names: [...tests.names, ...names] };
      all = { ...all, names: [...all.names, ...names] };
    } else {
      if (narrows.test(word)) tests = { ...tests, narrowed: true };
      if (takesValue.test(word)) at += 1;
    }
  }
  return { roots: roots.length === 0 ? [wordFrom(".", fromCommand)] : roots, actions, tests: all };
}

/** Where the command of `-exec` ends: at `;`, or at `+` behind `{}`. */
function commandEnd(args: readonly Word[], start: number): number {
  let at = start;
  while (
    at < args.length &&
    args[at]?.text !== ";" &&
    !(args[at]?.text === "+" && args[at - 1]?.text === "{}")
  )
    at += 1;
  return at;
}
