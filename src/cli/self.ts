import { join } from "node:path";
import { isSea } from "node:sea";

/** What starts this very program: the executable, or Node with the sources when run from them. */
export function selfCommand(): readonly [string, ...string[]] {
  return isSea() ? [process.execPath] : [process.execPath, join(import.meta.dirname, "..", "main.ts")];
}
