import type { Adapter } from "../agents/adapter.ts";
import type { Told } from "../platform/tell.ts";
import { recordLine } from "../store/record.ts";
import { countUnknown } from "./counts.ts";
import type { Daemon } from "./daemon.ts";
import { ranCallOf } from "./ledger.ts";
import { type Reconciling, reconcile } from "./reconcile.ts";
import { lookAtSpool } from "./take-over-spool.ts";

/** What agents tell without asking; nobody waits for what comes of it. */
export function hearTold(daemon: Daemon, adapter: Adapter, told: Told): void {
  const { counts, messages } = daemon;
  const { event, known, subject, sessionId } = told.notice;
  if (!known) countUnknown(counts, adapter.agent, `event ${JSON.stringify(event.slice(0, 64))}`);
  if (subject === "session") {
    counts.sessions += 1;
    messages.say("session", `${adapter.agent} has begun a session`, { session: sessionId.slice(0, 200) });
  }
  if (subject !== "ran") return;
  reconcile(reconciling(daemon), adapter, told).catch((error: unknown) =>
    messages.say("failure", `can't hold a call against what was judged: ${error}`),
  );
}

/** What the ledger has of a call whose alarm was raised. */
const raised = "raised";

function reconciling(daemon: Daemon): Reconciling {
  const { guard, ledger, events, counts, messages } = daemon;
  return {
    law: guard.current(),
    find: async (ran) => {
      const known = ledger.find(ran);
      if (known !== undefined) return known;
      // A hook may have judged it while no daemon ran, or another daemon may have.
      await lookAtSpool(daemon);
      await ledger.readPast();
      return ledger.find(ran);
    },
    alarm: async (record, says, calls) => {
      // What a hook that is registered twice tells twice is raised once.
      if (ledger.find(ranCallOf(calls))?.decision === raised) return;
      if (record.fields["tool.use_id"] !== undefined) ledger.judged(calls, raised);
      counts.alarms += 1;
      messages.say("alarm", says);
      await events.append(recordLine(record));
    },
  };
}
