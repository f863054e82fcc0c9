/** One file's text, as the author wrote it. */
export type Source = { readonly file: string; readonly text: string };

/** Half-open range of UTF-16 offsets into one file. Line and column are worked out only when printed. */
export type Span = { readonly source: Source; readonly start: number; readonly end: number };

/** What a problem is about, in the author's terms: `rule "Deny X"`, `macro "is_y"`. */
export type Item = { readonly kind: string; readonly name: string };

/** A mistake of a rules author. A pass returns every problem that it finds. */
export type Problem = {
  readonly severity: "error" | "warning";
  /** Ours, kebab-case: "unknown-operator". */
  readonly code: string;
  /** Falco's own code for the same thing: "LOAD_ERR_COMPILE_CONDITION". */
  readonly falcoCode: string;
  /** Lower case, no full stop, what was written in double quotes. */
  readonly message: string;
  /** Something to type. */
  readonly hint?: string;
  readonly span: Span;
  readonly item?: Item;
};

/** 1-based line and column (in UTF-16 units) of an offset. */
export function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let at = before.indexOf("\n"); at !== -1; at = before.indexOf("\n", at + 1)) line += 1;
  return { line, column: offset - lineStart + 1 };
}
