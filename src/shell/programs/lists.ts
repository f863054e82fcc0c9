import { read } from "../act.ts";
import { type Flow, join, unknownPart } from "../flow.ts";
import { values } from "../given.ts";
import { hasGlob } from "../glob.ts";
import { type Word, wordFrom } from "../word.ts";
import type { Run } from "./program.ts";

/** Most names of one list that are followed. */
const mostNames = 256;

/** The known names in a list that a file or standard input holds; by line, or with a zero byte behind each. */
export function namesIn(list: Flow): readonly Word[] {
  return list.text
    .split(list.text.includes("\0") ? "\0" : "\n")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== unknownPart)
    .slice(0, mostNames)
    .map((name) => wordFrom(name, list.from, hasGlob(name)));
}

/** The names in the files that options of these names give; `-` is standard input. */
export const listedNames = (run: Run, ...options: readonly string[]): readonly Word[] =>
  values(run, ...options).flatMap((file) => namesIn(read(run, file)));

/** `--files0-from=LIST`: reads what the list names. */
export function readsListed(run: Run): void {
  for (const word of listedNames(run, "--files0-from"))
    run.content.flow = join(run.content.flow, read(run, word));
}
