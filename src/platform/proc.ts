import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import type { Process } from "./ancestors.ts";

/** What Linux tells of a process; undefined when there is none. */
export function readProc(pid: number): Process | undefined {
  try {
    const told = parseStat(readFileSync(`/proc/${pid}/stat`, "latin1"));
    const variables = textOf(`/proc/${pid}/environ`).split("\0");
    return {
      pid,
      parent: told.parent,
      isOwn: statSync(`/proc/${pid}`).uid === process.geteuid?.(),
      started: told.started,
      terminal: terminalName(told.device),
      isLeader: told.session === pid,
      inForeground: told.device !== 0 && told.group === told.foreground,
      names: [told.name, linkOf(`/proc/${pid}/exe`)].filter((name) => name !== ""),
      words: textOf(`/proc/${pid}/cmdline`).split("\0").slice(0, -1),
      variables: variables.map((pair) => pair.split("=")[0] ?? ""),
      connection: variables.find((pair) => pair.startsWith(connection))?.slice(connection.length) ?? "",
      groups: textOf(`/proc/${pid}/cgroup`),
    };
  } catch {
    return undefined;
  }
}

const connection = "SSH_CONNECTION=";

type Stat = {
  readonly name: string;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** 0 for none. */
  readonly device: number;
  /** The process group that has the terminal. */
  readonly foreground: number;
  /** In clock ticks after the system's start. */
  readonly started: number;
};

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function parseStat(text: string): Stat {
  // The name may hold anything, parentheses and blanks too.
  const end = text.lastIndexOf(")");
  const numbers = text
    .slice(end + 4)
    .split(" ")
    .map(Number);
  const [parent = 0, group = 0, session = 0, device = 0, foreground = -1] = numbers;
  const name = text.slice(text.indexOf("(") + 1, end);
  return { name, parent, group, session, device, foreground, started: numbers[18] ?? 0 };
}

/** https://www.kernel.org/doc/Documentation/admin-guide/devices.txt */
export function terminalName(device: number): string {
  const [major, minor] = [(device >> 8) & 0xfff, (device & 0xff) | ((device >>> 12) & 0xfff00)];
  if (device === 0) return "";
  if (major === 136) return `/dev/pts/${minor}`;
  if (major === 4) return minor < 64 ? `/dev/tty${minor}` : `/dev/ttyS${minor - 64}`;
  return `terminal ${major}:${minor}`;
}

/** `/dev/tty`, which is every process's own terminal. */
const ownTerminal = 0x500;

/**
 * Whether a process reads from the terminal that controls it and writes there. Another terminal may be the person's,
 * and the process somebody's who has opened it.
 */
export function talksToItsTerminal(pid: number): boolean {
  try {
    const { device } = parseStat(readFileSync(`/proc/${pid}/stat`, "latin1"));
    return [0, 1].every((fd) => {
      const { rdev } = statSync(`/proc/${pid}/fd/${fd}`);
      return device !== 0 && (rdev === device || rdev === ownTerminal);
    });
  } catch {
    return false;
  }
}

/** Whether a process has a file open. */
export function holdsOpen(pid: number, path: string): boolean {
  return openFiles(pid).some((file) => file === path);
}

/**
 * Processes of this account that hold the other end of a pseudo-terminal: what is typed there comes from them. All are
 * searched only when it is none of the `likely` ones, since that takes a tenth of a second.
 */
export function holdersOf(terminal: string, likely: readonly number[]): readonly number[] {
  const index = /^\/dev\/pts\/(\d+)$/.exec(terminal)?.[1];
  if (index === undefined) return [];
  const holds = (pid: number) => masterIndices(String(pid)).includes(index);
  const found = likely.filter(holds);
  if (found.length > 0) return found;
  return namesIn("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(holds);
}

/** The numbers of the pseudo-terminals that a process has made. */
function masterIndices(pid: string): readonly (string | undefined)[] {
  return linksIn(pid)
    .filter(([, file]) => /^\/dev\/(?:pts\/)?ptmx$/.test(file))
    .map(([fd]) => /^tty-index:\s*(\d+)$/m.exec(textOf(`/proc/${pid}/fdinfo/${fd}`))?.[1]);
}

const openFiles = (pid: number): readonly string[] => linksIn(String(pid)).map(([, file]) => file);

function linksIn(pid: string): readonly (readonly [fd: string, file: string])[] {
  return namesIn(`/proc/${pid}/fd`).map((fd) => [fd, linkOf(`/proc/${pid}/fd/${fd}`)] as const);
}

/** Of another account's process, nothing. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
