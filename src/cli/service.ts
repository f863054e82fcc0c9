import { existsSync } from "node:fs";
import { type Home, locateHome } from "../platform/home.ts";
import { type Answering, waitFor } from "../platform/services/daemon-process.ts";
import { findService } from "../platform/services/find-service.ts";
import type { Service } from "../platform/services/service.ts";
import { homeFolder, type Surroundings } from "./hook-files.ts";
import { Refusal } from "./refusal.ts";
import { selfCommand } from "./self.ts";

type Env = Surroundings["env"];

/** What a service is asked for: the installed executable where there is one, else this very program. */
export function serviceAsked(homeOption: string | undefined, env: Env) {
  const home = locateHome(homeOption, env);
  const program: readonly [string, ...string[]] = existsSync(home.executable)
    ? [home.executable]
    : selfCommand();
  return { home, program, env, userHome: homeFolder(env) };
}

export async function serviceOf(
  homeOption: string | undefined,
  env: Env,
): Promise<{ readonly home: Home; readonly service: Service }> {
  const asked = serviceAsked(homeOption, env);
  return { home: asked.home, service: await findService(asked) };
}

/** A service that the system knows. Where there is no service manager, there is nothing to be known. */
export async function requireRegistered({ kind, label, status }: Service): Promise<void> {
  if (kind === "none" || (await status()).registered) return;
  throw new Refusal(`the daemon is not registered with ${label}`, "prempti install registers it", {
    exit: 1,
  });
}

/** The daemon once it answers; says where to look when it doesn't. */
export async function untilAnswers(home: Home, { kind }: Service): Promise<Answering> {
  const daemon = await waitFor(home, (now) => now);
  if (daemon !== undefined) return daemon;
  const journal = kind === "systemd" ? "journalctl --user -u prempti -n 20" : `look at ${home.messages}`;
  throw new Refusal("the daemon was started, but does not answer", journal, { exit: 1 });
}
