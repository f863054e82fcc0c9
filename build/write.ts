import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
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

/** Gives `work` a folder that no other build uses and takes it away afterwards. */
export async function inWorkFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(out, { recursive: true });
  const folder = mkdtempSync(join(out, ".work-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
