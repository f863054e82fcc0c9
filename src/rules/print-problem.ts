import type { Problem } from "../model/problem.ts";
import { lineAt } from "./position.ts";

/** A problem as a person reads it: where, what, the line with a caret under it, and what to type instead. */
export function printProblem({ severity, code, message, hint, span }: Problem): string {
  const { line, column, start: lineStart, end: lineEnd } = lineAt(span.source, span.start);
  const text = span.source.text.slice(lineStart, lineEnd).replace(/\r$/, "");
  const [shownText, shownColumn] = cut(text, column - 1);
  const carets = Math.max(1, Math.min(span.end, lineEnd) - span.start);
  const margin = " ".repeat(String(line).length);
  return [
    `${span.source.file}:${line}:${column}: ${severity}: ${message} [${code}]`,
    ` ${line} | ${visible(shownText)}`,
    ` ${margin} | ${" ".repeat(shownColumn)}${"^".repeat(Math.min(carets, Math.max(1, shownText.length - shownColumn)))}`,
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ].join("\n");
}

const widest = 160;

/** A long line is shown around the place that matters. */
function cut(text: string, column: number): readonly [text: string, column: number] {
  if (text.length <= widest) return [text, column];
  const start = Math.max(0, Math.min(column - widest / 2, text.length - widest));
  return [text.slice(start, start + widest), column - start];
}

/** Control characters would move the caret or worse. */
function visible(text: string): string {
  return text.replace(/[\0-\x1f\x7f-\x9f]/g, " ");
}
