import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { launchdAgent } from "./launchd-agent.ts";
import { type RunProgram, runOrThrow } from "./run-program.ts";
import {
  daemonCommand,
  type Service,
  type ServicePlace,
  type ServiceStatus,
  stopThenStart,
} from "./service.ts";
import { writeIfOther } from "./write-if-other.ts";

/** launchd lets go of a job some time after it was told to: so often is a start tried, so many ms apart. */
const [attempts, apart] = [20, 250];

/**
 * A launchd agent. Its property list is in the home, and again in ~/Library/LaunchAgents, which launchd reads at
 * login, for as long as it is enabled: `launchctl disable` would forbid to start it at all.
 */
export async function launchdService(place: ServicePlace): Promise<Service> {
  const { run, uid } = place;
  const gui = await run("launchctl", ["print", `gui/${uid}`]);
  // Without a desktop (over ssh) there is the user's own domain alone.
  return serviceOf(place, gui.exit === 0 ? `gui/${uid}` : `user/${uid}`);
}

function serviceOf(place: ServicePlace, domain: string): Service {
  const { run, home, userHome, name } = place;
  const label = labelOf(name);
  const target = `${domain}/${label}`;
  const atLogin = join(userHome, "Library", "LaunchAgents", `${label}.plist`);
  const own = join(home.root, "service", `${label}.plist`);
  const plist = launchdAgent(label, daemonCommand(place), join(home.log, "launchd.log"));
  const isLoaded = async () => (await run("launchctl", ["print", target])).exit === 0;
  const stop = async () => {
    if (await isLoaded()) await runOrThrow(run, "launchctl", ["bootout", target]);
  };
  const start = async () => {
    if (!existsSync(own)) throw new Error(`${own} is not there`);
    if (await isLoaded()) await runOrThrow(run, "launchctl", ["kickstart", target]);
    else await bootstrap(run, domain, own);
  };
  const enable = async () => {
    const first = writeIfOther(own, plist);
    return writeIfOther(atLogin, plist) || first;
  };
  return {
    kind: "launchd",
    label: "launchd",
    registration: atLogin,
    hints: [],
    register: enable,
    unregister: async () => {
      const was = existsSync(own) || existsSync(atLogin) || (await isLoaded());
      await run("launchctl", ["bootout", target]);
      for (const file of [atLogin, own]) rmSync(file, { force: true });
      return was;
    },
    start,
    stop,
    // Not kickstart -k: it would start what was loaded, not what the property list says now.
    restart: stopThenStart({ stop, start }),
    enable: async () => void (await enable()),
    disable: async () => rmSync(atLogin, { force: true }),
    status: async () =>
      statusOf(await run("launchctl", ["print", target]), existsSync(own), existsSync(atLogin)),
  };
}

const labelOf = (name: string): string => `dev.${name}.daemon`;

async function bootstrap(run: RunProgram, domain: string, plist: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { exit, stderr } = await run("launchctl", ["bootstrap", domain, plist]);
    if (exit === 0) return;
    if (attempt === attempts)
      throw new Error(`launchctl bootstrap ${domain} ${plist} failed: ${stderr.trim()}`);
    await sleep(apart);
  }
}

function statusOf(
  { exit, stdout }: Awaited<ReturnType<RunProgram>>,
  registered: boolean,
  enabled: boolean,
): ServiceStatus {
  const [, pid] = /^\s*pid = (\d+)$/m.exec(exit === 0 ? stdout : "") ?? [];
  return { registered, enabled, pid: pid === undefined ? undefined : Number(pid) };
}
