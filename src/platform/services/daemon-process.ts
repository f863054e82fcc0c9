import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Home } from "../home.ts";

/** A daemon that answers. */
export type Answering = { readonly pid: number; readonly version: string };

/** The daemon of a home, whoever started it; undefined when none answers. */
export async function answering(home: Home): Promise<Answering | undefined> {
  if (process.platform !== "win32" && !existsSync(home.socket)) return undefined;
  const { connectClient } = await import("../client.ts");
  const client = connectClient(home);
  try {
    const { body } = await client.get("/v1/status");
    const { pid, version } = body as Partial<Answering>;
    return typeof pid === "number" && typeof version === "string" ? { pid, version } : undefined;
  } catch {
    return undefined;
  } finally {
    await client.close();
  }
}

/** How often is looked, in ms. */
const interval = 50;

/** Asks the daemon until the answer will do; undefined when it doesn't within `patience` ms. */
export async function waitFor<Wanted>(
  home: Home,
  wanted: (daemon: Answering | undefined) => Wanted | undefined,
  patience = 10_000,
): Promise<Wanted | undefined> {
  const end = Date.now() + patience;
  for (;;) {
    const found = wanted(await answering(home));
    if (found !== undefined || Date.now() > end) return found;
    await sleep(interval);
  }
}

/** Ends the daemon of a home, whoever started it. Returns its process; undefined when there was none. */
export async function endDaemon(home: Home): Promise<number | undefined> {
  const daemon = await answering(home);
  if (daemon === undefined) return undefined;
  // It answers from another container over a shared folder: then its number means another process here.
  if (!isDaemon(daemon.pid)) throw new Error(`the daemon's process ${daemon.pid} is not one of this system`);
  process.kill(daemon.pid, "SIGTERM");
  const gone = await waitFor(home, (now) => (now?.pid === daemon.pid ? undefined : true));
  if (gone === undefined) throw new Error(`the daemon's process ${daemon.pid} does not end`);
  await waitForEnd(daemon.pid);
  return daemon.pid;
}

/** Whether a process that may no longer answer is a daemon; only Linux says what a process runs. */
export const isSurelyDaemon = (pid: number): boolean => process.platform === "linux" && isDaemon(pid);

/** Ends a daemon that does not end by itself. */
export async function killDaemon(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  await waitForEnd(pid);
}

function isDaemon(pid: number): boolean {
  if (process.platform !== "linux") return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes("serve");
  } catch {
    return false;
  }
}

/** It still writes what it has to when its socket is gone. */
async function waitForEnd(pid: number): Promise<void> {
  for (let waited = 0; waited < 10_000 && isRunning(pid); waited += interval) await sleep(interval);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // In a container nobody may ever ask how an orphan ended: it stays a zombie, and counts as there.
    return process.platform !== "linux" || !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
