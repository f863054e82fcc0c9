import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";

/** A process of this account, as the system tells. */
export type Process = {
  readonly pid: number;
  readonly parent: number;
  /** Its terminal; "" when it has none. */
  readonly terminal: string;
  /** Whether the terminal's keys reach it. */
  readonly inForeground: boolean;
  /** Its command line, word by word where the system tells. */
  readonly words: readonly string[];
  /** Names of its environment's variables; empty where the system does not tell. */
  readonly variables: readonly string[];
};

/** More is a loop that the system has no business to have. */
const mostAncestors = 64;

/** The process and those it comes from, itself first; undefined where this system does not tell. */
export function ancestorsOf(pid: number, platform = process.platform): readonly Process[] | undefined {
  const read = readers[platform];
  if (read === undefined) return undefined;
  const found: Process[] = [];
  for (let at = pid; at > 1 && found.length < mostAncestors; ) {
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

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function readProc(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name before it may hold anything, parentheses too.
    const [, parent, group, , device, foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return {
      pid,
      parent: Number(parent),
      terminal: Number(device) === 0 ? "" : terminalOf(pid),
      inForeground: group === foreground,
      words: textOf(`/proc/${pid}/cmdline`).split("\0"),
      variables: textOf(`/proc/${pid}/environ`)
        .split("\0")
        .map((pair) => pair.split("=")[0] ?? ""),
    };
  } catch {
    return undefined;
  }
}

/** The terminal that its standard input is; the system tells no name for the one that controls it. */
function terminalOf(pid: number): string {
  const input = readlinkSync(`/proc/${pid}/fd/0`);
  return /^\/dev\/(?:pts\/\d+|tty\w*)$/.test(input) ? input : "";
}

/** Another account's process tells nothing. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function readPs(pid: number): Process | undefined {
  const { status, stdout } = spawnSync(
    "/bin/ps",
    ["-E", "-ww", "-o", "ppid=,stat=,tty=,command=", "-p", String(pid)],
    {
      encoding: "utf8",
      timeout: 2_000,
    },
  );
  const parts = /^\s*(\d+)\s+(\S+)\s+(\S+)\s+(.*)$/s.exec(stdout ?? "");
  if (status !== 0 || parts === null) return undefined;
  const [, parent, state = "", terminal = "", line = ""] = parts;
  const words = line.trim().split(/\s+/);
  return {
    pid,
    parent: Number(parent),
    terminal: terminal.startsWith("?") ? "" : `/dev/${terminal}`,
    inForeground: state.includes("+"),
    words,
    variables: words
      .filter((word) => /^[A-Z_][A-Z0-9_]*=/.test(word))
      .map((word) => word.split("=")[0] ?? ""),
  };
}
