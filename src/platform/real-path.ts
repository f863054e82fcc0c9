import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import { posix, win32 } from "node:path";

/** What is found under a name whose folder is already real. */
type Found =
  | { readonly kind: "link"; readonly target: string }
  | { readonly kind: "plain" }
  | { readonly kind: "missing" };

/** What path resolution asks of the file system. Both may throw. */
export type Disk = {
  readonly look: (path: string) => Found;
  /** The spelling that the file system itself gives an existing path; undefined where case matters. */
  readonly spell: ((path: string) => string) | undefined;
  /** Whether a path exists and has no link in it, where that is one question. Never throws. */
  readonly isReal?: (path: string) => boolean;
};

/** Links followed in one path before it counts as a loop; Linux has the same bound. */
const mostLinks = 40;

/** Longer than any path that a kernel takes, links expanded. */
const longestPath = 32_768;

/** Links to what the process that asks has open or is in: followed, they would tell about Prempti, not the agent. */
const ownLinks =
  /^\/proc\/(?:(?:self|thread-self)$|(?:self|thread-self|\d+)\/)|^\/dev\/(?:fd|stdin|stdout|stderr)(?:\/|$)/;
const rootLinks = /^\/proc\/(?:self|thread-self|\d+)(?:\/task\/\d+)?\/root$/;

/** The spellings under which macOS shows folders that rules call by their plain name. */
const macSpellings = /^(?:\/System\/Volumes\/Data(?=\/)|\/private(?=\/(?:etc|tmp|var)(?:\/|$)))/;

/**
 * Resolves absolute paths as the kernel would, links and `..` component by component; what doesn't exist or can't
 * be looked at is taken as a plain name. Never throws. Answers are remembered: make a new one for every tool call.
 */
export function createRealPath(
  platform: string = process.platform,
  disk: Disk = diskOn(platform),
): (absolute: string) => string {
  const realPath = walker(platform, rememberLooks(disk));
  const answers = new Map<string, string>();
  return (path) => {
    const known = answers.get(path) ?? realPath(path);
    answers.set(path, known);
    return known;
  };
}

function walker(platform: string, careful: Disk): (absolute: string) => string {
  if (platform === "win32") return (path) => walk(plainWindows(path), win32, careful).replaceAll("\\", "/");
  if (platform === "darwin") return (path) => walk(path, posix, careful).replace(macSpellings, "");
  return (path) => (isPlain(path, careful) ? path : walk(path, posix, careful));
}

/** Empty names, `.` and `..` in a path. */
const untidy = /\/(?:\/|\.{0,2}(?:\/|$))/;

/** Whether a path, as nearly all do, stays as it is: no name on the way to what is missing is a link. */
function isPlain(path: string, { look, isReal }: Disk): boolean {
  if (untidy.test(path)) return false;
  if (isReal?.(path) === true) return true;
  for (let end = path.indexOf("/", 1); ; end = path.indexOf("/", end + 1)) {
    const { kind } = look(end === -1 ? path : path.slice(0, end));
    if (kind !== "plain" || end === -1) return kind !== "link";
  }
}

type PathModule = Pick<typeof posix, "sep" | "dirname" | "isAbsolute" | "normalize" | "parse">;

function walk(path: string, paths: PathModule, disk: Disk): string {
  let real = rootOf(path, paths);
  let [followed, absent] = [0, 0];
  const rest = namesReversed(path, paths);
  for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
    if (name === "" || name === ".") continue;
    if (name === "..") {
      real = paths.dirname(real);
      absent = Math.max(0, absent - 1);
      continue;
    }
    const next = real.endsWith(paths.sep) ? real + name : real + paths.sep + name;
    const found = absent > 0 ? missing : disk.look(next);
    if (found.kind !== "link") {
      real = next;
      if (found.kind === "missing") absent += 1;
      continue;
    }
    followed += 1;
    if (followed > mostLinks || rest.length > longestPath) return paths.normalize(path);
    if (paths.isAbsolute(found.target)) real = rootOf(found.target, paths);
    rest.push(...namesReversed(found.target, paths));
  }
  return spellExisting(real, absent, paths, disk);
}

function rootOf(path: string, paths: PathModule): string {
  return paths === posix ? "/" : paths.parse(path).root.replaceAll("/", paths.sep) || paths.sep;
}

/** The components of a path below its root, the first one last. */
function namesReversed(path: string, paths: PathModule): string[] {
  if (paths === posix) return path.split("/").reverse();
  return path
    .slice(paths.parse(path).root.length)
    .split(/[\\/]+/)
    .reverse();
}

/** `absent` names at the end of the path don't exist and keep the spelling that they have. */
function spellExisting(real: string, absent: number, paths: PathModule, disk: Disk): string {
  if (disk.spell === undefined) return real;
  let existing = real;
  for (let above = 0; above < absent; above += 1) existing = paths.dirname(existing);
  return spellCarefully(existing, disk.spell) + real.slice(existing.length);
}

function rememberLooks({ look, spell, isReal }: Disk): Disk {
  const looks = new Map<string, Found>();
  return {
    look: (path) => {
      const known = looks.get(path);
      if (known !== undefined) return known;
      const found = lookCarefully(path, look);
      looks.set(path, found);
      return found;
    },
    spell,
    // The first path is a session's folder; those after it mostly are below it, and have few names of their own.
    isReal: (path) => {
      if (looks.size > 0 || isReal?.(path) !== true) return false;
      for (let end = path.indexOf("/", 1); end !== -1; end = path.indexOf("/", end + 1))
        looks.set(path.slice(0, end), plain);
      looks.set(path, plain);
      return true;
    },
  };
}

const plain: Found = { kind: "plain" };
const missing: Found = { kind: "missing" };

function lookCarefully(path: string, look: Disk["look"]): Found {
  if (rootLinks.test(path)) return { kind: "link", target: "/" };
  if (ownLinks.test(path)) return plain;
  try {
    return look(path);
  } catch {
    return plain;
  }
}

function spellCarefully(path: string, spell: (path: string) => string): string {
  try {
    return spell(path);
  } catch {
    return path;
  }
}

function diskOn(platform: string): Disk {
  const ignoresCase = platform === "darwin" || platform === "win32";
  return { look: lookOnDisk, spell: ignoresCase ? realpathSync.native : undefined, isReal: isRealOnDisk };
}

/** The path that didn't exist when it was asked for last: an exception costs more than walking the path does. */
let lastMissing = "";

function isRealOnDisk(path: string): boolean {
  if (path === lastMissing) return false;
  try {
    return realpathSync.native(path) === path;
  } catch {
    lastMissing = path;
    return false;
  }
}

function lookOnDisk(path: string): Found {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) return missing;
  return status.isSymbolicLink() ? { kind: "link", target: readlinkSync(path) } : plain;
}

/** Without the prefix that switches off Windows' own path parsing. */
function plainWindows(path: string): string {
  return path.replace(/^[\\/]{2}\?[\\/](UNC[\\/])?/i, (_, unc) => (unc === undefined ? "" : "\\\\"));
}
