import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { type RunProgram, runOrThrow } from "./run-program.ts";
import { daemonCommand, type Service, type ServicePlace, type ServiceStatus } from "./service.ts";
import { type Readiness, systemdUnit } from "./systemd-unit.ts";
import { writeIfOther } from "./write-if-other.ts";

/** systemd's user manager, if there is one that reads the units of this home; undefined in most containers. */
export async function systemdService(place: ServicePlace): Promise<Service | undefined> {
  const unit = unitFile(place);
  const { exit, stdout } = await systemctl(place)("show", "--property=UnitPath", "--value");
  // Another home's manager (su, a throw-away HOME) would neither find the unit nor should it be changed.
  return exit === 0 && lists(stdout, dirname(unit)) ? serviceOf(place, unit) : undefined;
}

function unitFile({ env, userHome, name }: ServicePlace): string {
  return join(env["XDG_CONFIG_HOME"] || join(userHome, ".config"), "systemd", "user", `${name}.service`);
}

/** systemctl quotes what has spaces. */
function lists(paths: string, path: string): boolean {
  const plain = (text: string) => text.replaceAll(/["\\]/g, "").trim();
  return ` ${plain(paths)} `.includes(` ${plain(path)} `);
}

function systemctl({ env, uid, run }: ServicePlace): (...args: string[]) => ReturnType<RunProgram> {
  // Unset in cron jobs and after su, though the manager runs.
  const runtime = env["XDG_RUNTIME_DIR"] || `/run/user/${uid}`;
  return (...args) => run("env", [`XDG_RUNTIME_DIR=${runtime}`, "systemctl", "--user", ...args]);
}

function serviceOf(place: ServicePlace, unit: string): Service {
  const ctl = systemctl(place);
  const name = `${place.name}.service`;
  const must = (...args: string[]) => runOrThrow((_, all) => ctl(...all), "systemctl --user", args);
  const act = async (...args: string[]) => void (await must(...args));
  const status = () => readStatus(ctl, name);
  const register = async () => {
    const changed = writeIfOther(unit, systemdUnit(daemonCommand(place), await readiness(place.run)));
    if (changed) await must("daemon-reload");
    const { enabled } = await status();
    if (!enabled) await must("enable", name);
    return changed || !enabled;
  };
  const unregister = async () => {
    const was = existsSync(unit) || (await status()).registered;
    await ctl("disable", "--now", name);
    rmSync(unit, { force: true });
    if (was) await ctl("daemon-reload");
    await ctl("reset-failed", name);
    return was;
  };
  return {
    kind: "systemd",
    label: "systemd (user)",
    registration: unit,
    hints: ["to have it run without being logged in: loginctl enable-linger"],
    register,
    unregister,
    start: () => act("start", name),
    stop: () => act("stop", name),
    restart: () => act("restart", name),
    enable: async () => void (await register()),
    disable: () => act("disable", name),
    status,
  };
}

/**
 * `systemd-notify` waits since version 246 until its message was taken; an older one may be gone by then, and the
 * message is dropped because nobody knows any more whose it was.
 */
async function readiness(run: RunProgram): Promise<Readiness> {
  const { stdout } = await run("systemd-notify", ["--version"]);
  const [, version = "0"] = /^systemd (\d+)/.exec(stdout) ?? [];
  return Number(version) >= 246 ? "notify" : "exec";
}

async function readStatus(
  ctl: (...args: string[]) => ReturnType<RunProgram>,
  name: string,
): Promise<ServiceStatus> {
  const { stdout } = await ctl("show", name, "--property=LoadState,UnitFileState,MainPID");
  const values = new Map(
    stdout.split("\n").map((line): [string, string] => {
      const at = line.indexOf("=");
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
  const pid = Number(values.get("MainPID") ?? 0);
  return {
    registered: values.get("LoadState") === "loaded",
    enabled: values.get("UnitFileState") === "enabled",
    pid: pid > 0 ? pid : undefined,
  };
}
