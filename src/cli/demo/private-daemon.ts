import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "../refusal.ts";
import { selfCommand } from "../self.ts";

export type PrivateDaemon = {
  /** From its start to its first answer, in ms. */
  readonly readyAfter: number;
  readonly stop: () => Promise<void>;
};

type Env = Readonly<Record<string, string | undefined>>;

/** In ms. */
const longestStart = 10_000;
const longestStop = 5_000;

/** Starts a daemon of our own and waits until it answers at `socket`. */
export async function startDaemon(env: Env, socket: string): Promise<PrivateDaemon> {
  const [program, ...args] = selfCommand();
  const start = performance.now();
  const child = spawn(program, [...args, "serve"], { env: { ...env }, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  });
  while (!(await answers(socket))) {
    const waited = performance.now() - start;
    if (hasEnded(child) || waited > longestStart) {
      await stop(child);
      throw new Refusal(`the demo's daemon did not start: ${said.trim() || "it said nothing"}`);
    }
    await sleep(5);
  }
  return { readyAfter: performance.now() - start, stop: () => stop(child) };
}

const hasEnded = ({ exitCode, signalCode, pid }: ChildProcess): boolean =>
  pid === undefined || exitCode !== null || signalCode !== null;

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    const end = (answer: boolean) => {
      connection.destroy();
      resolve(answer);
    };
    connection.on("connect", () => end(true));
    connection.on("error", () => end(false));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), longestStop);
  await ended;
  clearTimeout(late);
}
