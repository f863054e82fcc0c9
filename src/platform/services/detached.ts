import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { quoteForSh } from "../../agents/hook-command.ts";
import { writeAtomic } from "../atomic-write.ts";
import { prepareFolders } from "../folders.ts";
import type { Home } from "../home.ts";
import { answering, endDaemon, isSurelyDaemon, killDaemon, waitFor } from "./daemon-process.ts";
import { daemonCommand, type Service, type ServicePlace, stopThenStart } from "./service.ts";

/** For scripts; Prempti itself asks the daemon, which can't be out of date. */
const pidFile = ({ run }: Home): string => join(run, "prempti.pid");

/** What a daemon that could not start has said. */
const lastWords = ({ run }: Home): string => join(run, "serve.err");

/** Starts a daemon that outlives this process and its terminal, and waits until it answers. Returns its process. */
export async function startDetached(place: ServicePlace): Promise<number> {
  const { home, env } = place;
  const running = await answering(home);
  if (running !== undefined) return running.pid;
  prepareFolders(home);
  const stderr = openSync(lastWords(home), "w", 0o600);
  const [program = "", ...args] = daemonCommand(place);
  const child = spawn(program, args, {
    cwd: home.root,
    env: { ...env },
    detached: true,
    windowsHide: true,
    stdio: ["ignore", "ignore", stderr],
  });
  let failure: string | undefined;
  child.once("error", (error) => {
    failure = error.message;
  });
  child.once("exit", () => {
    failure ??= readFileSync(lastWords(home), "utf8").trim();
  });
  const pid = await waitFor(home, (daemon) => daemon?.pid ?? (failure === undefined ? undefined : 0));
  closeSync(stderr);
  child.unref();
  if (!pid) throw new Error(`the daemon did not start: ${failure ?? "it does not answer"}`);
  writeAtomic(pidFile(home), `${pid}\n`);
  return pid;
}

export async function stopDetached(home: Home): Promise<void> {
  const ended = await endDaemon(home);
  const hung = ended === undefined ? hungDaemon(home) : undefined;
  if (hung !== undefined) await killDaemon(hung);
  rmSync(pidFile(home), { force: true });
}

/** A daemon that was started here and does not answer, but still keeps another from starting. */
function hungDaemon(home: Home): number | undefined {
  if (!existsSync(pidFile(home))) return undefined;
  const text = readFileSync(pidFile(home), "utf8").trim();
  const pid = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
  return pid !== undefined && isSurelyDaemon(pid) ? pid : undefined;
}

/** Where there is no service manager for this user: a process in the background, and nothing that starts it again. */
export function detachedService(place: ServicePlace): Service {
  const { home } = place;
  const line = startLine(place);
  const nobody = `nothing here starts programs at login; add this line to ~/.profile: ${line}`;
  const start = async () => void (await startDetached(place));
  const stop = () => stopDetached(home);
  return {
    kind: "none",
    label: "a background process",
    registration: undefined,
    hints: [`to start it at login, add this line to ~/.profile: ${line}`],
    register: async () => false,
    unregister: async () => {
      const was = (await answering(home)) !== undefined;
      await stop();
      return was;
    },
    start,
    stop,
    restart: stopThenStart({ stop, start }),
    enable: async () => {
      throw new Error(nobody);
    },
    disable: async () => undefined,
    status: async () => ({
      registered: false,
      enabled: false,
      pid: (await answering(home))?.pid ?? hungDaemon(home),
    }),
  };
}

function startLine({ program, home, isMoved }: ServicePlace): string {
  const words = [...program, ...(isMoved ? ["--home", home.root] : []), "start"];
  return `${words.map(quoteForSh).join(" ")} >/dev/null 2>&1`;
}
