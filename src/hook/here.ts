import { mkdirSync } from "node:fs";
import { builtinRuleset } from "#builtin-rules";
import { type Caller, type Reply, refuse } from "../agents/adapter.ts";
import { adapterNamed, adapters } from "../agents/registry.ts";
import { openLedger } from "../daemon/ledger.ts";
import { type Reconciling, reconcile } from "../daemon/reconcile.ts";
import { warmUp as warmUpCalls } from "../daemon/warm-up.ts";
import type { CallRecord } from "../model/record.ts";
import { defaultConfig } from "../platform/config-keys.ts";
import { decide, type Law } from "../platform/decide.ts";
import type { Home } from "../platform/home.ts";
import { type InForce, keepInForce, loadInForce, readInForce } from "../platform/in-force.ts";
import { compileRules } from "../rules/compile.ts";
import { recordLine } from "../store/record.ts";
import { openSessionMemory } from "../store/session-memory.ts";
import { spool, spooledRecords } from "../store/spool.ts";

export type Call = { readonly agent: string; readonly input: Buffer; readonly caller: Caller };

/**
 * Judges one call in the hook's own process, by what the daemon last had in force, and leaves the record for the
 * daemon. `why` says what was wrong with the daemon.
 */
export async function evaluate(home: Home, { agent, input, caller }: Call, why: string): Promise<Reply> {
  const adapter = adapterNamed(agent);
  if (adapter === undefined)
    return refuse(`no agent "${agent}" is known; use ${adapters.map(({ name }) => name).join(", ")}`);
  const { ruleset, config, problems } = readInForce(home) ?? (await load(home));
  const rules = compileRules(ruleset ?? builtinRuleset);
  const memory = openSessionMemory(home.sessions);
  const asking = { caller, byDaemon: false, sessionOf: memory.of };
  const law = { rules, config, problems };
  const { reply, record, memories, told } = decide(adapter, input, law, asking);
  if (told?.notice.subject === "ran") await reconcile(reconciling(home, law), adapter, told);
  // Nothing was asked, or nothing could be read: that does not depend on a daemon.
  if (record === undefined) return reply;
  switch (config.onDaemonDown) {
    case "deny":
      return refuse(`no daemon judges this call: ${why}; prempti start brings it back`);
    case "allow":
      return { stdout: "", stderr: "", exit: 0 };
    case "evaluate":
      return keep(home, record, () => memory.remember(record.agent, record.session, memories)) ?? reply;
  }
}

/** What has run is held against what hooks have left and the end of the log. */
function reconciling(home: Home, law: Law): Reconciling {
  const ledger = openLedger(home.events);
  return {
    law,
    find: async (ran) => {
      for (const record of spooledRecords(home.spool)) ledger.recorded(record);
      if (ledger.find(ran) === undefined) await ledger.readPast();
      return ledger.find(ran);
    },
    alarm: async (record) => spool(home.spool, recordLine(record)),
  };
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

/** Leaves the record for the daemon. The refusal of a call that can't be recorded, unless nothing is enforced anyway. */
function keep(home: Home, record: CallRecord, remember: () => void): Reply | undefined {
  try {
    remember();
    spool(home.spool, recordLine(record));
  } catch (error) {
    if (record.mode === "monitor") return undefined;
    const cause = error instanceof Error ? error.message : String(error);
    return refuse(`this call can't be recorded: ${cause}; prempti start repairs it`);
  }
  return undefined;
}

/** Called by the build alone, for the part's code cache: what has run is in it, compiled. Leaves nothing behind. @public */
export function warmUp(): void {
  const law = { rules: compileRules(builtinRuleset), config: defaultConfig, problems: [] };
  for (const _ of warmUpCalls(law));
}
