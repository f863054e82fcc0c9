import {
  closeSync,
  existsSync,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

/** How large a log file gets, in bytes, and how many full ones are kept beside it. */
export type Rotation = { readonly maxBytes: number; readonly keep: number };

/** A file that only grows, until it is full: then it becomes `.1`, `.1` becomes `.2`, and so on. One writer. */
export type LogFile = {
  /** Returns when the kernel has the lines, each ending in a line feed: from then on they survive this process. */
  readonly append: (lines: string) => void;
  readonly setRotation: (rotation: Rotation) => void;
  readonly close: () => void;
};

/** How often it is checked, in ms, that nobody has moved or removed the file. */
const checkEvery = 1_000;

export function openLogFile(path: string, initial: Rotation): LogFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let rotation = initial;
  let file = open(path);
  let checked = Date.now();
  const reopen = () => {
    closeSync(file.descriptor);
    file = open(path);
  };
  const append = (lines: string) => {
    const bytes = Buffer.from(lines);
    if (Date.now() - checked > checkEvery) {
      checked = Date.now();
      if (!isStillAt(path, file)) reopen();
    }
    if (file.size > 0 && file.size + bytes.length > rotation.maxBytes) {
      rotate(path, rotation.keep);
      reopen();
    }
    writeWhole(file.descriptor, bytes, file.size);
    file.size += bytes.length;
  };
  const setRotation = (changed: Rotation) => {
    rotation = changed;
  };
  return { append, setRotation, close: () => closeSync(file.descriptor) };
}

type Open = { readonly descriptor: number; readonly inode: number; size: number };

function open(path: string): Open {
  const descriptor = openSync(path, "a+", 0o600);
  if (process.platform !== "win32") fchmodSync(descriptor, 0o600);
  const { size, ino: inode } = fstatSync(descriptor);
  // A power cut may have left half a line; the next one must not be glued to it.
  const last = Buffer.alloc(1);
  const torn = size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] !== 10;
  return { descriptor, inode, size: torn ? size + writeSync(descriptor, "\n") : size };
}

/** All or nothing: half a line would be glued to the next one. */
function writeWhole(descriptor: number, bytes: Buffer, size: number): void {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  } catch (error) {
    if (written > 0) ftruncateSync(descriptor, size);
    throw error;
  }
}

function isStillAt(path: string, { inode }: Open): boolean {
  return statSync(path, { throwIfNoEntry: false })?.ino === inode;
}

/** The file's name (0) or that of the number-th put aside; a higher number is older. */
export function numberedFile(path: string, number: number): string {
  return number === 0 ? path : `${path}.${number}`;
}

function rotate(path: string, keep: number): void {
  const numbered = (number: number) => numberedFile(path, number);
  // More than one where fewer are to be kept than before.
  for (let number = keep; existsSync(numbered(number)); number += 1) rmSync(numbered(number));
  for (let number = keep - 1; number >= 0; number -= 1) renameIfThere(numbered(number), numbered(number + 1));
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
