import { loadInstead, runText, runWords } from "../act.ts";
import { type Flow, join, literalFlow, unknownPart } from "../flow.ts";
import { value } from "../given.ts";
import { setVariable } from "../set-variable.ts";
import { subshell } from "../state.ts";
import { type Word, wordFrom } from "../word.ts";
import { printsEnvironment } from "./environment-values.ts";
import type { Run } from "./program.ts";

const assignment = /^([A-Za-z_]\w*)=/s;

/** Takes the `NAME=value` words that stand before a command into the environment; returns the command. */
export function takeAssignments(
  run: Run,
  words: readonly Word[],
): { readonly inner: Run; readonly command: readonly Word[] } {
  const inner: Run = { ...run, shell: subshell(run.shell) };
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] as Word;
    const found = assignment.exec(word.text);
    if (found === null && word.text.startsWith(unknownPart) && word.from.paths.length > 0) {
      loadInstead(run, word);
      continue;
    }
    if (found === null) break;
    setVariable(inner.shell, found[1] ?? "", [wordFrom(word.text.slice(found[0].length), word.from)]);
  }
  return { inner, command: words.slice(at) };
}

export function runEnv(run: Run): Flow {
  const split = value(run, "-S", "--split-string");
  if (split !== undefined) {
    run.shell.draft.wrappers.add("env");
    const rest = run.operands.map(({ text }) => ` '${text.replaceAll("'", `'\\''`)}'`).join("");
    return runText(run, join(split, literalFlow(rest)));
  }
  const { inner, command } = takeAssignments(run, run.operands);
  if (command.length === 0) return printsEnvironment(run);
  run.shell.draft.wrappers.add("env");
  return runWords(inner, command);
}
