import { existsSync, readFileSync, statSync } from "node:fs";
import { builtinRuleset } from "#builtin-rules";
import type { Mode } from "../model/mode.ts";
import type { Source } from "../model/problem.ts";
import { type Packed, pack, unpack } from "../rules/pack.ts";
import type { Ruleset } from "../rules/ruleset.ts";
import { writeAtomic } from "./atomic-write.ts";
import { type Config, defaultConfig } from "./config-keys.ts";
import type { Home } from "./home.ts";
import { type ListedProblem, listProblem } from "./listed-problem.ts";
import { loadRuleFiles, userRuleFiles, withoutDisabled } from "./rules-files.ts";

/** What tool calls are judged by, as data: JSON keeps it, and neither YAML nor the grammar is needed to use it. */
export type InForce = {
  readonly config: Config;
  /** Undefined: the built-in rules, as the program has them. */
  readonly ruleset: Ruleset | undefined;
  readonly problems: readonly ListedProblem[];
  /** Rule files that are not enforced because of their errors. */
  readonly leftOut: readonly string[];
};

export function rulesetOf({ ruleset }: Pick<InForce, "ruleset">): Ruleset {
  return ruleset ?? builtinRuleset;
}

/** The files that decide what is in force, as they were when they were read: it changes when any of them does. */
export type Fingerprint = string;

export function fingerprintOf(home: Home): Fingerprint {
  // The program too: another version brings other built-in rules, with which the user's were merged.
  return [home.config, ...userRuleFiles(home), process.execPath].map(stateOf).join("\n");
}

function stateOf(path: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${path} ${mtimeMs} ${size} ${ino}`;
  } catch {
    return path;
  }
}

/** What a load found: what may be put in force, and what is wrong with the files. */
export type Load = InForce & { readonly fingerprint: Fingerprint; readonly ok: boolean };

/**
 * Reads config.yaml and the rules. With errors in them it is not `ok`: then, of the files, only those without an
 * error are in it, and of the config only the keys without one.
 */
export async function loadInForce(home: Home): Promise<Load> {
  // Taken before reading: a file that changes meanwhile is then found changed.
  const fingerprint = fingerprintOf(home);
  const { config, problems } = await loadConfig(home);
  const rules = await loadRuleFiles(home);
  const unknown = unknownDisabled(home, config.disabled, rules.ruleset);
  const listed = [...problems, ...unknown, ...rules.problems.map(listProblem)];
  const isBuiltin = userRuleFiles(home).length === 0 && config.disabled.length === 0;
  return {
    config,
    ruleset: isBuiltin ? undefined : withoutDisabled(rules.ruleset, config.disabled),
    problems: listed,
    leftOut: rules.leftOut,
    fingerprint,
    ok: listed.every(({ severity }) => severity !== "error"),
  };
}

/** Names in `rules.disable` that disable nothing: probably a slip, and then a rule is enforced that should not be. */
function unknownDisabled(
  home: Home,
  disabled: readonly string[],
  { rules }: Ruleset,
): readonly ListedProblem[] {
  if (disabled.length === 0) return [];
  const known = new Set(rules.flatMap(({ name, tags }) => [name, ...tags]));
  const source = readConfigFile(home) ?? { file: home.config, text: "" };
  return disabled
    .filter((name) => !known.has(name))
    .map((name) => {
      const start = Math.max(0, source.text.indexOf(name));
      const message = `no rule or tag is called "${name}"`;
      const hint = "prempti rules list shows the names";
      const span = { source, start, end: start + name.length };
      return listProblem({ severity: "warning", code: "unknown-rule", falcoCode: "", message, hint, span });
    });
}

/** What config.yaml says, without its problems. */
export async function configIn(home: Home): Promise<Config> {
  return (await loadConfig(home)).config;
}

async function loadConfig(home: Home): Promise<{ config: Config; problems: readonly ListedProblem[] }> {
  const source = readConfigFile(home);
  if (source === undefined) return { config: defaultConfig, problems: [] };
  const { readConfig } = await import("./config.ts");
  const { config, problems } = readConfig(source);
  return { config, problems: problems.map(listProblem) };
}

function readConfigFile({ config }: Home): Source | undefined {
  return existsSync(config) ? { file: config, text: readFileSync(config, "utf8") } : undefined;
}

type Kept = Omit<Load, "ruleset" | "ok"> & { readonly packed?: Packed };

/** Keeps what is in force for processes that must judge without a daemon. */
export function keepInForce(home: Home, { fingerprint, config, ruleset, problems, leftOut }: Load): void {
  const packed = ruleset === undefined ? undefined : pack(ruleset);
  writeAtomic(home.compiled, `${JSON.stringify({ fingerprint, config, packed, problems, leftOut })}\n`);
}

/** What was kept; undefined when it is missing, or no longer what the files say. Loads nothing. */
export function readInForce(home: Home): InForce | undefined {
  if (!existsSync(home.config) && userRuleFiles(home).length === 0)
    return { config: defaultConfig, ruleset: undefined, problems: [], leftOut: [] };
  try {
    const { fingerprint, packed, ...kept } = JSON.parse(readFileSync(home.compiled, "utf8")) as Kept;
    if (fingerprint !== fingerprintOf(home)) return undefined;
    return { ...kept, ruleset: packed === undefined ? undefined : unpack(packed) };
  } catch {
    return undefined;
  }
}

const firstConfig =
  "# Prempti's settings. What is not said here has its default; `prempti status` shows all.\n";

/** Writes another mode into config.yaml, all else in it left as it is. Returns why it can't. */
export async function writeMode(home: Home, mode: Mode): Promise<string | undefined> {
  const { withMode } = await import("./config.ts");
  const text = withMode(readConfigFile(home) ?? { file: home.config, text: firstConfig }, mode);
  if (text === undefined) return `${home.config} has errors, and a new mode can't be written into it`;
  writeAtomic(home.config, text);
  return undefined;
}
