import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { root } from "../../build/paths.ts";
import { type Event, eventFrom } from "../../src/fields/event.ts";
import { compileRules, type Rules } from "../../src/rules/compile.ts";
import { loadRules } from "../../src/rules/load.ts";
import { readLines, type Values } from "../rules/vectors.ts";

// Falco 0.44.1 took 41,600 of these events a second on one thread of a 2-core machine, events encoded beforehand,
// and 31,300 with all alerts formatted.

const folder = join(root, "test", "vectors", "bench");
const unzip = (name: string) => gunzipSync(readFileSync(join(folder, name))).toString("utf8");

export const benchRules = () => readFileSync(join(folder, "rules.yaml"), "utf8");
export const benchEvents = (): readonly Values[] => readLines(unzip("events.jsonl.gz"));
export const benchExpected = (): readonly { readonly rules: readonly string[] }[] =>
  readLines(unzip("expected.jsonl.gz"));

/** The rules again under other names, with other texts after "contains" and the like. */
export function variant(text: string, number: number): string {
  const rules = text.slice(text.indexOf("- rule:"));
  return rules
    .replace(/^- rule: .*$/gm, (line) => `${line} ${number}`)
    .replace(
      / (i?contains|startswith|endswith|=) (?!anyof|allof|oneof|val\()("(?:[^"\\]|\\.)*"|[^\s()"',=]+)/g,
      (_, operator: string, value: string) =>
        value.startsWith('"')
          ? ` ${operator} ${value.slice(0, -1)}~${number}"`
          : ` ${operator} ${value}~${number}`,
    );
}

export function multiplied(text: string, times: number): string {
  return [text, ...Array.from({ length: times - 1 }, (_, at) => variant(text, at + 1))].join("\n");
}

export function compiled(text: string): Rules {
  const { ruleset, problems } = loadRules([{ file: "rules.yaml", text }]);
  if (ruleset === undefined) throw new Error(problems[0]?.message);
  return compileRules(ruleset);
}

/** Milliseconds that this thread computed: other programs on the machine don't count. */
function cpuTime(once: () => void): number {
  const before = process.threadCpuUsage();
  once();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1e3;
}

/** The fastest round of each case; rounds go in turn, so that a slow moment of the machine hits all alike. */
function fastest<Name extends string>(
  rounds: number,
  cases: Readonly<Record<Name, () => void>>,
): Record<Name, number> {
  const best = {} as Record<Name, number>;
  for (let round = 0; round < rounds; round += 1)
    for (const name of Object.keys(cases) as Name[])
      best[name] = Math.min(best[name] ?? Number.POSITIVE_INFINITY, cpuTime(cases[name]));
  return best;
}

/** Something that depends on all results, so that none is optimised away. */
const kept = { count: 0 };

const matchAll = (rules: Rules, maps: readonly Values[]) => () => {
  for (const values of maps) kept.count += rules.match(eventFrom(values)).length;
};

const alertAll = (rules: Rules, maps: readonly Values[]) => () => {
  for (const values of maps) {
    const event: Event = eventFrom(values);
    for (const rule of rules.match(event)) kept.count += rules.alert(rule, event).output.length;
  }
};

export async function measure(): Promise<Record<string, number>> {
  const maps = benchEvents();
  const text = benchRules();
  const rules = compiled(text);
  const thousandRules = multiplied(text, 10);
  const { plain, alerts, ten, hundred } = fastest(8, {
    plain: matchAll(rules, maps),
    alerts: alertAll(rules, maps),
    ten: matchAll(compiled(thousandRules), maps),
    hundred: matchAll(compiled(multiplied(text, 100)), maps),
  });
  const { load } = fastest(5, {
    load: () => {
      kept.count += loadRules([{ file: "rules.yaml", text: thousandRules }]).ruleset?.rules.length ?? 0;
    },
  });
  const perSecond = (milliseconds: number) => (maps.length / milliseconds) * 1e3;
  return {
    falco_bench_events_per_s: perSecond(plain),
    falco_bench_alerts_per_s: perSecond(alerts),
    falco_bench_ratio_to_falco: perSecond(plain) / 41_600,
    falco_bench_alerts_ratio_to_falco: perSecond(alerts) / 31_300,
    rules_x10_ratio: ten / plain,
    rules_x100_ratio: hundred / plain,
    load_1000_rules_ms: load,
  };
}
