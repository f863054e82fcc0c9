import type { Source } from "../model/problem.ts";

const starts = new WeakMap<Source, readonly number[]>();

/** Offsets at which the lines of a file begin; worked out once. */
function lineStarts(source: Source): readonly number[] {
  const known = starts.get(source);
  if (known !== undefined) return known;
  const found = [0];
  for (let at = source.text.indexOf("\n"); at !== -1; at = source.text.indexOf("\n", at + 1))
    found.push(at + 1);
  starts.set(source, found);
  return found;
}

/** Line and column, 1-based, of an offset, and where that line begins and ends. */
export function lineAt(
  source: Source,
  offset: number,
): { readonly line: number; readonly column: number; readonly start: number; readonly end: number } {
  const lines = lineStarts(source);
  let [low, high] = [0, lines.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const start = lines[low] ?? 0;
  const next = lines[low + 1];
  return {
    line: low + 1,
    column: offset - start + 1,
    start,
    end: next === undefined ? source.text.length : next - 1,
  };
}

/** The offset of a line and column, both 1-based. */
export function offsetAt(source: Source, line: number, column: number): number {
  return (lineStarts(source)[line - 1] ?? 0) + column - 1;
}
