import type { Adapter } from "../../agents/adapter.ts";
import type { Canary, Coverage, Stage, ToolClass } from "../../agents/canary.ts";
import { coverage } from "../../agents/coverage.ts";
import { objectOf } from "../../agents/json.ts";
import { adapterNamed } from "../../agents/registry.ts";
import { madeUpPrefix } from "../../model/session.ts";
import type { Home } from "../../platform/home.ts";
import { forgetSession } from "../../store/session-memory.ts";
import { type AgentSettings, homeFolder, type Surroundings } from "../hook-files.ts";
import { type HookStatus, hookStatus, waysIn, withTrust } from "../hook-status.ts";
import { hookCommand } from "../hook-target.ts";
import { chooseWays } from "./choose.ts";
import { findRecord, lastSeen } from "./records.ts";
import { type Sent, send, type Way } from "./send.ts";

/** What is known of one class of an agent's tools. */
export type ClassResult = {
  readonly class: ToolClass;
  /**
   * verified: a made-up call is blocked, and the agent has asked about real ones. unseen: it is blocked, but no real
   * one has come yet. open: it is judged and not blocked. broken: the registered hook gives no answer.
   */
  readonly state: "verified" | "unseen" | "open" | "broken";
  readonly detail: string;
  /** How long the slowest answer took, in ms; undefined where none came. */
  readonly took: number | undefined;
  /** When the agent last asked about a call of this class. */
  readonly seen: string | undefined;
};

/** Whether an agent is really guarded, as far as can be found out without it. */
export type Verification = Omit<HookStatus, "entries"> & {
  /** The entries that were asked: commands and URLs. */
  readonly asked: readonly string[];
  readonly classes: readonly ClassResult[];
  readonly uncovered: readonly string[];
};

export type Verifying = {
  readonly home: Home;
  readonly homeOption: string | undefined;
  readonly around: Surroundings;
};

/** Sends made-up calls by every registered entry that is in force, and looks up when the agent itself has asked. */
export async function verify(agent: AgentSettings, verifying: Verifying): Promise<Verification> {
  const { homeOption, around } = verifying;
  const status = await withTrust(hookStatus(agent, homeOption, around), agent, homeOption, around);
  const found = waysIn(agent, homeOption, around);
  const dialect = agent.dialect ?? agent.agent;
  const [reach, adapter] = [coverage[agent.agent], adapterNamed(dialect)];
  const { ways, warnings } = chooseWays(found, hookCommand(dialect, homeOption, around), around);
  const isTriable = reach !== undefined && adapter !== undefined && around.platform !== "win32";
  const canTry = isTriable && ways.length > 0;
  const why = isTriable && found.entries.length > 0 ? [] : [whyNot(reach, found.entries, around)];
  const { registered, label, notes } = status;
  return {
    agent: agent.agent,
    label,
    registered,
    asked: canTry ? ways.map(({ entry }) => entry.command) : [],
    classes: canTry ? await tryClasses(reach, adapter, ways, verifying) : [],
    uncovered: reach?.uncovered ?? [],
    warnings: [...status.warnings, ...warnings],
    notes: [...notes, ...why],
  };
}

function whyNot(
  reach: Coverage | undefined,
  entries: readonly unknown[],
  { platform }: Surroundings,
): string {
  if (entries.length === 0) return "no hook is in force, so there is nothing to try";
  if (reach === undefined) return "its plugin runs inside the agent and can't be tried from here";
  return `hooks are not tried on ${platform}`;
}

async function tryClasses(
  reach: Coverage,
  adapter: Adapter,
  ways: readonly Way[],
  { home, around }: Verifying,
): Promise<readonly ClassResult[]> {
  const seen = await lastSeen(home, adapter.agent);
  const results: ClassResult[] = [];
  for (const [at, { class: kind }] of reach.canaries(stageFor(around, 0)).entries()) {
    const tried: Tried[] = [];
    for (const way of ways) tried.push(await tryCanary({ reach, adapter, home, around, way, at }));
    results.push(worst(kind, tried, seen.get(kind)));
  }
  return results;
}

let stages = 0;

function stageFor({ env, cwd }: Surroundings, number: number): Stage {
  return {
    home: homeFolder(env),
    cwd,
    session: `${madeUpPrefix}verify-${process.pid}-${Date.now()}-${number}`,
  };
}

