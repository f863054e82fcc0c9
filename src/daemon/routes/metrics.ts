import { modes } from "../../model/mode.ts";
import { type Counts, durationBounds } from "../counts.ts";
import type { Daemon } from "../daemon.ts";
import type { Route } from "../route.ts";

/** GET /metrics: the counts in Prometheus's text format. */
export const metricsRoute: Route = {
  method: "GET",
  path: "/metrics",
  answer: (_, daemon) => ({
    status: 200,
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
    body: metricsOf(daemon).map(printMetric).join(""),
  }),
};

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [value: number, labels?: Labels, suffix?: string];
type Metric = {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly samples: readonly Sample[];
};

function metricsOf({ version, startedAt, guard, counts, approvals }: Daemon): readonly Metric[] {
  const { rules, config, load, rejected } = guard.current();
  const { problems } = rejected ?? load;
  const problemsOf = (wanted: string) => problems.filter(({ severity }) => severity === wanted).length;
  return [
    gauge("prempti_info", "Version of the daemon.", [1, { version }]),
    gauge("prempti_start_time_seconds", "When the daemon started.", [startedAt / 1000]),
    gauge(
      "prempti_mode",
      "1 for the mode in force.",
      ...modes.map((mode): Sample => [+(config.mode === mode), { mode }]),
    ),
    gauge("prempti_rules", "Rules in force.", [rules.list.length]),
    gauge(
      "prempti_problems",
      "Problems of the rule and config files.",
      [problemsOf("error"), { severity: "error" }],
      [problemsOf("warning"), { severity: "warning" }],
    ),
    counter(
      "prempti_verdicts_total",
      "Tool calls judged, by what the rules decided.",
      ...labelled("verdict", counts.byVerdict),
    ),
    counter(
      "prempti_decisions_total",
      "Tool calls judged, by what the agent was told.",
      ...labelled("decision", counts.byDecision),
    ),
    counter(
      "prempti_calls_total",
      "Tool calls judged, by agent.",
      ...labelled("agent", Object.fromEntries(counts.byAgent)),
    ),
    counter(
      "prempti_rule_matches_total",
      "Matches of each rule.",
      ...labelled("rule", Object.fromEntries(counts.byRule)),
    ),
    counter("prempti_refused_total", "Inputs that were no tool call.", [counts.refused]),
    counter("prempti_failed_total", "Calls refused because judging or recording failed.", [counts.failed]),
    counter("prempti_unrecorded_total", "Calls answered without a record.", [counts.unrecorded]),
    counter("prempti_reloads_total", "Loads of the rule and config files after the first.", [counts.reloads]),
    counter("prempti_rejected_reloads_total", "Loads that had errors and changed nothing.", [
      counts.rejectedReloads,
    ]),
    counter("prempti_spooled_total", "Records that hooks had left for the daemon.", [counts.spooled]),
    counter("prempti_alarms_total", "Tools that ran unjudged, or although they were denied.", [
      counts.alarms,
    ]),
    counter("prempti_sessions_total", "Sessions that have begun, as their agents said.", [counts.sessions]),
    counter(
      "prempti_unknown_total",
      "What agents sent that this version does not know.",
      ...labelled("what", Object.fromEntries(counts.unknown)),
    ),
    gauge("prempti_approvals_waiting", "Calls that wait for a person's word.", [
      approvals.list().filter(({ state }) => state === "waiting").length,
    ]),
    durations(counts),
    gauge("process_resident_memory_bytes", "Resident memory.", [process.memoryUsage.rss()]),
  ];
}

function gauge(name: string, help: string, ...samples: readonly Sample[]): Metric {
  return { name, type: "gauge", help, samples };
}

function counter(name: string, help: string, ...samples: readonly Sample[]): Metric {
  return { name, type: "counter", help, samples };
}

function labelled(label: string, counts: Readonly<Record<string, number>>): readonly Sample[] {
  return Object.entries(counts).map(([name, count]): Sample => [count, { [label]: name }]);
}

function durations({ durations: buckets, durationSum }: Counts): Metric {
  let total = 0;
  const samples = buckets.map((count, at): Sample => {
    total += count;
    return [total, { le: String(durationBounds[at] ?? "+Inf") }, "_bucket"];
  });
  return {
    name: "prempti_decision_duration_seconds",
    type: "histogram",
    help: "Time from a call's text to its verdict.",
    samples: [...samples, [durationSum, {}, "_sum"], [total, {}, "_count"]],
  };
}

function printMetric({ name, type, help, samples }: Metric): string {
  const lines = samples.map(
    ([value, labels = {}, suffix = ""]) => `${name}${suffix}${printLabels(labels)} ${value}\n`,
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function printLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
