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

/** Requests that are kept; of more, the oldest go. */
const most = 100;

export function openRequests(path: string): Requests {
  let all = read(path);
  const change = (changed: readonly Request[]) => {
    all = changed.filter(isAlive).slice(-most);
    writeAtomic(path, `${JSON.stringify(all)}\n`);
  };
  const without = (id: string) => all.filter((request) => request.id !== id);
  return {
    list: () => all.filter(isAlive),
    put: (request) => change([...without(request.id), request]),
    remove: (id) => change(without(id)),
  };
}

const isAlive = ({ expires }: Request): boolean => expires > Date.now();

function read(path: string): readonly Request[] {
  try {
    const found: unknown = JSON.parse(readFileSync(path, "utf8"));
    return Array.isArray(found) ? found.filter(isRequest) : [];
  } catch {
    return [];
  }
}

function isRequest(value: unknown): value is Request {
  const { id, call, expires } = (value ?? {}) as Partial<Record<keyof Request, unknown>>;
  return typeof id === "string" && typeof call === "string" && typeof expires === "number";
}
