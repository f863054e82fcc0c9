import { adapterNamed } from "../agents/registry.ts";
import { configKeys } from "../platform/config-keys.ts";
import { type Home, locateHome } from "../platform/home.ts";
import { loadInForce } from "../platform/in-force.ts";
import { type ListedProblem, problemLine } from "../platform/listed-problem.ts";
import { version } from "../platform/version.ts";
import { type Alarm, isCall } from "../store/alarms.ts";
import { readLog } from "../store/read-log.ts";
import type { StoredRecord } from "../store/record.ts";
import { agentsMeant } from "./agents-in-use.ts";
import { askDaemon } from "./daemon.ts";
import type { Surroundings } from "./hook-files.ts";
import { type HookStatus, hookStatus, type Warning } from "./hook-status.ts";
import { type LogFacts, readLogFacts } from "./log-facts.ts";
import { isMadeUp } from "./made-up.ts";
import { plural } from "./table.ts";
import { measureTransports, type TransportCost } from "./transport-cost.ts";

/** What GET /v1/status says, as far as it is used here. */
type DaemonStatus = {
  readonly version: string;
  readonly pid: number;
  readonly started: string;
  readonly uptime_s: number;
  readonly mode: string;
  readonly rules: { readonly enforced: number; readonly total: number };
  readonly reloaded: boolean;
  readonly problems: readonly ListedProblem[];
  readonly left_out: readonly string[];
  readonly events: { readonly total: number; readonly unrecorded: number; readonly failed: number };
  readonly sessions: number;
  readonly approvals: { readonly waiting: number };
  /** What agents sent that is not known, and how often: `claude_code: tool "Frobnicate"`. */
  readonly unknown: Readonly<Record<string, number>>;
  /** Why nothing listens where http.listen says. */
  readonly http: string | null;
  /** By their paths in config.yaml. */
  readonly config: Readonly<Record<string, unknown>>;
};

type LastCall = { readonly time: string; readonly tool: string; readonly verdict: string };

export type Status = {
  /** down: no daemon answers. Hooks judge by themselves then, unless the config says otherwise. */
  readonly state: "well" | "warnings" | "down";
  readonly version: string;
  readonly home: string;
  readonly daemon: DaemonStatus | undefined;
  readonly mode: string;
  readonly rules: { readonly enforced: number; readonly total: number };
  readonly problems: readonly ListedProblem[];
  readonly leftOut: readonly string[];
  /** `last` is the latest recorded call: proof that the hook really fires. */
  readonly agents: readonly (HookStatus & { readonly last: LastCall | undefined })[];
  /** How long a call waits for its answer by each transport, measured just now; undefined without a daemon. */
  readonly cost: TransportCost | undefined;
  readonly log: Omit<LogFacts, "alarms">;
  /** Tools that ran past the guard within the last day, oldest first. */
  readonly alarms: readonly Alarm[];
  readonly warnings: readonly Warning[];
};

/** How far back the log is searched for an agent's latest call. */
const recordsSearched = 1_000;

export async function readStatus(homeOption: string | undefined, around: Surroundings): Promise<Status> {
  const home = locateHome(homeOption, around.env);
  const answer = await askDaemon(home, (client) => client.get("/v1/status"));
  const daemon = answer?.status === 200 ? (answer.body as DaemonStatus) : undefined;
  const force = daemon === undefined ? await fromFiles(home) : fromDaemon(daemon);
  const lasts = await lastCalls(home);
  const agents = agentsMeant([], around).map((agent) => ({
    ...hookStatus(agent, homeOption, around),
    last: lasts.get(adapterNamed(agent.agent)?.agent ?? agent.agent),
  }));
  const warnings = [
    ...daemonWarnings(daemon, home),
    ...(daemon === undefined ? [] : agentsWords(daemon)),
    ...ruleWarnings(force),
    ...agents.flatMap((agent) =>
      [...agent.warnings, ...waitWarnings(agent, force)].map(({ problem, remedy }) => ({
        problem: `${agent.label}: ${problem}`,
        remedy,
      })),
    ),
  ];
  const { alarms, ...log } = await readLogFacts(home);
  const isWell = warnings.length === 0 && alarms.length === 0;
  const state = daemon === undefined ? "down" : isWell ? "well" : "warnings";
  const { mode, rules, problems, leftOut } = force;
  const listen = String(daemon?.config[configKeys.httpListen.path] ?? "");
  return {
    state,
    version: version(),
    home: home.root,
    daemon,
    mode,
    rules,
    problems,
    leftOut,
    agents,
    cost: daemon === undefined ? undefined : await measureTransports(home, listen, around.env),
    log,
    alarms,
    warnings,
  };
}

type Force = Pick<Status, "mode" | "rules" | "problems" | "leftOut"> & {
  readonly onDaemonDown: unknown;
  readonly askFallback: unknown;
  /** False: what is in force is older than the files. */
  readonly current: boolean;
};

const fromDaemon = ({ mode, rules, problems, left_out, config, reloaded }: DaemonStatus): Force => ({
  mode,
  rules,
  problems,
  leftOut: left_out,
  onDaemonDown: config[configKeys.onDaemonDown.path],
  askFallback: config[configKeys.askFallback.path],
  current: reloaded,
});

