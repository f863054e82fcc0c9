import type { Command, Redirection } from "unbash";
import { assign, assignFor, assignmentWord } from "./assign.ts";
import { type Flow, joinFrom, nothing, outputFlow } from "./flow.ts";
import { deliver, deliverTo, redirect } from "./redirect.ts";
import { runCommandWords } from "./run-words.ts";
import { deeper, type Io, type Shell, step, subshell } from "./state.ts";
import { type Word, wordFrom } from "./word.ts";
import { expandWord } from "./words/expand.ts";

/** Commands with fewer words cost no more than their step. */
const manyWords = 64;

/** What one more word costs, in characters. */
const wordCost = 16;

export function runRedirected(
  shell: Shell,
  redirections: readonly Redirection[],
  io: Io,
  run: (io: Io) => Flow,
): Flow {
  if (redirections.length === 0) return run(io);
  const redirected = redirect(shell, redirections, io);
  const before = shell.captured;
  shell.captured = redirected.out !== undefined || (before && !redirected.silenced);
  const printed = run(redirected.io);
  shell.captured = before;
  return deliver(shell, redirected, printed);
}

/** A simple command: assignments, words, redirections. */
export function runCommand(shell: Shell, node: Command, io: Io): Flow {
  const { name } = node;
  if (node.suffix.length > manyWords && !step(shell, node.suffix.length * wordCost)) return nothing;
  if (name === undefined) return runBare(shell, node, io);
  const words = [...expandWord(shell, name)];
  let end = name.end;
  const redirections: Redirection[] = [];
  for (const item of node.prefix) if (item.type !== "Assignment") redirections.push(item);
  for (const item of node.suffix) {
    if (item.type === "Word") {
      const [first, ...more] = expandWord(shell, item);
      const before = item.pos === end ? words.pop() : undefined;
      if (first !== undefined) words.push(before === undefined ? first : joined(before, first));
      for (const word of more) words.push(word);
      end = item.end;
    } else if (item.type === "Assignment") words.push(assignmentWord(shell, item));
    else redirections.push(item);
  }
  const restore = assignFor(shell, node);
  const printed =
    words[0]?.text === "exec" && redirections.length > 0
      ? runExec(shell, words, redirections, io)
      : runRedirected(shell, redirections, io, (inner) => runCommandWords(shell, words, inner));
  runForWindows(shell, node, io);
  restore();
  runUnusedSinks(shell);
  return printed;
}

/** Programs of Windows, and what `cmd` does itself under names that mean something else to a shell, or nothing. */
const windowsNames: ReadonlySet<string> = new Set(
  "type more findstr copy xcopy robocopy move del erase rd rmdir ren reg attrib icacls takeown cipher".split(
    " ",
  ),
);
const windowsPath = /(?:^|[\s"])(?:%\w+%|[A-Za-z]:|HK(?:LM|CU|CR|U|CC|EY_\w+))\\/;

/** `type %USERPROFILE%\.x`: a shell takes the backslashes away, so whoever wrote it meant `cmd`. */
function runForWindows(shell: Shell, { name, suffix }: Command, io: Io): void {
  if (name === undefined || !windowsNames.has(name.text.toLowerCase())) return;
  const text = [name, ...suffix.filter((item) => item.type === "Word")].map((item) => item.text).join(" ");
  if (windowsPath.test(text))
    deeper(shell, () => shell.walker.as("cmd").text(subshell(shell), text, io), nothing);
}

/** The parser begins a new word at `<(…)`: `-T<(…)` is one all the same. */
const joined = (before: Word, first: Word): Word =>
  wordFrom(before.text + first.text, joinFrom(before.from, first.from), before.glob || first.glob);

/** `exec` without a command keeps what it opens. */
function runExec(shell: Shell, words: readonly Word[], redirections: readonly Redirection[], io: Io): Flow {
  const redirected = redirect(shell, redirections, io);
  if (words.length === 1) {
    for (const [number, target] of redirected.descriptors) shell.descriptors.set(number, target);
    if (redirected.out !== undefined) deliverTo(shell, redirected.out, nothing, true);
    return nothing;
  }
  return deliver(shell, redirected, runCommandWords(shell, words, redirected.io));
}

/** Whoever reads from `>(…)` and was not written to by name gets something unknown. */
function runUnusedSinks(shell: Shell): void {
  for (const [path, script] of shell.sinks) {
    shell.sinks.delete(path);
    deeper(
      shell,
      () => shell.walker.script(subshell(shell), script, { stdin: outputFlow, socket: false }),
      nothing,
    );
  }
}

function runBare(shell: Shell, node: Command, io: Io): Flow {
  let from = nothing.from;
  for (const item of node.prefix) {
    if (item.type !== "Assignment") continue;
    from = assign(shell, item)?.from ?? from;
  }
  const redirections = node.redirects;
  if (redirections.length === 0) return nothing;
  // `$(< file)` prints the file; a bare `> file` empties it.
  return runRedirected(shell, redirections, io, (inner) =>
    redirections.some(isInput) ? inner.stdin : nothing,
  );
}

const isInput = (redirection: Redirection): boolean =>
  redirection.type !== "Redirect" || redirection.operator === "<";
