import { alarmIn, isCall } from "../store/alarms.ts";
import type { Summary } from "../store/record.ts";
import { isEnforced } from "./print-record.ts";

export type Count = { readonly calls: number; readonly ask: number; readonly deny: number };

/** What was recorded, counted. Lists begin with the most calls; `days` are in order, by local time. */
export type Stats = {
  readonly calls: number;
  /** Time of the first and the last call counted. */
  readonly first: string | null;
  readonly last: string | null;
  readonly verdicts: { readonly allow: number; readonly ask: number; readonly deny: number };
  /** Tools that ran past the guard; they are no calls that were judged, and counted nowhere else. */
  readonly alarms: number;
  /** Calls that a person has let through, and those that one has refused. */
  readonly approved: number;
  readonly refused: number;
  /** Asked or denied by the rules, yet the agent was told less, as in monitor mode. */
  readonly not_enforced: number;
  readonly sessions: number;
  readonly by_rule: readonly (Count & { readonly rule: string })[];
  readonly by_tool: readonly (Count & { readonly tool: string })[];
  readonly by_agent: readonly (Count & { readonly agent: string })[];
  readonly by_session: readonly (Count & { readonly session: string; readonly agent: string })[];
  readonly by_day: readonly (Count & { readonly day: string })[];
};

export type Tally = {
  readonly add: (summary: Summary) => void;
  /** At most `top` of each kind but days. */
  readonly stats: (top: number) => Stats;
};

/** Names that are counted apart, of each kind. Agents choose some of them, and memory is bounded. */
const mostNames = 20_000;

/** Characters of a name that count. */
const longestName = 200;

/** What all names beyond the bound are counted as. */
const others = "(others)";

type Counts = { calls: number; ask: number; deny: number };

export function createTally(): Tally {
  const verdicts: Record<string, number> = { allow: 0, ask: 0, deny: 0 };
  const [rules, tools, agents, sessions, days] = [counter(), counter(), counter(), counter(), counter()];
  const dayOf = createDays();
  let [calls, notEnforced, alarms, approved, refused] = [0, 0, 0, 0, 0];
  let first: string | null = null;
  let last: string | null = null;
  const add = (summary: Summary) => {
    if (!isCall(summary)) {
      if (alarmIn(summary) !== undefined) alarms += 1;
      return;
    }
    const { time, agent, session, tool, verdict, decision, approval } = summary;
    calls += 1;
    if (approval !== undefined && decision === "allow") approved += 1;
    if (approval !== undefined && decision !== "allow") refused += 1;
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    if (!isEnforced(summary)) notEnforced += 1;
    // Hooks without a daemon record later what they judged earlier.
    if (first === null || time < first) first = time;
    if (last === null || time > last) last = time;
    for (const rule of new Set(summary.alerts.map((alert) => alert.rule))) rules.count(rule, verdict);
    tools.count(tool, verdict);
    agents.count(agent, verdict);
    sessions.count(`${agent} ${session}`, verdict);
    days.count(dayOf(time), verdict);
  };
  const stats = (top: number): Stats => ({
    calls,
    first,
    last,
    verdicts: { allow: verdicts["allow"] ?? 0, ask: verdicts["ask"] ?? 0, deny: verdicts["deny"] ?? 0 },
    alarms,
    approved,
    refused,
    not_enforced: notEnforced,
    sessions: sessions.size(),
    by_rule: rules.most(top).map(([rule, counts]) => ({ rule, ...counts })),
    by_tool: tools.most(top).map(([tool, counts]) => ({ tool, ...counts })),
    by_agent: agents.most(top).map(([agent, counts]) => ({ agent, ...counts })),
    by_session: sessions.most(top).map(([key, counts]) => ({ ...sessionOf(key), ...counts })),
    by_day: days.inOrder().map(([day, counts]) => ({ day, ...counts })),
  });
  return { add, stats };
}

const sessionOf = (key: string): { readonly session: string; readonly agent: string } => {
  const at = key.indexOf(" ");
  return at === -1 ? { session: key, agent: "" } : { session: key.slice(at + 1), agent: key.slice(0, at) };
};

type Counter = {
  readonly count: (name: string, verdict: string) => void;
  readonly size: () => number;
  readonly most: (top: number) => readonly (readonly [string, Counts])[];
  readonly inOrder: () => readonly (readonly [string, Counts])[];
};

function counter(): Counter {
  const all = new Map<string, Counts>();
  const countsOf = (name: string): Counts => {
    const known = all.get(name);
    if (known !== undefined) return known;
    if (all.size >= mostNames && name !== others) return countsOf(others);
    const fresh = { calls: 0, ask: 0, deny: 0 };
    all.set(name, fresh);
    return fresh;
  };
  const inOrder = () => [...all].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    count: (name, verdict) => {
      const counts = countsOf(name.length > longestName ? name.slice(0, longestName) : name);
      counts.calls += 1;
      if (verdict === "ask" || verdict === "deny") counts[verdict] += 1;
    },
    size: () => all.size,
    most: (top) =>
      inOrder()
        .sort(([, one], [, other]) => other.calls - one.calls)
        .slice(0, top),
    inOrder,
  };
}

/** Local dates of times in UTC. Worked out once an hour of the log: that is slow, and no zone changes within. */
function createDays(): (time: string) => string {
  let [quarter, day] = ["", ""];
  return (time) => {
    // Zones differ from UTC by quarters of an hour.
    const now = time.slice(0, 14) + Math.floor(Number(time.slice(14, 16)) / 15);
    if (now === quarter) return day;
    const date = new Date(time);
    const two = (number: number) => String(number).padStart(2, "0");
    quarter = now;
    day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
    return day;
  };
}
