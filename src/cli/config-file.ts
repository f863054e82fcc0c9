import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Problem, Source } from "../model/problem.ts";
import { writeAtomic } from "../platform/atomic-write.ts";
import { readConfig } from "../platform/config.ts";
import { type NamedKey, namedKeys } from "../platform/config-edit.ts";
import type { Home } from "../platform/home.ts";
import { keepInForce, loadInForce } from "../platform/in-force.ts";
import { defaultConfigText } from "../platform/install/default-config.ts";
import { nearest } from "../rules/nearest.ts";
import { askDaemon } from "./daemon.ts";
import { Refusal } from "./refusal.ts";

/** The config file as it is; what a new installation gets where there is none. */
export function configSource({ config }: Home): Source {
  return { file: config, text: existsSync(config) ? readFileSync(config, "utf8") : defaultConfigText() };
}

export function keyNamed(path: string): NamedKey {
  const found = namedKeys.find((key) => key.path === path);
  if (found !== undefined) return found;
  const paths = namedKeys.map((key) => key.path);
  const near = nearest(path, paths);
  throw new Refusal(
    `there is no setting ${JSON.stringify(path)}`,
    near === undefined ? `they are ${paths.join(", ")}` : `did you mean "${near}"?`,
  );
}

export const problemsOf = (source: Source): readonly Problem[] => readConfig(source).problems;

/** Writes the file and has it take effect at once. Returns what the daemon has against it. */
export async function writeConfig(home: Home, text: string): Promise<string | undefined> {
  mkdirSync(dirname(home.config), { recursive: true, mode: 0o700 });
  writeAtomic(home.config, text);
  const answer = await askDaemon(home, (client) => client.post("/v1/reload"));
  if (answer === undefined) {
    // For hooks, which would otherwise read the files anew at every call.
    if (existsSync(home.run)) keepInForce(home, await loadInForce(home));
    return undefined;
  }
  return answer.status === 200
    ? undefined
    : "other errors keep the daemon from taking it: prempti config check, prempti rules check";
}
