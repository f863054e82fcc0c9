import { spawnSync } from "node:child_process";
import { executable } from "../../build/paths.ts";
import { findRuntime } from "../../build/runtime.ts";
import { startDaemon, type ThrowAway, throwAwayHome, toolCall } from "../executable.ts";

const rounds = 30;
const warmUp = 5;

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Wall time of one process from before its start to after its end, in ms. */
function time(file: string, args: readonly string[], home: ThrowAway, input: string): number {
  const began = performance.now();
  const { error, status } = spawnSync(file, args, { env: home.env, input });
  if (error !== undefined || status !== 0)
    throw error ?? new Error(`${file} ${args.join(" ")} exited ${status}`);
  return performance.now() - began;
}

/** Medians of the cases, run in turn so that a slow moment of the machine hits all alike. */
function compare(cases: Readonly<Record<string, () => number>>): Record<string, number> {
  const timed = Object.entries(cases).map(([name, once]) => ({ name, once, times: [] as number[] }));
  for (let round = -warmUp; round < rounds; round += 1)
    for (const { once, times } of timed) {
      const taken = once();
      if (round >= 0) times.push(taken);
    }
  return Object.fromEntries(timed.map(({ name, times }) => [name, median(times)]));
}

/** The hook process against `node -e 0` of the runtime that it carries, with and without a daemon. */
export async function measure(): Promise<Record<string, number>> {
  const [served, alone] = [throwAwayHome(), throwAwayHome()];
  const daemon = await startDaemon(served);
  try {
    const runtime = findRuntime();
    const call = (home: ThrowAway) => toolCall(home, "Bash", { command: "ls -la src" });
    const {
      node = 0,
      hook = 0,
      without = 0,
    } = compare({
      node: () => time(runtime, ["-e", "0"], served, ""),
      hook: () => time(executable, ["hook"], served, call(served)),
      without: () => time(executable, ["hook"], alone, call(alone)),
    });
    return {
      node_ms: node,
      hook_ms: hook,
      hook_ratio_to_node: hook / node,
      hook_without_daemon_ms: without,
      hook_without_daemon_ratio_to_node: without / node,
    };
  } finally {
    await daemon.stop();
    served.remove();
    alone.remove();
  }
}
