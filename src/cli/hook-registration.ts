import { rmSync } from "node:fs";
import { quoteForSh } from "../agents/hook-command.ts";
import type { Hook, HookSettings } from "../agents/settings.ts";
import { locateHome } from "../platform/home.ts";
import type { AgentSettings, Surroundings, WrittenScope } from "./hook-files.ts";
import { checkManaged, managedFileOf, managedRefusal } from "./managed.ts";
import { Refusal } from "./refusal.ts";
import { selfCommand } from "./self.ts";
import { backupOf, readSettings, type SettingsFile, writeSettings } from "./settings-file.ts";

/**
 * The command that an agent's settings run: this program by its absolute path, in its home. The home is named even when
 * it is the usual one: a project's settings can set PREMPTI_HOME for a hook of Claude Code (seen with 2.1.330).
 */
export function hookCommand(agent: string, homeOption: string | undefined, around: Surroundings): string {
  const { env, platform } = around;
  return commandLine(agent, around, wordForSh(locateHome(homeOption, env, platform).root, platform));
}

/** The command for every user of the machine: the shell puts in the home of whoever the agent runs for. */
function managedCommand(agent: string, around: Surroundings): string {
  return commandLine(agent, around, around.platform === "win32" ? undefined : "~/.prempti");
}

function commandLine(
  agent: string,
  { platform, program = selfCommand() }: Surroundings,
  home: string | undefined,
): string {
  const words = [...program, "hook", agent].map((word) => wordForSh(word, platform));
  return [...words, ...(home === undefined ? [] : ["--home", home])].join(" ");
}

/** Claude Code runs hooks by a POSIX shell on Windows too, to which a backslash is no separator. */
function wordForSh(word: string, platform: string): string {
  return quoteForSh(platform === "win32" ? word.replaceAll("\\", "/") : word);
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

/** The settings file of a scope, and how it is edited. */
type Target = {
  readonly file: string;
  readonly settings: HookSettings;
  /** It holds nothing but our hook. */
  readonly isOurs: boolean;
};

function targetOf({ agent, scope }: Place, around: Surroundings): Target {
  if (scope !== "managed")
    return { file: agent.file(scope, around), settings: agent.settings, isOurs: agent.ownFile === true };
  const { file, settings = agent.settings, ownFile = false } = managedFileOf(agent, around);
  return { file, settings, isOurs: ownFile };
}

/** Registers the hook, and has its agent trust it where it runs no other. Returns what the person has to know too. */
export async function registerHook(
  place: Place,
  around: Surroundings,
  withTrust = true,
): Promise<{ readonly edit: Edit; readonly said: readonly string[] }> {
  const edit = editHook("add", place, around);
  const { trust, label } = place.agent;
  if (trust === undefined || place.scope === "managed") return { edit, said: [] };
  if (!withTrust)
    return { edit, said: [`${label} skips the hook without a word until you trust it: ${trust.byHand}`] };
  const trusting = await trust.grant({ file: edit.file, command: hookFor(place, around).command }, around);
  if ("trusted" in trusting) {
    const what = trusting.isNew ? [`${label} has been told that you trust it`] : [];
    return { edit, said: what };
  }
  const { failure } = trusting;
  return {
    edit,
    said: [`${failure}; ${label} skips the hook without a word until you trust it: ${trust.byHand}`],
  };
}

/** Takes the hook out, and what the agent keeps of trust in it. */
export function unregisterHook(
  place: Place,
  around: Surroundings,
): { readonly edit: Edit; readonly said: readonly string[] } {
  const { agent, scope } = place;
  const { file, settings } = targetOf(place, around);
  const inspection = settings.inspect(readSettings(file).text, hookFor(place, around));
  const edit = editHook("remove", place, around);
  const gone = "entries" in inspection && edit.changed ? inspection.entries : [];
  const said = scope === "managed" || gone.length === 0 ? [] : agent.trust?.withdraw(edit.file, gone, around);
  return { edit, said: said ?? [] };
}

/** Adds or removes our entry in one settings file. */
function editHook(action: "add" | "remove", place: Place, around: Surroundings): Edit {
  const { agent, scope, homeOption } = place;
  const target = targetOf(place, around);
  if (scope !== "managed") return edit(action, place, target, around);
  if (action === "add") checkManaged(homeOption, around);
  try {
    return edit(action, place, target, around);
  } catch (error) {
    const words = ["hook", action, agent.agent, "--scope", "managed"];
    throw managedRefusal(error, words, target.file, around.platform);
  }
}

function edit(action: "add" | "remove", place: Place, target: Target, around: Surroundings): Edit {
  const { agent } = place.agent;
  const file = readSettings(target.file);
  const edited = target.settings[action](file.text, hookFor(place, around));
  if ("malformed" in edited) throw malformed(file, edited.malformed);
  if (edited.text === file.text) return { agent, file: file.path, changed: false };
  if (isNothing(edited.text, target)) {
    rmSync(file.target);
    rmSync(backupOf(file.path), { force: true });
    return { agent, file: file.path, changed: true };
  }
  // What the administrator writes, every user's agent has to read.
  writeSettings(file, edited.text, place.scope === "managed" ? 0o644 : 0o600);
  const backup = file.mode === undefined ? {} : { backup: backupOf(file.path) };
  return { agent, file: file.path, changed: true, ...backup };
}

/** What the settings of a place are to hold. */
export function hookFor({ agent: { agent }, scope, homeOption }: Place, around: Surroundings): Hook {
  return {
    command: scope === "managed" ? managedCommand(agent, around) : hookCommand(agent, homeOption, around),
  };
}

/** Nothing that anybody would miss: of TOML no byte, of a JSON file of ours no key. */
const isNothing = (text: string, { isOurs }: Target): boolean =>
  text === "" || (isOurs && text.trim() === "{}");

function malformed({ path }: SettingsFile, why: string): Refusal {
  return new Refusal(
    `${path} is malformed: ${why}`,
    `correct it by hand, then run the same command again; nothing was changed`,
    {
      exit: 1,
    },
  );
}
