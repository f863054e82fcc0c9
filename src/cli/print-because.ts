import type { Because } from "./explain.ts";
import { type Paint, printable, shorten } from "./paint.ts";

/** One check of a condition, whether it held, and what the call had. */
export function becauseLine({ check, held, actual }: Because, paint: Paint): string {
  const mark = held ? paint("green", "✓") : paint("dim", "✗ not");
  const had = actual === null ? "" : `  ${paint("cyan", shorten(printable(actual), 80))}`;
  return `      ${mark} ${shorten(printable(check), 100)}${had}`;
}
