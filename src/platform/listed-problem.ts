import { type Item, type Problem, positionOf } from "../model/problem.ts";

/** A problem as JSON lists it: without the text it was found in. Line and column are 1-based. */
export type ListedProblem = {
  readonly severity: Problem["severity"];
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly item?: Item;
};

export function listProblem({ severity, code, message, hint, span, item }: Problem): ListedProblem {
  const { line, column } = positionOf(span.source.text, span.start);
  return {
    severity,
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    file: span.source.file,
    line,
    column,
    ...(item === undefined ? {} : { item }),
  };
}

/** In one line, for logs: `rules/user/a.yaml:4:28: error: unknown operator "contians" [unknown-operator]`. */
export function problemLine({ file, line, column, severity, message, code }: ListedProblem): string {
  return `${file}:${line}:${column}: ${severity}: ${message} [${code}]`;
}
