import { isAccountsOwn } from "../account.ts";
import { type Home, locateHome } from "../home.ts";
import { detachedService } from "./detached.ts";
import { launchdService } from "./launchd.ts";
import { programRunner, type RunProgram } from "./run-program.ts";
import type { Service, ServicePlace } from "./service.ts";
import { systemdService } from "./systemd.ts";
import { windowsService } from "./windows.ts";

type Env = Readonly<Record<string, string | undefined>>;

type Asked = {
  readonly home: Home;
  readonly program: readonly [string, ...string[]];
  readonly env: Env;
  readonly userHome: string;
  readonly platform?: string;
  readonly run?: RunProgram;
};

/** What keeps the daemon running on this system for this user; a background process where nothing does. */
export async function findService(asked: Asked): Promise<Service> {
  const { platform = process.platform } = asked;
  const place = servicePlace(asked);
  const managed = await managedService(place, platform);
  return managed ?? detachedService(place);
}

async function managedService(place: ServicePlace, platform: string): Promise<Service | undefined> {
  switch (platform) {
    case "linux":
      return systemdService(place);
    case "darwin":
      return isAccountsOwn(place.userHome) ? launchdService(place) : undefined;
    case "win32":
      return isAccountsOwn(place.userHome) ? windowsService(place) : undefined;
    default:
      return undefined;
  }
}

export function servicePlace({ home, program, env, userHome, platform, run }: Asked): ServicePlace {
  const usual = locateHome(undefined, { ...env, PREMPTI_HOME: undefined }, platform).root;
  const isMoved = home.root !== usual;
  return {
    home,
    program,
    isMoved,
    name: isMoved ? `prempti-${digest(home.root)}` : "prempti",
    env,
    userHome,
    uid: process.getuid?.() ?? 0,
    run: run ?? programRunner(env),
  };
}

/** Tells the services of several homes apart. */
function digest(root: string): string {
  return process.getBuiltinModule("node:crypto").hash("sha256", root).slice(0, 8);
}
