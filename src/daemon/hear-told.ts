import type { Adapter } from "../agents/adapter.ts";
import type { Told } from "../platform/tell.ts";
import { recordLine } from "../store/record.ts";
import { countUnknown } from "./counts.ts";
import type { Daemon } from "./daemon.ts";
import { findInLog, type Reconciling, reconcile } from "./reconcile.ts";
import { lookAtSpool } from "./take-over-spool.ts";

/** What agents tell without asking; nobody waits for what comes of it. */
export function hearTold(daemon: Daemon, adapter: Adapter, told: Told): void {
  const { counts, messages } = daemon;
  const { event, known, subject, sessionId } = told.notice;
  if (!known) countUnknown(counts, adapter.agent, `event ${JSON.stringify(event.slice(0, 64))}`);
  if (subject === "session") {
    counts.sessions += 1;
    messages.say("session", `${adapter.agent} has begun a session`, { session: sessionId });
  }
  if (subject !== "ran") return;
  reconcile(reconciling(daemon), adapter, told).catch((error: unknown) =>
    messages.say("failure", `can't hold a call against what was judged: ${error}`),
  );
}

function reconciling(daemon: Daemon): Reconciling {
  const { guard, home, ledger, events, counts, messages } = daemon;
  return {
    law: guard.current(),
    find: async (ran) => {
      const known = ledger.find(ran);
      if (known !== undefined) return known;
      await lookAtSpool(daemon);
      return findInLog(home.events, ran);
    },
    alarm: async (record, says) => {
      counts.alarms += 1;
      messages.say("alarm", says);
      await events.append(recordLine(record));
    },
  };
}
