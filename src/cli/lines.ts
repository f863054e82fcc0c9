import { isUtf8 } from "node:buffer";
import type { Readable } from "node:stream";

/** A line's text, or why it can't be read. */
export type Line = string | { readonly unreadable: string };

/**
 * The lines of a stream, a batch at a time as they arrive; empty ones left out, order kept. A line longer than
 * `limit` bytes is skipped and reported, so that memory stays bounded.
 */
export async function* linesOf(stream: Readable, limit: number): AsyncGenerator<readonly Line[]> {
  let rest: readonly Buffer[] = [];
  let restLength = 0;
  const keep = (piece: Buffer) => {
    restLength += piece.length;
    // What lies beyond the limit only has to be counted.
    if (restLength <= limit) rest = [...rest, piece];
  };
  for await (const chunk of stream) {
    const bytes: Buffer = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    const end = bytes.lastIndexOf(10);
    const first = bytes.indexOf(10);
    if (first === -1) {
      keep(bytes);
      continue;
    }
    keep(bytes.subarray(0, first));
    const opening = textOf(rest, restLength, limit);
    [rest, restLength] = [[], 0];
    yield [...opening, ...decode(bytes.subarray(first + 1, Math.max(first + 1, end)))];
    if (end + 1 < bytes.length) keep(bytes.subarray(end + 1));
  }
  if (restLength > 0) yield textOf(rest, restLength, limit);
}

function textOf(pieces: readonly Buffer[], length: number, limit: number): readonly Line[] {
  if (length > limit) return [{ unreadable: `the line is longer than ${limit} bytes` }];
  return decode(Buffer.concat(pieces));
}

/** Whole lines without the last one's end. Checked as a whole first: that is fast, and nearly always enough. */
function decode(bytes: Buffer): readonly Line[] {
  if (isUtf8(bytes)) return bytes.toString("utf8").split("\n").filter(isNotBlank);
  const lines: Line[] = [];
  for (let start = 0; start <= bytes.length; ) {
    const found = bytes.indexOf(10, start);
    const end = found === -1 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    if (!isUtf8(line)) lines.push({ unreadable: "the line is not UTF-8" });
    else if (isNotBlank(line.toString("utf8"))) lines.push(line.toString("utf8"));
    start = end + 1;
  }
  return lines;
}

const isNotBlank = (line: string): boolean => line !== "" && line.trim() !== "";
