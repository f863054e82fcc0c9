import type { Adapter, Undecodable } from "../agents/adapter.ts";
import type { Event } from "../fields/event.ts";
import type { Alert } from "../model/alert.ts";
import type { ToolCall } from "../model/call.ts";
import { type Decision, escalate, type Verdict } from "../model/verdict.ts";
import type { Rule, Rules } from "../rules/compile.ts";
import { describe, type World } from "./describe.ts";

export type { World } from "./describe.ts";

/** Tags that make a rule ask or deny. */
export type VerdictTags = { readonly deny: readonly string[]; readonly ask: readonly string[] };

export const verdictTags: VerdictTags = { deny: ["coding_agent_deny"], ask: ["coding_agent_ask"] };

export type JudgeOptions = { readonly matching?: "all" | "first"; readonly tags?: VerdictTags };

export type Judgement = {
  readonly verdict: Verdict;
  /** Of every call, in the order of calls and rules. */
  readonly alerts: readonly Alert[];
  readonly calls: readonly ToolCall[];
  /** Of the call that decided; of the first one if none did. */
  readonly event: Event;
};

const allowed: Verdict = { decision: "allow", rule: undefined, reason: "" };

/** One tool call, as its agent sent it, to a verdict. */
export function judge(
  adapter: Adapter,
  input: unknown,
  rules: Rules,
  world: World,
  options: JudgeOptions = {},
): Judgement | Undecodable {
  const calls = adapter.decode(input);
  return "undecodable" in calls ? calls : judgeCalls(calls, rules, world, options);
}

/** The same of what was decoded. A patch of many files is judged file by file; the strictest verdict counts. */
export function judgeCalls(
  calls: readonly ToolCall[],
  rules: Rules,
  world: World,
  options: JudgeOptions = {},
): Judgement {
  const judged = calls.map((call) => judgeEvent(describe(call, world), rules, world.correlationId, options));
  const [first] = judged;
  if (first === undefined) throw new Error("internal: an adapter decoded no call");
  if (judged.length === 1) return { ...first, calls };
  const decisive = judged.reduce((one, other) =>
    escalate(one.verdict, other.verdict) === one.verdict ? one : other,
  );
  return { ...decisive, calls, alerts: judged.flatMap(({ alerts }) => alerts) };
}

type Judged = Pick<Judgement, "verdict" | "alerts" | "event">;

/** The verdict on one event: of the matching rules the strictest, of equally strict ones the first. */
export function judgeEvent(
  event: Event,
  rules: Rules,
  correlationId: bigint,
  options: JudgeOptions = {},
): Judged {
  const matched = rules.match(event, options.matching);
  if (matched.length === 0) return { verdict: allowed, alerts: [], event };
  const alerts = matched.map((rule) => rules.alert(rule, event));
  const verdict = matched
    .map((rule, at) => verdictOf(rule, alerts[at]?.output ?? "", correlationId, options.tags ?? verdictTags))
    .reduce(escalate, allowed);
  return { verdict, alerts, event };
}

function verdictOf(rule: Rule, output: string, correlationId: bigint, tags: VerdictTags): Verdict {
  const decision = decisionOf(rule, tags);
  if (decision === "allow") return allowed;
  return { decision, rule: rule.name, reason: reasonOf(rule.name, output, correlationId) };
}

function decisionOf(rule: Rule, { deny, ask }: VerdictTags): Decision {
  if (rule.tags.some((tag) => deny.includes(tag))) return "deny";
  return rule.tags.some((tag) => ask.includes(tag)) ? "ask" : "allow";
}

/** What the agent and its person are told. */
function reasonOf(rule: string, output: string, correlationId: bigint): string {
  const said = output === "" ? rule : `${rule}: ${output}`;
  return `${said} | For AI Agents: inform the user that this action was flagged by a Falco rule | correlation=${correlationId}`;
}
