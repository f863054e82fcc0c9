import { existsSync, lstatSync, readFileSync, rmSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { programOf } from "../../agents/hook-command.ts";
import type { Home } from "../../platform/home.ts";
import { pathEntry } from "../../platform/install/path-entry.ts";
import { type Keep, removeFiles } from "../../platform/install/remove-files.ts";
import { answering, endDaemon } from "../../platform/services/daemon-process.ts";
import { findService } from "../../platform/services/find-service.ts";
import { programRunner } from "../../platform/services/run-program.ts";
import { type AgentSettings, agentSettings, homeFolder, type Surroundings } from "../hook-files.ts";
import { unregisterHook } from "../hook-registration.ts";
import { hookCommand } from "../hook-target.ts";
import { Refusal } from "../refusal.ts";
import { backupOf, readSettings } from "../settings-file.ts";
import type { Step } from "./step.ts";

export type Removal = {
  readonly home: Home;
  readonly homeOption: string | undefined;
  readonly around: Surroundings;
  readonly keep: Keep;
};

/** Hooks first: an agent whose hook has lost its program blocks every call, or lets every call through. */
export function uninstallSteps(removal: Removal): readonly Step[] {
  return [
    ...agentSettings.flatMap((agent) =>
      (["user", "project"] as const).map((scope) => hookStep(agent, scope, removal)),
    ),
    serviceStep(removal),
    pathStep(removal),
    filesStep(removal),
  ];
}

function hookStep(
  agent: AgentSettings,
  scope: "user" | "project",
  { home, homeOption, around }: Removal,
): Step {
  const installed: Surroundings = { ...around, program: [home.executable] };
  const file = agent.file(scope, installed);
  return {
    what: agent.label,
    todo: async () => {
      const { text } = readSettings(file);
      if (text === "") return undefined;
      const command = hookCommand(agent.agent, homeOption, installed);
      const inspection = agent.settings.inspect(text, { command });
      if ("malformed" in inspection)
        return mentionsUs(text) ? refuse(file, inspection.malformed, home) : undefined;
      const { entries } = inspection;
      // Another installation's, which goes on guarding.
      if (entries.every((entry) => entry.command !== command && isElsewhere(entry.command, home)))
        return undefined;
      return `take the hook out of ${file}`;
    },
    act: async () => {
      try {
        const { edit, said } = unregisterHook({ agent, scope, homeOption }, installed);
        if (edit.changed) clearUp(file);
        return said;
      } catch (cause) {
        throw new Refusal(`the hook is still in ${file}`, byHand(file, home), { cause });
      }
    },
  };
}

const mentionsUs = (text: string): boolean => /prempti/.test(text);

const byHand = (file: string, { executable }: Home): string =>
  `take the entry that runs ${executable} out of "hooks" in ${file} by hand`;

function refuse(file: string, why: string, home: Home): never {
  throw new Refusal(`${file} is malformed: ${why}`, byHand(file, home));
}

function isElsewhere(command: string, { executable }: Home): boolean {
  const program = programOf(command);
  return isAbsolute(program) && resolve(program) !== resolve(executable) && existsSync(program);
}

/** Takes away our backup, and settings that say nothing any more. */
function clearUp(file: string): void {
  rmSync(backupOf(resolve(file)), { force: true });
  const isPlain = lstatSync(file, { throwIfNoEntry: false })?.isFile() === true;
  if (isPlain && readFileSync(file, "utf8").trim() === "{}") rmSync(file);
}

function serviceStep({ home, around: { env } }: Removal): Step {
  const find = () => findService({ home, program: [home.executable], env, userHome: homeFolder(env) });
  return {
    what: "service",
    todo: async () => {
      const { label, registration, status } = await find();
      const [{ registered, enabled }, daemon] = [await status(), await answering(home)];
      if (registered || enabled || (registration !== undefined && existsSync(registration)))
        return `stop the daemon and take it out of ${label}: ${registration}`;
      return daemon === undefined ? undefined : `stop the daemon, process ${daemon.pid}`;
    },
    act: async () => {
      await (await find()).unregister();
      // One that was started by hand.
      await endDaemon(home);
      return [];
    },
  };
}

function pathStep({ home, around: { env } }: Removal): Step {
  const entry = pathEntry({ home, env, userHome: homeFolder(env), run: programRunner(env) });
  return {
    what: "PATH",
    todo: async () => ((await entry.isOurs()) ? "take the program out of PATH" : undefined),
    act: async () => {
      await entry.remove();
      return [];
    },
  };
}

function filesStep({ home, keep }: Removal): Step {
  return {
    what: "files",
    todo: async () => (existsSync(home.root) ? `remove ${home.root}` : undefined),
    act: async () => {
      const { kept, failed } = removeFiles(home, keep);
      if (failed.length > 0)
        throw new Refusal(
          `not everything could be removed: ${failed.join("; ")}`,
          `remove ${home.root} by hand`,
        );
      return kept.length === 0 ? [] : [`left as it is: ${kept.join(", ")}`];
    },
  };
}
