// Code caches that are the same bytes at every build, and that a runtime without flags takes.
import { setFlagsFromString } from "node:v8";

/**
 * What makes a cache differ from run to run: hashes of strings with a random seed, and notes on functions that
 * threads of the compiler and the collector leave behind whenever they get to it.
 */
export const steadyFlags: readonly string[] = [
  "--no-rehash-snapshot",
  "--no-sparkplug",
  "--no-concurrent-recompilation",
  "--single-threaded-gc",
];

/** Turns each flag that this process was started with around: a cache carries a hash of the flags in force. */
export function resetFlags(): void {
  for (const flag of steadyFlags)
    setFlagsFromString(flag.startsWith("--no-") ? `--${flag.slice(5)}` : `--no-${flag.slice(2)}`);
}

export function cacheOf(part: string): string {
  return `${part}.cache`;
}

/** V8's cache header: magic number and version, then a hash of the source, then one of the flags. (code-serializer.h) */
const versionBytes = 8;
const flagsAt = 12;

/**
 * The blob with the flags' hash of `cache` in every cache in it. The blob's writer runs no script that could reset
 * the flags, so the main part's cache would be refused.
 */
export function withFlagsOf(cache: Buffer, blob: Buffer): Buffer {
  const fixed = Buffer.from(blob);
  const version = cache.subarray(0, versionBytes);
  for (let at = fixed.indexOf(version); at !== -1; at = fixed.indexOf(version, at + 1))
    cache.copy(fixed, at + flagsAt, flagsAt, flagsAt + 4);
  return fixed;
}
