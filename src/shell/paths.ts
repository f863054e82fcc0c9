import { posix } from "node:path";
import { unknownPart } from "./flow.ts";
import { knownReadings } from "./known-names.ts";
import { anyListed } from "./listing.ts";
import { sensitiveFilesLike } from "./sensitive.ts";
import { type Shell, step } from "./state.ts";
import { shown, type Word } from "./word.ts";

const streams: ReadonlySet<string> = new Set([
  "/dev/null",
  "/dev/stdin",
  "/dev/stdout",
  "/dev/stderr",
  "/dev/tty",
  "/dev/zero",
]);

/** What it costs to say where a path lies, and which sensitive files a pattern fits, in characters of text. */
const [pathCost, patternCost] = [256, 1_024];

/** No file system takes a longer one. */
const longestPath = 4_096;

/** Devices and descriptors that hold nothing of their own. */
export const isStream = (path: string): boolean =>
  streams.has(path) || path.startsWith("/dev/fd/") || path.startsWith("/proc/self/fd/");

/** A program's own standard output by a path. */
export const isStandardOutput = (path: string): boolean =>
  path === "/dev/stdout" || path === "/dev/fd/1" || path === "/proc/self/fd/1";

/** `~`, `.` and `..` taken out, relative to the shell's folder. Unknown parts stay. */
export function absolutePath(shell: Shell, text: string): string {
  const path = text.startsWith("file://") ? text.slice(7) : text;
  if (path[1] === ":" && /^[A-Za-z]:([\\/]|$)/.test(path)) return drivePath(path);
  if (path.startsWith("~")) return fromTilde(shell, path);
  // A path that begins with something unknown may be anywhere: below the folder is the best guess.
  const plain = plainPath(path.startsWith("/") ? path : `${shell.cwd}/${path}`);
  // A slash at the end means what the link leads to.
  return followed(shell, path.endsWith("/") ? (shell.links.get(plain) ?? plain) : plain);
}

/** The folder that a shell is in after it has changed there. One that goes deeper and deeper is not followed to its end. */
export function folderAt(shell: Shell, text: string): string {
  const folder = absolutePath(shell, text);
  if (folder.length <= longestPath) return folder;
  shell.draft.exceeded ??= "the path of a folder is too long to follow";
  return shell.cwd;
}

/** `C:\a\..\b` with our separators; a drive's own folder keeps its slash. */
function drivePath(path: string): string {
  const plain = plainPath(path.replaceAll("\\", "/"));
  return plain.length === 2 ? `${plain}/` : plain;
}

/** Most links that are followed one after the other. */
const mostLinks = 8;

/** Through symbolic links that this command line made, and the doors that /proc has to the same files. */
function followed(shell: Shell, path: string): string {
  if (path.startsWith("/proc/")) {
    const [door = "", kind] = /^\/proc\/(?:self|thread-self|\d+)\/(root|cwd)(?=\/|$)/.exec(path) ?? [];
    if (door !== "") return plainPath(`${kind === "cwd" ? shell.cwd : ""}${path.slice(door.length)}` || "/");
  }
  if (shell.links.size === 0) return path;
  let real = path;
  for (let times = 0; times < mostLinks; times += 1) {
    const link = [...shell.links].find(([from]) => real.startsWith(`${from}/`));
    if (link === undefined) break;
    real = plainPath(link[1] + real.slice(link[0].length));
  }
  return real;
}

/** Most paths need no work, and `normalize` is slow. */
function plainPath(path: string): string {
  const plain = path.includes("/.") || path.includes("//") ? posix.normalize(path) : path;
  return plain.length > 1 && plain.endsWith("/") ? plain.slice(0, -1) : plain;
}

function fromTilde(shell: Shell, path: string): string {
  const end = path.indexOf("/");
  const user = end === -1 ? path.slice(1) : path.slice(1, end);
  const rest = end === -1 ? "" : path.slice(end);
  const home = homeOf(shell, user);
  return plainPath(home === undefined ? `${shell.cwd}/${path}` : `${home}${rest}` || "/");
}

/** The home folder that `~user` means; undefined when it is a plain file name. */
export function homeOf(shell: Shell, user: string): string | undefined {
  if (user === "") return shell.variables.get("HOME")?.[0]?.text ?? shell.place.home;
  if (user === "+") return shell.cwd;
  if (user === "-") return shell.previous;
  if (user === "root") return "/root";
  if (user === shell.place.user) return shell.place.home;
  return /^[a-z_][a-z0-9_-]*$/i.test(user)
    ? `${posix.dirname(shell.place.home || "/home/u")}/${user}`
    : undefined;
}

/**
 * The paths that a word means, as a report shows them; a pattern that fits well-known sensitive files means
 * these too. None for "-", streams, and places that are not this machine's.
 */
export function pathsOf(shell: Shell, word: Word): readonly string[] {
  if (word.text === "" || word.text === "-") return [];
  if (word.text.length > longestPath) {
    // A short path may fit a long pattern.
    if (word.glob) shell.draft.exceeded ??= "a pattern is too long to follow";
    return [];
  }
  const meant = word.from.listing === undefined ? word : anyListed(word);
  const path = localPath(shell, absolutePath(shell, meant.text));
  if (path === undefined || isStream(path)) return [];
  // Out of steps the command is asked about as a whole, and thousands of paths more would cost whoever judges them.
  if (!step(shell, word.glob ? patternCost : pathCost)) return [];
  if (path.includes(unknownPart)) return [shown(path), ...guessedPath(shell, path)];
  if (!word.glob) return [shown(path)];
  return [shown(path), ...knownReadings(path), ...sensitiveFilesLike(path, shell.cwd, shell.place.home)];
}

/** `~/.s${x}sh`: what nobody set is most likely empty, and then this is a well-known sensitive file. */
function guessedPath(shell: Shell, path: string): readonly string[] {
  const guessed = path.replaceAll(unknownPart, "");
  const start = path.indexOf(unknownPart);
  if (start === 0 || path[start - 1] === "/" || path.endsWith(unknownPart)) return [];
  return sensitiveFilesLike(guessed, shell.cwd, shell.place.home).filter((known) => known === guessed);
}

/** Where a path of a container or another host lies on this machine; undefined when nowhere. */
export function localPath(shell: Shell, path: string): string | undefined {
  if (shell.remote === undefined) return path;
  for (const [there, here] of shell.remote.mounts) {
    if (there === "/" || path === there || path.startsWith(`${there}/`)) {
      return plainPath(`${here}${there === "/" ? path : path.slice(there.length)}`) || "/";
    }
  }
  return undefined;
}

/** By what a file is known among those that this command line wrote: what is mounted is the same file on both sides. */
export function keptPath(shell: Shell, text: string): string {
  const path = absolutePath(shell, text);
  return localPath(shell, path) ?? path;
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Nothing is known of where it lies. */
export const isUnknownPath = (word: Word): boolean => word.text.startsWith(unknownPart);
