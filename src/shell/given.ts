import type { Run } from "./programs/program.ts";
import type { Word } from "./word.ts";

// What a command was given: its options and operands.

/** Whether one of these options was given and not switched off; GNU programs take any beginning of a long one. */
export function has(run: Run, ...names: readonly string[]): boolean {
  for (const { name, value: given } of run.options)
    for (const wanted of names) if (isOption(name, wanted) && !isOff(name, given)) return true;
  return false;
}

/** `--dry-run=false`. */
export const isOff = (name: string, given: Word | undefined): boolean =>
  given !== undefined &&
  name.startsWith("--") &&
  (name.startsWith("--dry") ? /^(false|none|no|off|0)$/i : /^false$/i).test(given.text);

const isOption = (given: string, wanted: string): boolean =>
  given === wanted || (given.length >= 3 && given.startsWith("--") && wanted.startsWith(given));

/** The last value of an option that goes by one of these names. */
export const value = (run: Run, ...names: readonly string[]): Word | undefined =>
  values(run, ...names).at(-1);

export function values(run: Run, ...names: readonly string[]): readonly Word[] {
  const given: Word[] = [];
  for (const { name, value: word } of run.options)
    if (word !== undefined && names.includes(name)) given.push(word);
  return given;
}

/** The text of the nth operand; "" when there is none. */
export const operand = (run: Run, index: number): string => run.operands[index]?.text ?? "";
