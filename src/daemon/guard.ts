import type { Mode } from "../model/mode.ts";
import type { Law } from "../platform/decide.ts";
import type { Home } from "../platform/home.ts";
import {
  type Fingerprint,
  fingerprintOf,
  keepInForce,
  type Load,
  loadInForce,
  rulesetOf,
  writeMode,
} from "../platform/in-force.ts";
import { problemLine } from "../platform/listed-problem.ts";
import { compileRules } from "../rules/compile.ts";
import type { Ruleset } from "../rules/ruleset.ts";
import type { Messages } from "../store/messages.ts";
import type { Counts } from "./counts.ts";

/** What is in force, compiled, and how it came to be. Replaced as a whole. */
type Current = Law & {
  readonly ruleset: Ruleset;
  /** The load that is in force. */
  readonly load: Load;
  /** The latest load, when it had errors and was therefore not put in force. */
  readonly rejected: Load | undefined;
};

/** Holds what tool calls are judged by, and changes it while calls come in. */
export type Guard = {
  readonly current: () => Current;
  /** Loads anew; with errors, what is in force stays. */
  readonly reload: (why: string) => Promise<Current>;
  /** Loads anew if a file has changed since the latest load. */
  readonly look: () => Promise<void>;
  /** Takes effect at once and is written into config.yaml. Returns why it can't be. */
  readonly switchMode: (mode: Mode) => Promise<string | undefined>;
  readonly onChange: (listener: (current: Current) => void) => void;
};

export async function openGuard(home: Home, messages: Messages, counts: Counts): Promise<Guard> {
  const first = await loadInForce(home);
  let current = enforce(first);
  let latest: Fingerprint = first.fingerprint;
  let turn: Promise<unknown> = Promise.resolve();
  const listeners: ((current: Current) => void)[] = [];
  /** One change after the other: each starts from what the one before has left. */
  const inTurn = <Result>(change: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(change);
    turn = result.catch(() => undefined);
    return result;
  };
  const load = async (why: string) => {
    const loaded = await loadInForce(home);
    latest = loaded.fingerprint;
    const before = current.config.mode;
    current = loaded.ok ? enforce(loaded) : { ...current, problems: loaded.problems, rejected: loaded };
    counts.reloads += 1;
    if (!loaded.ok) counts.rejectedReloads += 1;
    keep(home, current, messages);
    for (const listener of listeners) listener(current);
    reportReload(messages, loaded, why);
    if (current.config.mode !== before) reportMode(messages, before, current.config.mode, home.config);
    return current;
  };
  const changeMode = async (mode: Mode) => {
    const problem = await writeMode(home, mode);
    if (problem !== undefined) return problem;
    const before = current.config.mode;
    latest = fingerprintOf(home);
    current = withMode(current, mode, latest);
    keep(home, current, messages);
    if (before !== mode) reportMode(messages, before, mode, "request");
    return undefined;
  };
  reportStart(messages, current);
  keep(home, current, messages);
  return {
    current: () => current,
    reload: (why) => inTurn(() => load(why)),
    look: async () => {
      if (fingerprintOf(home) !== latest) await inTurn(() => load("a file has changed"));
    },
    switchMode: (mode) => inTurn(() => changeMode(mode)),
    onChange: (listener) => void listeners.push(listener),
  };
}

function enforce(load: Load): Current {
  const ruleset = rulesetOf(load);
  const { config, problems } = load;
  return {
    ruleset,
    rules: compileRules(ruleset),
    config,
    problems,
    load,
    rejected: undefined,
  };
}

function withMode(current: Current, mode: Mode, fingerprint: Fingerprint): Current {
  const config = { ...current.config, mode };
  return { ...current, config, load: { ...current.load, config, fingerprint } };
}

/** For hooks that find no daemon: what is in force now, also when the files say something that can't be. */
function keep(home: Home, { load, rejected }: Current, messages: Messages): void {
  try {
    keepInForce(home, rejected === undefined ? load : { ...load, fingerprint: rejected.fingerprint });
  } catch (error) {
    messages.say("failure", error instanceof Error ? error.message : String(error));
  }
}

function reportMode(messages: Messages, from: Mode, to: Mode, by: string): void {
  messages.say("mode", `mode: ${from} -> ${to}`, { from, to, by });
}

function reportStart(messages: Messages, { rules, load, config }: Current): void {
  const details = { mode: config.mode, rules: rules.list.length, left_out: load.leftOut };
  messages.say("start", "rules loaded", { ...details, problems: load.problems.map(problemLine) });
}

function reportReload(messages: Messages, { ok, problems, leftOut }: Load, why: string): void {
  const message = ok ? "reloaded" : "not reloaded, what was in force stays";
  messages.say("reload", message, { ok, why, left_out: leftOut, problems: problems.map(problemLine) });
}
