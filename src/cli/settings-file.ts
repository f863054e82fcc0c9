import { isUtf8 } from "node:buffer";
import {
  chmodSync,
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { Refusal } from "./refusal.ts";

/** A settings file of another program, as it was when read. */
export type SettingsFile = {
  /** As asked for. */
  readonly path: string;
  /** What a symbolic link at `path` ends at, whether it exists or not. */
  readonly target: string;
  /** "" when there is no file. */
  readonly text: string;
  /** Permission bits; undefined when there is no file. */
  readonly mode: number | undefined;
};

/** Settings are written by hand; more than this is some other file. */
const largest = 4 << 20;

/** Mostly the folder's own mistakes: a loop of links. */
const mostLinks = 40;

export function readSettings(path: string): SettingsFile {
  const target = targetOf(path);
  const bytes = readIfThere(target, path);
  if (bytes === undefined) return { path, target, text: "", mode: undefined };
  if (!isUtf8(bytes.content)) throw new Refusal(`${path} is not UTF-8 text`, `look at it with: file ${path}`);
  return { path, target, text: bytes.content.toString("utf8"), mode: bytes.mode };
}

function targetOf(path: string): string {
  let at = resolve(path);
  for (let followed = 0; followed < mostLinks; followed += 1) {
    const next = linkAt(at);
    if (next === undefined) return at;
    at = resolve(dirname(at), next);
  }
  throw new Refusal(`${path} is a loop of symbolic links`);
}

function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function readIfThere(target: string, path: string): { content: Buffer; mode: number } | undefined {
  let file: number;
  try {
    if (!statSync(target).isFile()) throw new Refusal(`${path} is not a file`);
    file = openSync(target, "r");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    if (cause instanceof Refusal) throw cause;
    throw new Refusal(`can't read ${path}`, `look at its permissions with: ls -l ${path}`, { cause });
  }
  try {
    const { size, mode } = fstatSync(file);
    if (size > largest)
      throw new Refusal(`${path} is larger than ${largest} bytes; that is no settings file`);
    return { content: readFileSync(file), mode: mode & 0o7777 };
  } finally {
    closeSync(file);
  }
}

/** Where the text before our latest change is kept: beside the link, not in the dotfiles that it may point to. */
export const backupOf = (path: string): string => `${path}.prempti-backup`;

/**
 * Puts `text` in place of what was read, in one step, keeping a copy of it. A symbolic link stays a link, the
 * permission bits stay as they are; a file that was not there gets `newMode`. Refuses when somebody else has changed the file since.
 */
export function writeSettings(file: SettingsFile, text: string, newMode = 0o600): void {
  const now = readSettings(file.path);
  if (now.text !== file.text || now.target !== file.target)
    throw new Refusal(`${file.path} was changed by another program just now`, "run the same command again");
  try {
    makeFolders(dirname(file.target), newMode);
    if (file.mode !== undefined) replace(backupOf(resolve(file.path)), file.text, file.mode);
    replace(file.target, text, file.mode ?? newMode);
  } catch (cause) {
    throw new Refusal(`can't write ${file.path}`, "nothing was changed; look at the folder's permissions", {
      cause,
    });
  }
}

/** Folders that did not exist can be entered by whoever may read the file, whatever the umask. */
function makeFolders(folder: string, mode: number): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined || (mode & 0o004) === 0) return;
  for (let at = folder; at.length >= first.length; at = dirname(at)) chmodSync(at, 0o755);
}

function replace(path: string, text: string, mode: number): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeSynced(temporary, text, mode);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeSynced(path: string, text: string, mode: number): void {
  const file = openSync(path, "wx", 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  // Not at opening: the umask would take bits away that the person has given.
  chmodSync(path, mode);
}
