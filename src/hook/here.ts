import { type Reply, refuse } from "../agents/adapter.ts";
import type { Home } from "../platform/home.ts";

/** Judges one call in the hook's own process. `why` says what was wrong with the daemon. */
export function evaluate(home: Home, agent: string, input: Buffer, why: string): Reply {
  return refuse(`${agent}: no daemon at ${home.socket} (${why}) for a call of ${input.length} bytes`);
}
