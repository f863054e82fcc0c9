import type { Reply } from "./adapter.ts";

/** No opinion. Anything else on stdout makes every agent run the tool. */
export const silent: Reply = { stdout: "", stderr: "", exit: 0 };

export function jsonReply(body: unknown): Reply {
  return { stdout: `${JSON.stringify(body)}\n`, stderr: "", exit: 0 };
}

/** Blocks in every agent: the JSON of its dialect, the same reason on stderr, and exit code 2. */
export function blocked(body: unknown, reason: string): Reply {
  return { stdout: `${JSON.stringify(body)}\n`, stderr: `${reason}\n`, exit: 2 };
}
