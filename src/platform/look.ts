import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Look } from "../agents/notice.ts";

/** Settings are written by hand; more than this is some other file. */
const largest = 4 << 20;

export const look: Look = { text, list };

function text(path: string): string | undefined {
  let file: number;
  try {
    // The agent names the path: a pipe without a writer must not keep the daemon waiting.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch {
    return undefined;
  }
  try {
    const status = fstatSync(file);
    return status.isFile() && status.size <= largest ? readFileSync(file, "utf8") : undefined;
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
