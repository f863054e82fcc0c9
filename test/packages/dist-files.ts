import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dist } from "../../build/paths.ts";

export const scratch = mkdtempSync(join(tmpdir(), "pp-"));

export function folder(...names: readonly string[]): string {
  const path = join(scratch, ...names);
  mkdirSync(path, { recursive: true });
  return path;
}

/** A package that was built, by how its name ends. */
export function packageFile(ending: string): string {
  const name = readdirSync(dist).find((entry) => entry.endsWith(ending));
  if (name === undefined) throw new Error(`no ${ending} was built`);
  return join(dist, name);
}

export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a} instead of ${b}`);
}

export function expectText(text: string, pattern: RegExp, what: string): void {
  if (!pattern.test(text))
    throw new Error(`${what}: ${JSON.stringify(text.slice(0, 500))} has no ${pattern}`);
}

export function unpack(ending: string, name: string): string {
  const to = folder(name);
  execFileSync("tar", ["-xzf", packageFile(ending), "-C", to]);
  return join(to, readdirSync(to)[0] ?? "");
}
