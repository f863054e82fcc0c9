import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { out } from "./paths.ts";

/**
 * Writes a file whole or not at all, and leaves one alone that holds the same already: another build may be reading
 * it, and a watcher must not wake for nothing.
 */
export function writeWhole(file: string, content: string | Uint8Array, mode = 0o644): void {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  if (existsSync(file) && readFileSync(file).equals(bytes)) return;
  mkdirSync(dirname(file), { recursive: true });
  const fresh = join(dirname(file), `.${basename(file)}.${process.pid}.new`);
  writeFileSync(fresh, bytes, { mode });
  renameSync(fresh, file);
}

const prefix = ".work-";
const longestBuild = 24 * 3600 * 1000; // in ms

/** What builds left behind that were killed. */
function sweep(): void {
  for (const name of readdirSync(out).filter((entry) => entry.startsWith(prefix))) {
    const { mtimeMs } = statSync(join(out, name), { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > longestBuild) rmSync(join(out, name), { recursive: true, force: true });
  }
}

/** Gives `work` a folder that no other build uses and takes it away afterwards. */
export async function inWorkFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(out, { recursive: true });
  sweep();
  const folder = mkdtempSync(join(out, prefix));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
