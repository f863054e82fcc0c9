import { readFileSync } from "node:fs";
import { writeAtomic } from "../platform/atomic-write.ts";

/** A call that nobody could be asked about, as its person sees it. Times in ms since the epoch. */
export type Request = {
  /** The correlation id of the call that asked first. */
  readonly id: string;
  /** A hash of exactly what was called, where and by which agent. */
  readonly call: string;
  readonly agent: string;
  readonly session: string;
  readonly tool: string;
  readonly cwd: string;
  /** The command, address or file that it is about; redacted. */
  readonly summary: string;
  /** Everything that was asked, argument by argument; redacted. */
  readonly whole: string;
  readonly rule: string;
  readonly asked: number;
  /** From then on it can't be decided any more, or what was decided holds no longer. */
  readonly expires: number;
  readonly state: "waiting" | "approved" | "denied";
  /** Whose word that is: "the person at /dev/pts/3". */
  readonly by?: string;
};

/** Requests that outlive the daemon. */
export type Requests = {
  /** Oldest first; what has expired is not there. */
  readonly list: () => readonly Request[];
  /** Adds it, or puts it in place of the one with its id. Throws when it can't be written. */
  readonly put: (request: Request) => void;
  readonly remove: (id: string) => void;
};

/** How long a person can decide what was asked, and how long their word holds then; in ms. */
export const lasting: Readonly<Record<Request["state"], number>> = {
  waiting: 60 * 60_000,
  approved: 15 * 60_000,
  denied: 15 * 60_000,
};

/** Requests that are kept. */
const most = 100;

export function openRequests(path: string): Requests {
  let all = read(path);
  const change = (changed: readonly Request[], survives: "crash" | "power cut") => {
    const kept = withoutCrowd(changed.filter(isAlive));
    // Before it holds here: what can't be written down has not been said, and nothing is used up.
    writeAtomic(path, `${JSON.stringify(kept)}\n`, 0o600, survives);
    all = kept;
  };
  const without = (id: string) => all.filter((request) => request.id !== id);
  return {
    list: () => all.filter(isAlive),
    // An agent may ask a hundred times a second, and every other call would wait; what is lost it asks again.
    put: (request) =>
      change([...without(request.id), request], request.state === "waiting" ? "crash" : "power cut"),
    remove: (id) => change(without(id), "power cut"),
  };
}

/** Of too many the oldest that waits, of the session that has most: none pushes out another's, or what a person has said. */
function withoutCrowd(all: readonly Request[]): readonly Request[] {
  if (all.length <= most) return all;
  const waiting = all.filter(({ state }) => state === "waiting");
  const sessions = Map.groupBy(waiting, ({ agent, session }) => `${agent}\n${session}`).values();
  const [crowd = all] = [...sessions].toSorted((one, other) => other.length - one.length);
  return withoutCrowd(all.filter((request) => request !== crowd[0]));
}

/** What has longer to go than it is given is of a clock that went back, or of a file that somebody else wrote. */
function isAlive({ expires, state }: Request): boolean {
  const left = expires - Date.now();
  return left > 0 && left <= lasting[state];
}

function read(path: string): readonly Request[] {
  try {
    const found: unknown = JSON.parse(readFileSync(path, "utf8"));
    return Array.isArray(found) ? found.filter(isRequest) : [];
  } catch {
    return [];
  }
}

const texts = ["id", "call", "agent", "session", "tool", "cwd", "summary", "whole", "rule"] as const;

function isRequest(value: unknown): value is Request {
  if (typeof value !== "object" || value === null) return false;
  const request = value as Partial<Record<keyof Request, unknown>>;
  const { asked, expires, state, by = "" } = request;
  const hasTexts = texts.every((key) => typeof request[key] === "string") && typeof by === "string";
  const hasTimes = typeof asked === "number" && typeof expires === "number";
  return hasTexts && hasTimes && typeof state === "string" && Object.hasOwn(lasting, state);
}
