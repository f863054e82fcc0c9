import { mkdirSync } from "node:fs";
import { builtinRuleset } from "#builtin-rules";
import { type Adapter, type Reply, refuse } from "../agents/adapter.ts";
import { adapterNamed, adapters } from "../agents/registry.ts";
import { warmUp as warmUpCalls } from "../daemon/warm-up.ts";
import { defaultConfig } from "../platform/config-keys.ts";
import { decide } from "../platform/decide.ts";
import type { Home } from "../platform/home.ts";
import { type InForce, keepInForce, loadInForce, readInForce } from "../platform/in-force.ts";
import { compileRules } from "../rules/compile.ts";
import { recordLine } from "../store/record.ts";
import { spool } from "../store/spool.ts";

/**
 * Judges one call in the hook's own process, by what the daemon last had in force, and leaves the record for the
 * daemon. `why` says what was wrong with the daemon.
 */
export async function evaluate(home: Home, agent: string, input: Buffer, why: string): Promise<Reply> {
  const adapter = adapterNamed(agent);
  if (adapter === undefined)
    return refuse(`no agent "${agent}" is known; use ${adapters.map(({ name }) => name).join(", ")}`);
  const inForce = readInForce(home) ?? (await load(home));
  switch (inForce.config.onDaemonDown) {
    case "deny":
      return refuse(`no daemon judges this call: ${why}; prempti start brings it back`);
    case "allow":
      return { stdout: "", stderr: "", exit: 0 };
    case "evaluate":
      return judge(home, adapter, input, inForce);
  }
}

/** Files that have changed since, or that no daemon has read yet, cost YAML and the grammar: once, not at every call. */
async function load(home: Home): Promise<InForce> {
  const loaded = await loadInForce(home);
  try {
    mkdirSync(home.run, { recursive: true, mode: 0o700 });
    keepInForce(home, loaded);
  } catch {
    // It holds all the same; the next call loads again.
  }
  return loaded;
}

function judge(home: Home, adapter: Adapter, input: Buffer, { ruleset, config }: InForce): Reply {
  const rules = compileRules(ruleset ?? builtinRuleset);
  const { reply, record } = decide(adapter, input, { rules, config }, BigInt(process.ppid));
  if (record === undefined) return reply;
  try {
    spool(home.spool, recordLine(record));
  } catch (error) {
    if (config.mode === "monitor") return reply;
    return refuse(
      `this call can't be recorded: ${error instanceof Error ? error.message : error}; prempti start repairs it`,
    );
  }
  return reply;
}

/** Called by the build alone, for the part's code cache: what has run is in it, compiled. Leaves nothing behind. @public */
export function warmUp(): void {
  const law = { rules: compileRules(builtinRuleset), config: defaultConfig };
  for (const _ of warmUpCalls(law));
}
