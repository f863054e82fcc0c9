import { value } from "../given.ts";
import type { Run } from "../programs/program.ts";
import { type Word, wordFrom } from "../word.ts";

/** Path parameters, else positional words, else what the pipeline names. */
export function pathsIn(run: Run, positional: readonly Word[] = run.operands): readonly Word[] {
  const named = [
    ...(value(run, "-path") ? [value(run, "-path") as Word] : []),
    ...(value(run, "-literalpath") ? [value(run, "-literalpath") as Word] : []),
  ];
  if (named.length > 0) return [...named, ...positional];
  if (positional.length > 0) return positional;
  return run.io.stdin.text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, 64)
    .map((line) => wordFrom(line.trim(), run.io.stdin.from, /[*?[]/.test(line)));
}

/** `env:` and `env:X` are the environment, not files. */
export function environmentName(word: Word): string | undefined {
  return /^env:[\\/]?(.*)$/is.exec(word.text)?.[1];
}
