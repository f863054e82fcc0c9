import type { Adapter } from "../agents/adapter.ts";
import type { Told } from "../platform/tell.ts";
import { countUnknown } from "./counts.ts";
import type { Daemon } from "./daemon.ts";
import { reconcile } from "./reconcile.ts";

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
  reconcile(daemon, adapter, told).catch((error: unknown) =>
    messages.say("failure", `can't hold a call against what was judged: ${error}`),
  );
}
