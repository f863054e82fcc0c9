import { existsSync } from "node:fs";
import type { Mode } from "../model/mode.ts";
import type { Home } from "./home.ts";
import { keepInForce, loadInForce, writeMode } from "./in-force.ts";

/** Switches the mode of a home whose daemon is down. Returns why it can't be. */
export async function switchModeOffline(home: Home, mode: Mode): Promise<string | undefined> {
  const problem = await writeMode(home, mode);
  if (problem !== undefined) return problem;
  // For hooks: without it they would read the files anew at every call.
  if (existsSync(home.run)) keepInForce(home, await loadInForce(home));
  return undefined;
}
