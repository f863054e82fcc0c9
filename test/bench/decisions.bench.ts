import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Adapter } from "../../src/agents/adapter.ts";
import { adapterNamed } from "../../src/agents/registry.ts";
import { judge, type World } from "../../src/judge/judge.ts";
import { createRealPath } from "../../src/platform/real-path.ts";
import type { Rules } from "../../src/rules/compile.ts";
import { loadBuiltin } from "../builtin/builtin.ts";
import { hookInput, placed, readCorpus, rootOfHomes } from "../corpus/corpus.ts";

// From an agent's parsed hook JSON to the verdict and its alerts, in this process: the built-in rules over the
// labelled calls, links of the real file system resolved for every call anew, as the daemon does it.

type Call = { readonly adapter: Adapter; readonly event: unknown };

/** Milliseconds that this thread computed: other programs on the machine don't count. */
function cpuTime(once: () => void): number {
  const before = process.threadCpuUsage();
  once();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1e3;
}

function corpusCalls(home: string): readonly Call[] {
  const folder = join(import.meta.dirname, "..", "corpus");
  const lines = ["benign.jsonl", "attack.jsonl"].flatMap((name) => readCorpus(join(folder, name)));
  return lines.map((line) => callOf(hookInput(placed(line, home), home)));
}

function callOf({ agent, event }: { readonly agent: string; readonly event: unknown }): Call {
  const adapter = adapterNamed(agent);
  if (adapter === undefined) throw new Error(`no adapter ${agent}`);
  return { adapter, event };
}

type RealPath = World["realPath"];

const codeText = `import { join } from "node:path";\n\nexport const root = join(import.meta.dirname, "..");\n`;

/** What an agent does most: files of the project, which are there, read, written, edited and searched for. */
function plainCalls(home: string): readonly Call[] {
  const names = Array.from({ length: 50 }, (_, at) => `${home}/work/app/src/part-${at % 10}/file-${at}.ts`);
  for (const name of names) {
    mkdirSync(dirname(name), { recursive: true });
    writeFileSync(name, codeText);
  }
  const inputs = names.flatMap((file_path): readonly (readonly [string, object])[] => [
    ["Read", { file_path }],
    ["Write", { file_path, content: codeText }],
    ["Edit", { file_path, old_string: "const root", new_string: "const folder" }],
    ["Glob", { pattern: "**/*.test.ts", path: `${home}/work/app` }],
  ]);
  const calls = inputs.map(([tool, input]) =>
    callOf(
      hookInput({ id: "", area: "", agent: "claude_code", tool, input: { ...input }, expect: "allow" }, home),
    ),
  );
  // A round has to be long enough for the clock of CPU time.
  return Array.from({ length: 20 }, () => calls).flat();
}

function longCall(home: string): Call {
  const line = "git -C packages/app diff --stat HEAD~1 -- src/index.ts | grep -v test > out.txt; ";
  const command = line.repeat(Math.floor(131_072 / line.length));
  return callOf(
    hookInput(
      { id: "", area: "", agent: "claude_code", tool: "Bash", input: { command }, expect: "allow" },
      home,
    ),
  );
}

/** Something that depends on all results, so that none is optimised away. */
const kept = { count: 0 };

/** Judges a call by the rules, its paths real by a resolver of its own. */
function decider(rules: Rules, home: string, realPaths: () => RealPath): (call: Call) => void {
  const fixed = {
    home,
    user: basename(home),
    tmpdir: "/tmp",
    os: "linux",
    pid: 1n,
    correlationId: 1n,
    now: 0n,
  };
  return ({ adapter, event }) => {
    const world: World = { ...fixed, realPath: realPaths() };
    const judged = judge(adapter, event, rules, world);
    if ("undecodable" in judged) throw new Error(judged.undecodable);
    kept.count += judged.alerts.length;
  };
}

function all(calls: readonly Call[], decide: (call: Call) => void): () => void {
  return () => {
    for (const call of calls) decide(call);
  };
}

/** The least time of each call over some rounds, in microseconds, ascending. CPU time is counted too coarsely here. */
function leastTimes(calls: readonly Call[], decide: (call: Call) => void, rounds: number): readonly number[] {
  const least = calls.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round += 1)
    for (const [at, call] of calls.entries()) {
      const began = performance.now();
      decide(call);
      least[at] = Math.min(least[at] ?? 0, (performance.now() - began) * 1e3);
    }
  return least.sort((one, other) => one - other);
}

type Case = readonly [name: string, calls: readonly Call[], decide: (call: Call) => void];

/** Calls a second in each case's fastest round; rounds go in turn, and the first ones warm up. */
function mostPerSecond(rounds: number, cases: readonly Case[]): Record<string, number> {
  const most: Record<string, number> = {};
  for (let round = 0; round < rounds; round += 1)
    for (const [name, calls, decide] of cases)
      most[name] = Math.max(most[name] ?? 0, (calls.length / cpuTime(all(calls, decide))) * 1e3);
  return most;
}

/** Milliseconds of the fastest of some rounds. */
function fastest(rounds: number, once: () => void): number {
  return Math.min(...Array.from({ length: rounds }, () => cpuTime(once)));
}

export async function measure(): Promise<Record<string, number>> {
  const home = mkdtempSync(join(rootOfHomes(), "prempti-bench-"));
  try {
    mkdirSync(join(home, "work", "app"), { recursive: true });
    return figures(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function figures(home: string): Record<string, number> {
  const rules = loadBuiltin();
  const decide = decider(rules, home, createRealPath);
  const decideWithoutDisk = decider(rules, home, () => (path) => path);
  const [corpus, plain, long] = [corpusCalls(home), plainCalls(home), longCall(home)];
  const whole = mostPerSecond(12, [
    ["corpus_decisions_per_s", corpus, decide],
    ["corpus_decisions_without_disk_per_s", corpus, decideWithoutDisk],
    ["calls_without_command_per_s", plain, decide],
    ["calls_without_command_without_disk_per_s", plain, decideWithoutDisk],
  ]);
  const times = leastTimes(corpus, decide, 4);
  return {
    ...whole,
    decision_p50_us: times[Math.floor(times.length * 0.5)] ?? 0,
    decision_p99_us: times[Math.floor(times.length * 0.99)] ?? 0,
    decision_max_us: times.at(-1) ?? 0,
    command_128k_ms: fastest(5, () => decide(long)),
  };
}
