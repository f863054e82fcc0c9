import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
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

const codeText = `import { join } from "node:path";\n\nexport const root = join(import.meta.dirname, "..");\n`;

/** What an agent does most: files of the project, read, written, edited and searched for. */
function plainCalls(home: string): readonly Call[] {
  const names = Array.from({ length: 50 }, (_, at) => `${home}/work/app/src/part-${at % 10}/file-${at}.ts`);
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

function decider(rules: Rules, home: string): (call: Call) => void {
  const fixed = { home, user: basename(home), tmpdir: "/tmp", os: "linux", pid: 1n, correlationId: 1n };
  return ({ adapter, event }) => {
    const world: World = { ...fixed, realPath: createRealPath() };
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

/** Milliseconds of the fastest of some rounds. */
function fastest(rounds: number, once: () => void): number {
  return Math.min(...Array.from({ length: rounds }, () => cpuTime(once)));
}

export async function measure(): Promise<Record<string, number>> {
  const home = mkdtempSync(join(rootOfHomes(), "prempti-bench-"));
  try {
    mkdirSync(join(home, "work", "app", "src"), { recursive: true });
    return figures(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function figures(home: string): Record<string, number> {
  const decide = decider(loadBuiltin(), home);
  const [corpus, plain, long] = [corpusCalls(home), plainCalls(home), longCall(home)];
  const perSecond = (calls: readonly Call[], milliseconds: number) => (calls.length / milliseconds) * 1e3;
  // The first rounds warm up; the least counts.
  const corpusTime = fastest(8, all(corpus, decide));
  const plainTime = fastest(8, all(plain, decide));
  const times = leastTimes(corpus, decide, 4);
  return {
    corpus_decisions_per_s: perSecond(corpus, corpusTime),
    calls_without_command_per_s: perSecond(plain, plainTime),
    decision_p50_us: times[Math.floor(times.length * 0.5)] ?? 0,
    decision_p99_us: times[Math.floor(times.length * 0.99)] ?? 0,
    decision_max_us: times.at(-1) ?? 0,
    command_128k_ms: fastest(5, () => decide(long)),
  };
}