type Tried = {
  readonly state: "blocked" | "open" | "broken";
  readonly detail: string;
  readonly took: number;
};

type Trial = {
  readonly reach: Coverage;
  readonly adapter: Adapter;
  readonly home: Home;
  readonly around: Surroundings;
  readonly way: Way;
  /** Which of the canaries. */
  readonly at: number;
};

async function tryCanary(trial: Trial): Promise<Tried> {
  const { adapter, home, around } = trial;
  stages += 1;
  const stage = stageFor(around, stages);
  try {
    return await tryOn(stage, trial);
  } finally {
    // It is over, and was none.
    forgetSession(home.sessions, adapter.agent, stage.session);
  }
}

async function tryOn(stage: Stage, { reach, adapter, home, way, at }: Trial): Promise<Tried> {
  const canary = reach.canaries(stage)[at];
  if (canary === undefined) throw new Error("internal: a class of tools without a canary");
  // Whatever blocks everything proves nothing.
  const harmless = await send(way, reach.harmless(stage));
  if (!isLetThrough(harmless, adapter, reach, stage))
    return { state: "broken", detail: `a harmless call: ${wordsOf(harmless)}`, took: harmless.took };
  const sent = await send(way, canary.input);
  const { took } = sent;
  const record = await findRecord(home, stage.session);
  const isBlocking = isBlocked(sent, adapter, canary);
  if (record !== undefined && isBlocking) return { state: "blocked", detail: "blocked", took };
  if (isBlocking)
    return { state: "broken", detail: `blocked, and not by ${home.root}: it has no record of it`, took };
  if (record === undefined || sent.exit !== 0) return { state: "broken", detail: wordsOf(sent), took };
  const why =
    record.mode === "monitor" ? "monitor mode blocks nothing" : `the rules in force say ${record.verdict}`;
  return { state: "open", detail: `judged, not blocked: ${why}`, took };
}

function isLetThrough({ stdout, exit }: Sent, adapter: Adapter, reach: Coverage, stage: Stage): boolean {
  if (exit !== 0) return false;
  return stdout === "" || stdout === replyTo(adapter, "allow", "", reach.harmless(stage));
}

/** Exactly what the agent was seen to heed: its own JSON, with the reason once more on stderr and exit code 2. */
function isBlocked({ stdout, stderr, exit }: Sent, adapter: Adapter, { input }: Canary): boolean {
  if (exit === 2) return stderr.trim() !== "" && stdout === replyTo(adapter, "deny", stderr.trimEnd(), input);
  return exit === 0 && stdout !== "" && stdout === replyTo(adapter, "deny", reasonIn(stdout), input);
}

function replyTo(adapter: Adapter, answer: "allow" | "deny", reason: string, input: unknown): string {
  const calls = adapter.decode(input);
  const call = "undecodable" in calls ? undefined : calls[0];
  return call === undefined ? "" : adapter.reply(answer, reason, call, "").stdout;
}

/** Over HTTP the reason stands in the JSON alone. */
function reasonIn(stdout: string): string {
  try {
    const said = objectOf(objectOf(JSON.parse(stdout))["hookSpecificOutput"]);
    return String(said["permissionDecisionReason"] ?? "");
  } catch {
    return "";
  }
}

function wordsOf({ stdout, stderr, exit }: Sent): string {
  const said = (stderr.trim() || stdout.trim()).slice(0, 300);
  const ended = exit === undefined ? "no answer" : `exit code ${exit}`;
  return said === "" ? ended : `${ended}: ${said}`;
}

/** Of several entries each has a say only as long as all the others work, so the weakest counts. */
function worst(kind: ToolClass, tried: readonly Tried[], seen: string | undefined): ClassResult {
  const weakest =
    tried.find(({ state }) => state === "broken") ?? tried.find(({ state }) => state === "open") ?? tried[0];
  if (weakest === undefined) throw new Error("internal: no entry was tried");
  const { state, detail } = weakest;
  const took = Math.max(...tried.map((one) => one.took));
  return {
    class: kind,
    state: state === "blocked" ? (seen === undefined ? "unseen" : "verified") : state,
    detail,
    took,
    seen,
  };
}
