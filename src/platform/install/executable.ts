import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { RunProgram } from "../services/run-program.ts";

/** Whether two files are one, or have the same content. */
export function isSameFile(one: string, other: string): boolean {
  const [a, b] = [statSync(one, { bigint: true }), statSync(other, { bigint: true, throwIfNoEntry: false })];
  if (b === undefined || a.size !== b.size) return false;
  return (a.ino === b.ino && a.dev === b.dev) || haveSameBytes(one, other);
}

const blockSize = 1 << 20;

function haveSameBytes(one: string, other: string): boolean {
  const files = [openSync(one, "r"), openSync(other, "r")] as const;
  const blocks = [Buffer.alloc(blockSize), Buffer.alloc(blockSize)] as const;
  try {
    for (;;) {
      const read = readSync(files[0], blocks[0]);
      if (read !== readSync(files[1], blocks[1])) return false;
      if (read === 0) return true;
      if (blocks[0].compare(blocks[1], 0, read, 0, read) !== 0) return false;
    }
  } finally {
    for (const file of files) closeSync(file);
  }
}

/** "0.1.0"; undefined when the program is not there or does not run. */
export async function versionOf(program: string, run: RunProgram): Promise<string | undefined> {
  const { exit, stdout } = await run(program, ["--version"]);
  return exit === 0 ? /^prempti (\S+)/.exec(stdout)?.[1] : undefined;
}

/**
 * Puts a copy of `source` in place of `target` in one step: at no time is there none, and a process that runs the old
 * one goes on. Whatever goes wrong (no room, no permission, a program that this system can't run), the old one stays.
 */
export async function installExecutable(
  source: string,
  target: string,
  run: RunProgram,
  platform: string = process.platform,
): Promise<void> {
  const folder = dirname(target);
  const fresh = join(folder, `.new-${process.pid}-${basename(target)}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    removeLeftOver(folder);
    copySynced(source, fresh);
    // A download carries it, and macOS would then ask about the copy.
    if (platform === "darwin") await run("xattr", ["-d", "com.apple.quarantine", fresh]);
    const tried = await run(fresh, ["--version"]);
    if (tried.exit !== 0) throw new Error(`it does not run here: ${tried.stderr.trim()}`);
    putInPlace(fresh, target, platform);
  } catch (cause) {
    rmSync(fresh, { force: true });
    throw new Error(`can't put the program into ${folder}, where nothing was changed`, { cause });
  }
}

function copySynced(source: string, fresh: string): void {
  copyFileSync(source, fresh, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  chmodSync(fresh, 0o755);
  const file = openSync(fresh, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function putInPlace(fresh: string, target: string, platform: string): void {
  if (platform !== "win32") {
    renameSync(fresh, target);
    return;
  }
  // Windows does not replace a program that runs, but lets it be renamed.
  const old = join(dirname(target), `.old-${process.pid}-${Date.now()}-${basename(target)}`);
  const wasThere = statSync(target, { throwIfNoEntry: false }) !== undefined;
  if (wasThere) renameSync(target, old);
  try {
    renameSync(fresh, target);
  } catch (error) {
    if (wasThere) renameSync(old, target);
    throw error;
  }
  removeLeftOver(dirname(target));
}

/** What was renamed away, or was left by an installation that was cut off. What still runs can't be removed yet. */
function removeLeftOver(folder: string): void {
  for (const name of readdirSync(folder).filter((entry) => /^\.(?:new|old)-\d+-/.test(entry)))
    try {
      rmSync(join(folder, name), { force: true });
    } catch {
      // The next installation finds it.
    }
}
