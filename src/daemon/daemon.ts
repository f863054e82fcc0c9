import type { Home } from "../platform/home.ts";
import type { EventLog } from "../store/event-log.ts";
import type { Messages } from "../store/messages.ts";
import type { SessionMemory } from "../store/session-memory.ts";
import type { Approvals } from "./approvals.ts";
import type { Callers } from "./callers.ts";
import type { Counts } from "./counts.ts";
import type { Guard } from "./guard.ts";
import type { Ledger } from "./ledger.ts";

/** What every route works with. */
export type Daemon = {
  readonly home: Home;
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly guard: Guard;
  readonly events: EventLog;
  readonly messages: Messages;
  readonly counts: Counts;
  readonly memory: SessionMemory;
  readonly ledger: Ledger;
  readonly approvals: Approvals;
  readonly callers: Callers;
  /** Why nothing listens where http.listen says; undefined where all is well. */
  readonly http: { problem: string | undefined };
  /** The latest look at what hooks have left; the next one begins when it has ended. */
  readonly spool: { look: Promise<void> };
  /** Told of every call once it is answered. */
  called: () => void;
};
