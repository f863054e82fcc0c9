import { type Flow, type From, fromCommand, unknownPart } from "./flow.ts";

/** One argument after expansion: a text on its way that may be a pattern. */
export type Word = Flow & {
  /** `*`, `?` and `[` in the text are the shell's. */
  readonly glob: boolean;
};

export const literalWord = (text: string): Word => ({ text, glob: false, from: fromCommand });
export const wordFrom = (text: string, from: From, glob = false): Word => ({ text, glob, from });
export const wordOf = (flow: Flow): Word => ({ text: flow.text, glob: false, from: flow.from });

/** How a report shows a text: unknown parts as a pattern's "*". */
export const shown = (text: string): string => text.replaceAll(unknownPart, "*");

/** A line as a report shows it: the program's name and its arguments, one space between. */
export function lineOf(name: string, args: readonly Word[]): string {
  let line = name;
  for (const { text } of args) line += ` ${text}`;
  return line.includes(unknownPart) ? line.replaceAll(unknownPart, "…") : line;
}
