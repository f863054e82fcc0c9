import { widthOf } from "./paint.ts";

/** Lines of left-aligned columns, two spaces between; the last column is not padded. */
export function tableOf(rows: readonly (readonly string[])[], indent = ""): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
  return rows.map((row) => `${indent}${lineOf(row, widths)}`).join("\n");
}

function lineOf(row: readonly string[], widths: readonly number[]): string {
  const last = row.length - 1;
  return row
    .map((cell, column) =>
      column === last ? cell : cell + " ".repeat((widths[column] ?? 0) - widthOf(cell)),
    )
    .join("  ")
    .trimEnd();
}

/** "1 call", "2 calls" */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
