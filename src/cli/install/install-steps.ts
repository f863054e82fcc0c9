import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { writeAtomic } from "../../platform/atomic-write.ts";
import { prepareFolders } from "../../platform/folders.ts";
import type { Home } from "../../platform/home.ts";
import { hasControlLink, makeControlLink } from "../../platform/install/control-link.ts";
import { defaultConfigText } from "../../platform/install/default-config.ts";
import { exampleName, exampleRules } from "../../platform/install/example-rules.ts";
import { installExecutable, isSameFile, versionOf } from "../../platform/install/executable.ts";
import { pathEntry } from "../../platform/install/path-entry.ts";
import { answering } from "../../platform/services/daemon-process.ts";
import { findService } from "../../platform/services/find-service.ts";
import { programRunner, type RunProgram } from "../../platform/services/run-program.ts";
import { version } from "../../platform/version.ts";
import { type AgentSettings, homeFolder, type Surroundings } from "../hook-files.ts";
import { registerHook } from "../hook-registration.ts";
import { hookStatus } from "../hook-status.ts";
import { type Place, planEdit } from "../hook-target.ts";
import { Refusal } from "../refusal.ts";
import { restartDaemon } from "../restart-daemon.ts";
import { untilAnswers } from "../service.ts";
import type { Step } from "./step.ts";

export type Installation = {
  readonly home: Home;
  readonly homeOption: string | undefined;
  /** The executable to install: mostly this very one. */
  readonly source: string;
  readonly around: Surroundings;
  readonly agents: readonly AgentSettings[];
  readonly withService: boolean;
  readonly withPath: boolean;
};

export function installSteps(installation: Installation): readonly Step[] {
  const { home, agents, withService, withPath, around } = installation;
  const run = programRunner(around.env);
  // Known once the program's step was looked at: then the daemon has to be started anew.
  const program = { isNew: false };
  return [
    foldersStep(home),
    programStep(installation, run, program),
    linkStep(home),
    configStep(home),
    exampleStep(home),
    ...(withService ? [serviceStep(installation, run, program)] : [withoutServiceStep(home, program)]),
    ...agents.map((agent) => hookStep(agent, installation)),
    ...(withPath ? [pathStep(installation, run)] : []),
  ];
}

function foldersStep(home: Home): Step {
  const isThere = () =>
    [home.userRules, home.run, home.spool, home.log].every((folder) => existsSync(folder));
  return {
    what: "folders",
    isEssential: true,
    todo: async () => (isThere() ? undefined : `make ${home.root}`),
    act: async () => {
      prepareFolders(home);
      return [];
    },
  };
}

function programStep({ home, source }: Installation, run: RunProgram, program: { isNew: boolean }): Step {
  const target = home.executable;
  return {
    what: "program",
    isEssential: true,
    todo: async () => {
      if (isSameFile(source, target)) return undefined;
      program.isNew = true;
      if (!existsSync(target)) return `copy version ${version()} to ${target}`;
      const old = (await versionOf(target, run)) ?? "one that does not run";
      return `replace version ${old} by ${version()} in ${target}`;
    },
    act: async () => {
      await installExecutable(source, target, run);
      return [];
    },
  };
}

function linkStep(home: Home): Step {
  return {
    what: "premptictl",
    todo: async () => (hasControlLink(home) ? undefined : "give the program its second name"),
    act: async () => {
      makeControlLink(home);
      return [];
    },
  };
}

function configStep({ config }: Home): Step {
  return {
    what: "settings",
    todo: async () =>
      existsSync(config) ? undefined : `write ${config}, in which everything has its default`,
    act: async () => {
      writeAtomic(config, defaultConfigText());
      return [];
    },
  };
}

function exampleStep({ userRules }: Home): Step {
  const file = join(userRules, exampleName);
  // Whoever has rules needs no example, and may have taken it away.
  const isUsed = () => existsSync(userRules) && readdirSync(userRules).length > 0;
  return {
    what: "rules",
    todo: async () => (isUsed() ? undefined : `write ${file}, which is not loaded`),
    act: async () => {
      writeAtomic(file, exampleRules, 0o644);
      return [];
    },
  };
}

function serviceStep(
  { home, around: { env } }: Installation,
  run: RunProgram,
  program: { readonly isNew: boolean },
): Step {
  const find = () => findService({ home, program: [home.executable], env, userHome: homeFolder(env), run });
  return {
    what: "service",
    todo: async () => {
      const { kind, label, registration, status } = await find();
      const [{ registered, enabled, pid }, daemon] = [await status(), await answering(home)];
      const isKnown = kind === "none" || (registered && enabled);
      if (isKnown && pid !== undefined && daemon?.version === version() && !program.isNew) return undefined;
      const how = kind === "none" ? "run the daemon in the background" : `run the daemon by ${label}`;
      const what = isKnown ? how : `register the daemon with ${label}: ${registration}`;
      return daemon === undefined ? what : `${what}, in place of process ${daemon.pid}`;
    },
    act: async () => {
      const service = await find();
      await service.register();
      await restartDaemon(home, service);
      const { pid } = await untilAnswers(home, service);
      return [`the daemon runs, process ${pid}`, ...service.hints];
    },
  };
}

/** A daemon that somebody else looks after still runs the old program. */
function withoutServiceStep(home: Home, program: { readonly isNew: boolean }): Step {
  return {
    what: "service",
    todo: async () => {
      const daemon = await answering(home);
      return daemon !== undefined && program.isNew ? "leave the daemon as it runs" : undefined;
    },
    act: async () => ["the daemon still runs the old program until: prempti restart"],
  };
}

function hookStep(agent: AgentSettings, { home, homeOption, around }: Installation): Step {
  const installed: Surroundings = { ...around, program: [home.executable] };
  const place: Place = { agent, scope: "user", homeOption };
  return {
    what: agent.label,
    todo: async () => {
      // The administrator's entry is enough; with a second one every call would be judged twice.
      const { entries } = hookStatus(agent, homeOption, installed);
      if (entries.some(({ scope, sees }) => scope === "managed" && sees === "everything")) return undefined;
      const { file, edited } = planEdit("add", place, installed);
      if ("malformed" in edited)
        throw new Refusal(
          `${file.path} is malformed: ${edited.malformed}`,
          `correct it by hand, then: prempti hook add ${agent.agent}`,
        );
      return edited.text === file.text ? undefined : `register the hook in ${file.path}`;
    },
    act: async () => {
      const { edit, said } = await registerHook(place, installed);
      return edit.backup === undefined ? said : [`what it was before is in ${edit.backup}`, ...said];
    },
  };
}

function pathStep({ home, around: { env } }: Installation, run: RunProgram): Step {
  const entry = pathEntry({ home, env, userHome: homeFolder(env), run });
  return {
    what: "PATH",
    todo: entry.todo,
    act: async () => {
      await entry.make();
      return [];
    },
  };
}
