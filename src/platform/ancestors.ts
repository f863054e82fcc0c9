import { readProc } from "./proc.ts";
import { readPs } from "./ps.ts";

/** A process, as the system tells. */
export type Process = {
  readonly pid: number;
  readonly parent: number;
  /** Whether it is this account's. */
  readonly isOwn: boolean;
  /** When it started, in a unit of the system's own; with the id it names one process for good. */
  readonly started: number;
  /** The terminal that controls it; "" when it has none. */
  readonly terminal: string;
  /** Whether it leads its session: the first process at its terminal. */
  readonly isLeader: boolean;
  /** Whether the terminal's keys reach it. */
  readonly inForeground: boolean;
  /** Its name and its executable, as the system and not the process itself has it; empty where that is not told. */
  readonly names: readonly string[];
  /** Its command line, word by word where the system tells. */
  readonly words: readonly string[];
  /** Names of its environment's variables at its start; empty where the system does not tell. */
  readonly variables: readonly string[];
  /** SSH_CONNECTION as it was then: "client port server port"; "" for none. */
  readonly connection: string;
  /** Linux: the control groups that it is in, which it can't choose; else "". */
  readonly groups: string;
};

/** More is a loop that the system has no business to have. */
const mostAncestors = 64;

/** What the system tells of one process; undefined when there is none, or where this system does not tell. */
export function processOf(pid: number): Process | undefined {
  return readers[process.platform]?.(pid);
}

/** The process and those it comes from, itself first; undefined where this system does not tell. */
export function ancestorsOf(pid: number, platform = process.platform): readonly Process[] | undefined {
  const read = readers[platform];
  if (read === undefined) return undefined;
  const found: Process[] = [];
  for (let at = pid; at > 0 && found.length < mostAncestors; ) {
    const one = read(at);
    if (one === undefined) break;
    found.push(one);
    at = one.parent;
  }
  return found;
}

const readers: Readonly<Partial<Record<NodeJS.Platform, (pid: number) => Process | undefined>>> = {
  linux: readProc,
  darwin: readPs,
};
