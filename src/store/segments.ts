import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { setImmediate } from "node:timers/promises";
import { numberedFile } from "./log-file.ts";

/** One file of a log, held open: a rotation meanwhile renames it, and it is read on all the same. */
export type Segment = { readonly file: FileHandle; readonly inode: number; readonly size: number };

/** A complete line, without its line feed, and where it begins in its segment, in bytes. */
export type Line = { readonly text: string; readonly start: number };

const chunkSize = 256 * 1024;
const lineFeed = 10;

/** How often the files are opened anew because a rotation has moved them meanwhile. */
const mostAttempts = 50;

/** The log's files, oldest first. */
export async function openSegments(path: string): Promise<Segment[]> {
  for (let attempt = 1; ; attempt += 1) {
    const { segments, settled } = await tryToOpen(path);
    if (settled || attempt === mostAttempts) return segments.reverse();
    await closeSegments(segments);
    await setImmediate();
  }
}

/** The log's files, newest first, and whether surely no rotation has moved any of them meanwhile. */
async function tryToOpen(path: string): Promise<{ readonly segments: Segment[]; readonly settled: boolean }> {
  const numbers = await numbersOf(path);
  const wanted = numbers.length === 0 ? [0] : [0, ...numbers];
  const opened = await Promise.all(wanted.map((number) => openSegment(numberedFile(path, number))));
  const segments = opened.filter((segment) => segment !== undefined);
  const isComplete = segments.length === wanted.length || (segments.length === 0 && numbers.length === 0);
  const isSame =
    (await numbersOf(path)).join() === numbers.join() && (await inodeOf(path)) === opened[0]?.inode;
  return { segments, settled: isComplete && isSame };
}

/** Undefined when there is no such file. */
export async function inodeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.ino;
}

export async function closeSegments(segments: readonly Segment[]): Promise<void> {
  for (const { file } of segments) await file.close();
}

async function openSegment(path: string): Promise<Segment | undefined> {
  try {
    const file = await open(path, "r");
    const { ino: inode, size } = await file.stat();
    return { file, inode, size };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Numbers of the files put aside, ascending. */
async function numbersOf(path: string): Promise<readonly number[]> {
  const prefix = `${basename(path)}.`;
  const names = await readdir(dirname(path)).catch(() => []);
  const endings = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  return endings
    .filter((ending) => /^[1-9]\d{0,5}$/.test(ending))
    .map(Number)
    .sort((one, other) => one - other);
}

/**
 * The complete lines from `start` on, in groups as they are read. Returns where the first incomplete one begins,
 * which is the end when the file ends with a line feed.
 */
export async function* linesForward(
  file: FileHandle,
  start: number,
): AsyncGenerator<readonly string[], number> {
  let rest: Buffer = Buffer.alloc(0);
  let position = start;
  for (;;) {
    const chunk = Buffer.allocUnsafe(chunkSize);
    const { bytesRead } = await file.read(chunk, 0, chunkSize, position);
    if (bytesRead === 0) return position - rest.length;
    position += bytesRead;
    const end = chunk.subarray(0, bytesRead).lastIndexOf(lineFeed);
    const read = chunk.subarray(0, bytesRead);
    if (end === -1) {
      rest = Buffer.concat([rest, read]);
      continue;
    }
    yield Buffer.concat([rest, read.subarray(0, end)])
      .toString()
      .split("\n");
    rest = read.subarray(end + 1);
  }
}

/** The complete lines before the end, last first. */
export async function* linesBackward({ file, size }: Segment): AsyncGenerator<Line> {
  let position = size;
  // What stands before `position` is not read yet; `rest` follows it, and its first line is incomplete.
  let rest: Buffer = Buffer.alloc(0);
  let atEnd = true;
  while (position > 0) {
    const length = Math.min(chunkSize, position);
    position -= length;
    const chunk = Buffer.allocUnsafe(length);
    await file.read(chunk, 0, length, position);
    rest = Buffer.concat([chunk, rest]);
    for (let feed = rest.lastIndexOf(lineFeed); feed !== -1; feed = rest.lastIndexOf(lineFeed)) {
      const text = rest.subarray(feed + 1).toString();
      if (!atEnd) yield { text, start: position + feed + 1 };
      atEnd = false;
      rest = rest.subarray(0, feed);
    }
  }
  if (!atEnd) yield { text: rest.toString(), start: 0 };
}
