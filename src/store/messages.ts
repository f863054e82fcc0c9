import { isoMicros, nowMicros } from "../platform/clock.ts";
import { openLogFile } from "./log-file.ts";
import { redact } from "./redact.ts";

/** What happened to the daemon itself. */
type MessageKind =
  | "start"
  | "stop"
  | "mode"
  | "reload"
  | "refused"
  | "spool"
  | "session"
  | "alarm"
  | "approval"
  | "http"
  | "failure";

export type Messages = {
  /** Adds a line to the daemon's own log. Never throws: there is nobody left to tell. */
  readonly say: (kind: MessageKind, message: string, details?: Readonly<Record<string, unknown>>) => void;
  readonly close: () => void;
};

const rotation = { maxBytes: 4 << 20, keep: 2 };

/** Characters of a message that are kept: it may quote what an agent sent. */
const longestMessage = 2_000;

export function openMessages(path: string): Messages {
  const file = openLogFile(path, rotation);
  return {
    say: (kind, message, details = {}) => {
      const line = {
        time: isoMicros(nowMicros()),
        kind,
        message: redact(message.slice(0, longestMessage)),
        ...details,
      };
      try {
        file.append(`${JSON.stringify(line)}\n`);
      } catch {
        process.stderr.write(`prempti: error: can't write ${path}\n`);
      }
    },
    close: file.close,
  };
}
