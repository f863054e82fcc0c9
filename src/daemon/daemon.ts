import type { Home } from "../platform/home.ts";
import type { EventLog } from "../store/event-log.ts";
import type { Messages } from "../store/messages.ts";
import type { Counts } from "./counts.ts";
import type { Guard } from "./guard.ts";

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
};
