import { read, remove, write } from "../act.ts";
import { type Flow, nothing } from "../flow.ts";
import type { Run } from "../programs/program.ts";
import { deeper, step, subshell } from "../state.ts";
import { literalWord, type Word } from "../word.ts";
import { unescaped } from "./tokens/escapes.ts";

/** Longest code that is looked through, and most of its texts. */
const longestCode = 16_384;
const mostTexts = 128;

// An escaped quote begins no text: looking for the line's end from each takes the square of the time.
const doubleQuoted = /(?<!(?<!\\)(?:\\\\)*\\)"((?:[^"\\\n]|\\.)*)"/g;
const eitherQuoted = /(?<!(?<!\\)(?:\\\\)*\\)(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)')/g;

/** Code with such a word in it runs programs. */
const runsPrograms =
  /\b(?:system|systemf?|exec\w*|shell\w*|spawn\w*|process\w*|command|\w*[cC]ommand|popen|run\w*|cmd)\b|\.!/;
const deletes = /(?:delete|del_dir|remove|unlink|rmtree|rm_rf|rmdir|erase)[\w-]{0,32}[\s("'!]{0,32}$/i;
const writes = /(?:write|spit|save|append)[\w-]{0,32}[\s("'!]{0,32}$/i;
/** Before a path below the home folder: `os.Getenv("HOME") + "/.x"`. */
const saysHome = /home/i;

type Text = { readonly text: string; readonly start: number; readonly end: number };

/**
 * The texts in code of a language that has no reader of its own. One that is a path is taken for read, deleted or
 * written by the word before it; where programs are run, one that is a known command line is run, and so is a known
 * program with the texts behind it as its arguments.
 */
export function noteLiterals(code: string, run: Run, quotes: "double" | "either"): void {
  if (code.length > longestCode) run.shell.draft.exceeded ??= "code in it is too long to follow";
  if (code.length > longestCode || !step(run.shell, code.length)) return;
  const texts = textsIn(code, quotes === "double" ? doubleQuoted : eitherQuoted);
  const running = runsPrograms.test(code);
  for (const [at, text] of texts.entries()) {
    const path = pathIn(code, text);
    if (path !== undefined) notePath(run, code.slice(Math.max(0, text.start - 32), text.start), path);
    else if (running) runText(run, code, texts.slice(at));
  }
}

const textsIn = (code: string, pattern: RegExp): readonly Text[] =>
  [...code.matchAll(pattern)].slice(0, mostTexts).map((found) => ({
    text: unescaped(found[1] ?? found[2] ?? ""),
    start: found.index,
    end: found.index + found[0].length,
  }));

function pathIn(code: string, { text, start }: Text): string | undefined {
  if (!/^(?:~|\/[\w.~])[^\s:*?"<>|]*$/.test(text)) return undefined;
  const before = code.slice(Math.max(0, start - 64), start);
  return text.startsWith("/.") && saysHome.test(before) ? `~${text}` : text;
}

function notePath(run: Run, before: string, path: string): void {
  const word: Word = literalWord(path);
  if (deletes.test(before)) remove(run, word, true);
  else if (writes.test(before)) write(run, word);
  else read(run, word);
}

function runText(run: Run, code: string, [first, ...others]: readonly Text[]): void {
  if (first === undefined) return;
  const [name = "", ...rest] = first.text.trim().split(/\s+/);
  if (!/^[\w./-]+$/.test(name) || !run.shell.walker.knows(name.slice(name.lastIndexOf("/") + 1))) return;
  const shell = subshell(run.shell, { walker: run.shell.walker.as("posix") });
  const io = { stdin: nothing, socket: false };
  const words =
    rest.length > 0 ? [] : [first, ...listed(code, first, others)].map(({ text }) => literalWord(text));
  const follow = (): Flow =>
    rest.length > 0 ? shell.walker.text(shell, first.text, io) : shell.walker.words(shell, words, io);
  if (rest.length > 0 || words.length > 1) deeper(run.shell, follow, nothing);
}

/** The texts behind one with nothing but separators between. */
function listed(code: string, first: Text, others: readonly Text[]): readonly Text[] {
  let { end } = first;
  const found: Text[] = [];
  for (const text of others) {
    if (!/^[\s,[\]()]{1,16}$/.test(code.slice(end, text.start))) break;
    found.push(text);
    end = text.end;
  }
  return found;
}
