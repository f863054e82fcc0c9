import { spawnSync } from "node:child_process";
import { userInfo } from "node:os";
import type { Process } from "./ancestors.ts";

/** What macOS tells of a process; undefined when there is none. */
export function readPs(pid: number): Process | undefined {
  const columns = "ppid=,uid=,stat=,tty=,lstart=,command=";
  const { status, stdout } = spawnSync("/bin/ps", ["-E", "-ww", "-o", columns, "-p", String(pid)], {
    encoding: "utf8",
    timeout: 2_000,
    // The time would be in the words of the daemon's language.
    env: { LC_ALL: "C" },
  });
  return status === 0 ? parsePs(pid, stdout, userInfo().uid) : undefined;
}

/**
 * One line of ps(1): the environment follows the command line, with nothing between. `ttys003` is the terminal, `??`
 * none; `s` in the state is a session's leader, `+` the foreground.
 */
export function parsePs(pid: number, output: string, uid: number): Process | undefined {
  const parts = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(\w{3} \w{3}\s+\d+ [\d:]{8} \d{4})\s+(.*)$/s.exec(
    output,
  );
  if (parts === null) return undefined;
  const [, parent, owner, state = "", terminal = "", started = "", rest = ""] = parts;
  const line = rest.trim();
  const words = line.split(/\s+/);
  const isVariable = (word: string) => /^[A-Za-z_][A-Za-z0-9_]*=/.test(word);
  const first = words.findIndex(isVariable);
  return {
    pid,
    parent: Number(parent),
    isOwn: Number(owner) === uid,
    started: Date.parse(`${started} UTC`),
    terminal: terminal.startsWith("?") || terminal === "-" ? "" : `/dev/${terminal}`,
    isLeader: state.includes("s"),
    inForeground: state.includes("+"),
    names: [],
    words: first === -1 ? words : words.slice(0, first),
    variables: words.filter(isVariable).map((word) => word.split("=")[0] ?? ""),
    connection: /\sSSH_CONNECTION=(\S+ \d+ \S+ \d+)/.exec(line)?.[1] ?? "",
    groups: "",
  };
}
