import { posix } from "node:path";

/** What paths are resolved against. All absolute; "" where unknown. */
export type Ground = {
  readonly cwd: string;
  readonly home: string;
  readonly os: string;
  /** Resolves symbolic links of an absolute path without `..`; what doesn't exist stays as it is written. */
  readonly realPath: (absolute: string) => string;
};

const drive = /^[A-Za-z]:[\\/]|^\\\\/;

/** `path` as an absolute one with forward slashes; `..` and links are still in it. */
export function absolute(written: string, { cwd, home, os }: Ground): string {
  if (written.startsWith("/") && os !== "windows" && !written.includes(":")) return written;
  // What knows no drives takes C:/x for a relative path.
  const path = written.replace(/^.*\/(?=[A-Za-z]:[\\/])/, "");
  if (drive.test(path)) return path.replaceAll("\\", "/");
  const mounted = os === "windows" ? /^\/([A-Za-z])(?=\/|$)/.exec(path) : null;
  if (mounted !== null) return `${mounted[1]}:${path.slice(2) || "/"}`;
  const text = os === "windows" ? path.replaceAll("\\", "/") : path;
  if (text === "~" || text.startsWith("~/")) return home + text.slice(1);
  if (text.startsWith("~\\")) return home + text.slice(1).replaceAll("\\", "/");
  if (text.startsWith("/")) return text;
  return cwd === "" ? text : `${cwd}/${text}`;
}

/** Empty names, `.` and `..` in an absolute path. */
const untidy = /\/(?:\/|\.{1,2}(?:\/|$))/;

/** Longer paths no kernel takes; an agent may fold one into a path that it does. */
const longestPath = 4_096;

/**
 * Every path that `path` can mean, real. Where it goes up out of a link, the kernel leaves the link's target and an
 * agent that folds `..` first leaves the link's own folder: both are meant then, the kernel's first.
 */
export function resolve(path: string, ground: Ground): readonly string[] {
  const text = absolute(path, ground);
  if (text.length > longestPath) return [real(posix.normalize(text).slice(0, longestPath), ground)];
  if (text.startsWith("/") && !untidy.test(text)) return [real(text, ground)];
  const folded = real(posix.normalize(text), ground);
  // Windows folds `..` before it looks at anything.
  if (!/(^|\/)\.\.(\/|$)/.test(text) || !text.startsWith("/")) return [folded];
  const walked = walk(text, ground);
  return walked === folded ? [folded] : [walked, folded];
}

/** A folder of the machine in forward slashes. */
export function forward(path: string, os: string): string {
  return os === "windows" ? path.replaceAll("\\", "/") : path;
}

/** Where the entry itself is, for what removes it: links in its folder are resolved, the last name isn't. */
export function resolveEntry(path: string, ground: Ground): readonly string[] {
  const text = absolute(path, ground);
  const slash = text.lastIndexOf("/");
  const name = text.slice(slash + 1);
  const isFolder = name === "." || name === ".." || name === "";
  if (isFolder || !text.startsWith("/")) return resolve(path, ground);
  const folders = resolve(text.slice(0, slash) || "/", ground);
  return folders.map((folder) =>
    (folder.endsWith("/") ? folder + name : `${folder}/${name}`).slice(0, longestPath),
  );
}

/** Component by component, as `realpath -m` does: `..` leaves what the components before it really are. */
function walk(text: string, ground: Ground): string {
  let at = "/";
  for (const part of text.split("/")) {
    if (part === "" || part === ".") continue;
    at = part === ".." ? posix.dirname(at) : real(posix.join(at, part), ground);
  }
  return at;
}

function real(path: string, { os, realPath }: Ground): string {
  const trimmed = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
  // Also a drive's: no other system knows one.
  if (!trimmed.startsWith("/") && os !== "windows") return trimmed;
  const resolved = os === "windows" ? realPath(trimmed).replaceAll("\\", "/") : realPath(trimmed);
  return os === "macos" ? unprivate(resolved) : resolved;
}

/** macOS keeps /etc, /tmp and /var below /private; rules know them by their usual names. */
function unprivate(path: string): string {
  return path.replace(/^\/private(?=\/(?:etc|tmp|var)(?:\/|$))/, "");
}
