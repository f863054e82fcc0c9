import { rmSync } from "node:fs";
import { quoteForSh } from "../agents/hook-command.ts";
import { locateHome } from "../platform/home.ts";
import type { AgentSettings, Surroundings, WrittenScope } from "./hook-files.ts";
import { Refusal } from "./refusal.ts";
import { selfCommand } from "./self.ts";
import { backupOf, readSettings, type SettingsFile, writeSettings } from "./settings-file.ts";

/** The command that an agent's settings run: this program by its absolute path, and its home unless that is the usual. */
export function hookCommand(
  agent: string,
  homeOption: string | undefined,
  { env, platform, program = selfCommand() }: Surroundings,
): string {
  const home = locateHome(homeOption, env, platform).root;
  const usual = locateHome(undefined, { ...env, PREMPTI_HOME: undefined }, platform).root;
  const words = [...program, "hook", agent, ...(home === usual ? [] : ["--home", home])];
  // Claude Code runs hooks by a POSIX shell on Windows too, to which a backslash is no separator.
  return words.map((word) => quoteForSh(platform === "win32" ? word.replaceAll("\\", "/") : word)).join(" ");
}

/** What an edit came to. */
export type Edit = {
  readonly agent: string;
  readonly file: string;
  readonly changed: boolean;
  readonly backup?: string;
};

export type Place = {
  readonly agent: AgentSettings;
  readonly scope: WrittenScope;
  readonly homeOption: string | undefined;
};

/** Adds or removes our entry in one settings file. */
export function editHook(action: "add" | "remove", place: Place, surroundings: Surroundings): Edit {
  const { agent, scope, homeOption } = place;
  const file = readSettings(agent.file(scope, surroundings));
  const hook = { command: hookCommand(agent.agent, homeOption, surroundings) };
  const edited = agent.settings[action](file.text, hook);
  if ("malformed" in edited) throw malformed(file, edited.malformed);
  if (edited.text === file.text) return { agent: agent.agent, file: file.path, changed: false };
  if (agent.ownFile === true && edited.text.trim() === "{}") {
    rmSync(file.target);
    rmSync(backupOf(file.path), { force: true });
    return { agent: agent.agent, file: file.path, changed: true };
  }
  writeSettings(file, edited.text);
  const backup = file.mode === undefined ? {} : { backup: backupOf(file.path) };
  return { agent: agent.agent, file: file.path, changed: true, ...backup };
}

function malformed({ path }: SettingsFile, why: string): Refusal {
  return new Refusal(
    `${path} is malformed: ${why}`,
    `correct it by hand, then run the same command again; nothing was changed`,
    {
      exit: 1,
    },
  );
}
