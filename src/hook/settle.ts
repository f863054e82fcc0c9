import { writeSync } from "node:fs";
import type { Reply } from "../agents/adapter.ts";
import { leave } from "./leave.ts";

/**
 * Writes the reply and ends the process. A reply that can't be written blocks: the agent has not heard the verdict.
 */
export function settle({ stdout, stderr, exit }: Reply): never {
  const heard = write(1, stdout);
  write(2, stderr);
  leave(heard ? exit : 2);
}

/** False when the other end is gone. A full pipe is waited for: the agent is reading it. */
function write(fd: number, text: string): boolean {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
  return true;
}
