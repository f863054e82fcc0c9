import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { Started } from "./client.ts";
import type { Terminal } from "./terminal.ts";

/** The longest that a client may take, in ms. The slowest scenario waits for a hook's deadline of 10 s. */
const deadline = 60_000;

export type Ended = {
  readonly exit: number | null;
  readonly inTime: boolean;
  readonly output: string;
  readonly ms: number;
};

/** Signals what a process group still holds; false when nothing is left of it. */
function signalGroup(leader: number | undefined, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-(leader ?? Number.NaN), signal);
  } catch {
    return false;
  }
}

/** Ends a group whose leader has ended: hooks that nobody waits for get 3 s to tell what they were started for. */
async function endGroup(leader: number | undefined): Promise<void> {
  for (let waited = 0; waited < 3_000 && signalGroup(leader, 0); waited += 100) await sleep(100);
  signalGroup(leader, "SIGKILL");
}

/** Runs it in a process group of its own, all of which ends with it or at the deadline. */
export function runHeadless({ argv: [program = "", ...args], env }: Started, cwd: string): Promise<Ended> {
  const began = performance.now();
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    let inTime = true;
    const timer = setTimeout(() => {
      inTime = false;
      signalGroup(child.pid, "SIGKILL");
    }, deadline);
    child.on("error", reject);
    child.on("exit", async (exit) => {
      clearTimeout(timer);
      const ms = performance.now() - began;
      await endGroup(child.pid);
      resolve({ exit, inTime, output, ms });
    });
  });
}

/** A client that waits for its person's next word has done its part when the model has said its last. */
export async function runAtTerminal(screen: Terminal, hasSaidAll: () => boolean): Promise<Ended> {
  const began = performance.now();
  while (!hasSaidAll() && performance.now() - began < deadline) await sleep(100);
  const [inTime, ms] = [hasSaidAll(), performance.now() - began];
  // What it has been told is still to be shown, and what has run to be told.
  await sleep(1_000);
  const [output, leader] = [screen.screen(), screen.pid()];
  signalGroup(leader, "SIGHUP");
  await endGroup(leader);
  return { exit: null, inTime, output, ms };
}