/** What hooks that judge by themselves go by. */
async function fromFiles(home: Home): Promise<Force> {
  const { config, ruleset, problems, leftOut } = await loadInForce(home);
  const { rules } = ruleset ?? (await import("#builtin-rules")).builtinRuleset;
  const enforced = rules.filter(({ enabled }) => enabled).length;
  return {
    mode: config.mode,
    rules: { enforced, total: rules.length },
    problems,
    leftOut,
    onDaemonDown: config.onDaemonDown,
    askFallback: config.askFallback,
    current: true,
  };
}

async function lastCalls({ events }: Home): Promise<ReadonlyMap<string, LastCall>> {
  const lasts = new Map<string, LastCall>();
  for await (const { record } of readLog(events, { last: recordsSearched }))
    if (isCall(record) && !isMadeUp(record)) lasts.set(record.agent, lastCall(record));
  return lasts;
}

const lastCall = ({ time, tool, verdict }: StoredRecord): LastCall => ({ time, tool, verdict });

function daemonWarnings(daemon: DaemonStatus | undefined, { root }: Home): readonly Warning[] {
  if (daemon === undefined)
    return [
      {
        problem: `no daemon runs for ${root}; hooks judge in their own process, which takes longer`,
        remedy: "prempti start",
      },
    ];
  const warnings: Warning[] = [];
  if (daemon.version !== version())
    warnings.push({
      problem: `the daemon is version ${daemon.version}, this is ${version()}`,
      remedy: "prempti restart",
    });
  if (daemon.events.failed > 0)
    warnings.push({
      problem: `${daemon.events.failed} calls were refused because judging them failed`,
      remedy: `look at ${root}/log/prempti.log`,
    });
  if (daemon.events.unrecorded > 0)
    warnings.push({
      problem: `${daemon.events.unrecorded} calls could not be recorded`,
      remedy: `df ${root}`,
    });
  if (daemon.http !== null)
    warnings.push({
      problem: `nothing listens where ${configKeys.httpListen.path} says: ${daemon.http}`,
      remedy: `prempti config set ${configKeys.httpListen.path} 127.0.0.1:PORT`,
    });
  return warnings;
}

/** What waits for the person, and what their agents have said that nobody has taught this version. */
function agentsWords({ approvals: { waiting }, unknown }: DaemonStatus): readonly Warning[] {
  const strange = Object.entries(unknown).flatMap(([name, count]) => {
    const [, agent = "", what = ""] = /^(\w+): ((?:event|tool|permission_mode) .*)$/s.exec(name) ?? [];
    return agent === "" ? [] : [{ agent, what, count }];
  });
  return [
    ...(waiting === 0
      ? []
      : [
          {
            problem: `${plural(waiting, "call")} ${waiting === 1 ? "waits" : "wait"} for your word`,
            remedy: "prempti approvals list",
          },
        ]),
    ...strange.slice(0, strangeNamed).map(({ agent, what, count }) => ({
      problem: `${agent} sent something that this version does not know: ${what} (${plural(count, "time")})`,
      remedy: "look for a newer version; it is judged all the same",
    })),
    ...(strange.length > strangeNamed
      ? [
          {
            problem: `${strange.length - strangeNamed} more words of agents are not known`,
            remedy: "prempti status --json",
          },
        ]
      : []),
  ];
}

/** Words of agents that are named one by one. */
const strangeNamed = 5;

/** A hook without `--wait` does not say that it can be kept waiting. */
function waitWarnings(
  { agent, registered, entries }: HookStatus,
  { askFallback }: Force,
): readonly Warning[] {
  if (askFallback !== "hold" || !registered) return [];
  if (entries.some(({ command }) => /\s--wait[\s=]|[?&]wait=/.test(command))) return [];
  return [
    {
      problem:
        "ask_fallback: hold holds none of its calls, since its hook was registered without the time for it",
      remedy: `prempti hook add ${agent}`,
    },
  ];
}

function ruleWarnings({ mode, problems, leftOut, onDaemonDown, current }: Force): readonly Warning[] {
  return [
    ...(mode === "monitor"
      ? [{ problem: "monitor mode: nothing is enforced", remedy: "prempti mode guardrails" }]
      : []),
    ...problems.map((problem) => ({ problem: problemLine(problem), remedy: remedyFor(problem) })),
    ...leftOut.map((file) => ({
      problem: `${file} has errors and is not enforced`,
      remedy: `prempti rules check ${file}`,
    })),
    ...(current
      ? []
      : [
          { problem: "the files have errors; what was in force before stays", remedy: "prempti rules check" },
        ]),
    ...(onDaemonDown === "allow"
      ? [
          {
            problem: "on_daemon_down: allow lets every call through while no daemon runs",
            remedy: "set on_daemon_down: evaluate in config.yaml",
          },
        ]
      : []),
  ];
}

const remedyFor = ({ file, hint }: ListedProblem): string =>
  hint !== undefined && !/rules/.test(file) ? `${hint} in ${file}` : `prempti rules check ${file}`;
