import type { Writable } from "node:stream";

export const isTerminal = (stream: Writable): boolean => "isTTY" in stream && stream.isTTY === true;

/** Columns to fit lines into: COLUMNS, else the terminal's; infinite where there is none, as in a pipe. */
export function widthFor(stream: Writable, env: Readonly<Record<string, string | undefined>>): number {
  const wanted = env["COLUMNS"] ?? "";
  if (/^[1-9]\d{0,5}$/.test(wanted)) return Number(wanted);
  return "columns" in stream && typeof stream.columns === "number" && stream.columns > 0
    ? stream.columns
    : Number.POSITIVE_INFINITY;
}
