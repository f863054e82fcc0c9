import type { Mode } from "../model/mode.ts";
import type { Config } from "../platform/config-keys.ts";
import type { Home } from "../platform/home.ts";
import { loadInForce, writeMode } from "../platform/in-force.ts";
import { Refusal } from "./refusal.ts";

/** What config.yaml says, for when there is no daemon to ask. */
export async function configOf(home: Home): Promise<Config> {
  return (await loadInForce(home)).config;
}

/** Writes the mode for hooks that judge by themselves, and for the next daemon. */
export async function setMode(home: Home, mode: Mode): Promise<void> {
  const { mkdirSync } = await import("node:fs");
  mkdirSync(home.root, { recursive: true, mode: 0o700 });
  const problem = await writeMode(home, mode);
  if (problem !== undefined) throw new Refusal(problem, `correct ${home.config} by hand`, { exit: 1 });
}
