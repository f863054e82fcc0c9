import { write } from "../act.ts";
import { has } from "../given.ts";
import { absolutePath } from "../paths.ts";
import { guess } from "../unlisted.ts";
import type { Word } from "../word.ts";
import type { Behaviour, Run } from "./program.ts";

type Formatting = {
  /** What tells it to write; without any it always does. */
  readonly told?: readonly string[];
  readonly outputs?: string;
  readonly values?: string;
};

const onlyLooks = /^(--check|--check-only|--diff|--dry-run|--list-different|--emit|-c|--code)$/;

const looksLikeFile = (text: string): boolean =>
  /^[~./]|\/|^[\w-]+\.\w+$/.test(text) && !text.includes("://");

/**
 * Rewrites files in place, as far as they lie outside the session's folder: inside it a formatter changes nothing that
 * a file says, so that it needs no more leave than any other tool of the project.
 */
export function rewriteOutside(run: Run, words: readonly Word[] = run.operands): void {
  const { cwd } = run.shell.place;
  for (const word of words) {
    const path = absolutePath(run.shell, word.text);
    if (looksLikeFile(word.text) && path !== cwd && !path.startsWith(`${cwd}/`)) write(run, word);
  }
}

function isTold(run: Run, told: readonly string[] | undefined): boolean {
  if (told === undefined) return !run.args.some(({ text }) => onlyLooks.test(text.replace(/=.*/s, "")));
  return has(run, ...told) || run.operands.some(({ text }) => told.includes(text));
}

/** Reads what it is given, and writes it if it is told to. */
export const formats = ({ told, outputs, values }: Formatting): Behaviour => ({
  options: {
    ...(outputs === undefined ? {} : { [outputs]: "create" }),
    ...(values === undefined ? {} : { [values]: "value" }),
  },
  does: (run) => {
    if (isTold(run, told)) rewriteOutside(run);
    return guess(run);
  },
});
