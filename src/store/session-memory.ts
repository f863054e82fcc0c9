import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "../judge/call-key.ts";
import { blankSession, type Mark, type Memory, remembering, type Session } from "../model/session.ts";
import { writeAtomic } from "../platform/atomic-write.ts";
import { redact } from "./redact.ts";

/** What is remembered of sessions: a file each, which the daemon and hooks without one write alike. */
export type SessionMemory = {
  /** Throws when there is something that can't be read. */
  readonly of: (agent: string, session: string) => Session;
  /** Returns when the kernel has it: it survives this process. Of a session without an id nothing is remembered. */
  readonly remember: (agent: string, session: string, memories: readonly Memory[]) => void;
  /** Reads the session's file anew when it is next asked for: another process has written it. */
  readonly reread: (agent: string, session: string) => void;
};

/** Sessions held in memory, and files kept beside it; of more, those not used for longest go. */
const most = { held: 256, files: 1_000 };

/** Bytes at which a session's file is written anew, shorter; and the most that is read of one. */
const longest = { compact: 64 << 10, read: 4 << 20 };

/** A session that nobody has gone on with for so long is forgotten, in ms. */
const forgottenAfter = 30 * 24 * 3600 * 1000;

export function openSessionMemory(folder: string): SessionMemory {
  const held = new Map<string, Session>();
  let made = 0;
  const of = (agent: string, session: string): Session => {
    if (session === "") return blankSession;
    const name = nameOf(agent, session);
    const found = held.get(name) ?? readSession(join(folder, name));
    hold(held, name, found);
    return found;
  };
  const remember = (agent: string, session: string, memories: readonly Memory[]): void => {
    if (session === "" || memories.length === 0) return;
    const name = nameOf(agent, session);
    const path = join(folder, name);
    const clean = memories.map(redacted);
    const changed = clean.reduce(remembering, of(agent, session));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    hold(held, name, write(path, size ?? 0, clean, changed));
    if (size === undefined) made += 1;
    if (made < most.files) return;
    made = 0;
    forgetOldSessions(folder, Date.now());
  };
  return { of, remember, reread: (agent, session) => void held.delete(nameOf(agent, session)) };
}

/** Takes away what is remembered of one session. */
export function forgetSession(folder: string, agent: string, session: string): void {
  rmSync(join(folder, nameOf(agent, session)), { force: true });
}

/** Session ids are an agent's words, and no names for files. */
const nameOf = (agent: string, session: string): string => `${fingerprint(`${agent}\n${session}`)}.jsonl`;

function hold(held: Map<string, Session>, name: string, session: Session): void {
  held.delete(name);
  held.set(name, session);
  if (held.size <= most.held) return;
  for (const oldest of held.keys()) {
    held.delete(oldest);
    return;
  }
}

function redacted(memory: Memory): Memory {
  return memory.kind === "marks" ? { ...memory, call: redact(memory.call) } : memory;
}

/** The line feed stands before: what a full disk has cut off is a line of its own then, and spoils no other. */
function lineOf(memory: Memory): string {
  const line = memory.kind === "marks" ? { ...memory, time: String(memory.time) } : memory;
  return `\n${JSON.stringify(line)}`;
}

/** Returns what is remembered then. */
function write(path: string, size: number, memories: readonly Memory[], changed: Session): Session {
  const lines = memories.map(lineOf).join("");
  if (size + lines.length <= longest.compact) {
    appendFileSync(path, lines, { mode: 0o600 });
    return changed;
  }
  // From the file: others may have added to it since it was read.
  const all = memories.reduce(remembering, readSession(path));
  writeAtomic(path, JSON.stringify(wholeOf(all)));
  return all;
}

/** All of a session in one line. */
type Whole = {
  readonly kind: "whole";
  readonly marks: readonly (readonly [string, Omit<Mark, "last"> & { readonly last: string }])[];
  readonly denied: readonly (readonly [string, number])[];
};

function wholeOf({ marks, denied }: Session): Whole {
  const written = [...marks].map(([label, mark]) => [label, { ...mark, last: String(mark.last) }] as const);
  return { kind: "whole", marks: written, denied: [...denied] };
}

function readSession(path: string): Session {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return blankSession;
  if (!status.isFile() || status.size > longest.read) throw new Error(`${path} is no session's file`);
  return readFileSync(path, "utf8").split("\n").reduce(withLine, blankSession);
}

/** A line that a crash has cut off, or that somebody else wrote, says nothing. */
function withLine(session: Session, line: string): Session {
  if (line === "") return session;
  try {
    const said = JSON.parse(line) as
      | Whole
      | (Omit<Memory & { kind: "marks" }, "time"> & { time: string })
      | Memory;
    if (said.kind === "whole") {
      const marks = said.marks.map(([label, mark]) => [label, { ...mark, last: BigInt(mark.last) }] as const);
      return { marks: new Map(marks), denied: new Map(said.denied) };
    }
    return remembering(session, said.kind === "marks" ? { ...said, time: BigInt(said.time) } : said);
  } catch {
    return session;
  }
}

/** Takes away the files of sessions that have ended long ago, and of too many the ones not used for longest. */
export function forgetOldSessions(folder: string, now: number): void {
  const files = filesIn(folder).toSorted((one, other) => other.used - one.used);
  for (const [at, { path, used }] of files.entries())
    if (at >= most.files || now - used > forgottenAfter) remove(path);
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Somebody has put something else there; it is no session of ours.
  }
}

function filesIn(folder: string): readonly { readonly path: string; readonly used: number }[] {
  try {
    return readdirSync(folder).map((name) => {
      const path = join(folder, name);
      return { path, used: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 };
    });
  } catch {
    return [];
  }
}
