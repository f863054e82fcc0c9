import { isoMicros } from "../../platform/clock.ts";
import { type Config, configKeys } from "../../platform/config-keys.ts";
import type { Counts, LastCall } from "../counts.ts";
import type { Daemon } from "../daemon.ts";
import { json, type Route } from "../route.ts";

/** GET /v1/status: everything about the daemon that a person or a monitor may want to know. */
export const statusRoute: Route = {
  method: "GET",
  path: "/v1/status",
  answer: (_, daemon) => json(statusOf(daemon)),
};

function statusOf(daemon: Daemon): unknown {
  const { home, version, startedAt, guard, counts } = daemon;
  const { ruleset, rules, config, load, rejected } = guard.current();
  const { problems, leftOut } = rejected ?? load;
  return {
    version,
    pid: process.pid,
    started: new Date(startedAt).toISOString(),
    uptime_s: Math.round((Date.now() - startedAt) / 1000),
    mode: config.mode,
    rules: { enforced: rules.list.length, total: ruleset.rules.length },
    /** False: the files have errors, and what was in force before they had stays. */
    reloaded: rejected === undefined,
    problems,
    left_out: leftOut,
    events: {
      total: Object.values(counts.byVerdict).reduce((sum, count) => sum + count, 0),
      ...counts.byVerdict,
      refused: counts.refused,
      failed: counts.failed,
      unrecorded: counts.unrecorded,
      spooled: counts.spooled,
      alarms: counts.alarms,
    },
    sessions: counts.sessions,
    approvals: { waiting: daemon.approvals.list().filter(({ state }) => state === "waiting").length },
    unknown: Object.fromEntries(counts.unknown),
    http: daemon.http.problem ?? null,
    agents: Object.fromEntries(
      [...counts.lastCalls].map(([agent, last]) => [agent, agentOf(agent, last, counts)]),
    ),
    config: byPath(config),
    paths: home,
  };
}

function agentOf(agent: string, { time, tool, verdict }: LastCall, { byAgent }: Counts): unknown {
  return { calls: byAgent.get(agent) ?? 0, last: { time: isoMicros(time), tool, verdict } };
}

/** As config.yaml writes it. */
function byPath(config: Config): Readonly<Record<string, unknown>> {
  const names = Object.keys(configKeys) as (keyof Config)[];
  return Object.fromEntries(names.map((name) => [configKeys[name].path, config[name]]));
}
