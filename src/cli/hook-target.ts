import { existsSync, readFileSync } from "node:fs";
import { quoteForSh } from "../agents/hook-command.ts";
import type { Edited, Hook, HookSettings, Transport } from "../agents/settings.ts";
import { readConfig } from "../platform/config.ts";
import { type Config, defaultConfig } from "../platform/config-keys.ts";
import { type Home, locateHome } from "../platform/home.ts";
import { readToken } from "../platform/token.ts";
import type { AgentSettings, Surroundings, WrittenScope } from "./hook-files.ts";
import { managedFileOf } from "./managed.ts";
import { selfCommand } from "./self.ts";
import { readSettings, type SettingsFile } from "./settings-file.ts";

/** Which settings of an agent are meant. */
export type Place = {
  readonly agent: AgentSettings;
  readonly scope: WrittenScope;
  readonly homeOption: string | undefined;
  /** The one that the settings have already when undefined. */
  readonly transport?: Transport | undefined;
};

/** The settings file of a place, and how it is edited. */
export type Target = {
  readonly file: string;
  readonly settings: HookSettings;
  /** It holds nothing but our hook. */
  readonly isOurs: boolean;
};

export function targetOf({ agent, scope }: Place, around: Surroundings): Target {
  if (scope !== "managed")
    return { file: agent.file(scope, around), settings: agent.settings, isOurs: agent.ownFile === true };
  const { file, settings = agent.settings, ownFile = false } = managedFileOf(agent, around);
  return { file, settings, isOurs: ownFile };
}

/** A settings file as it is, and what an edit would make of it. */
export type Plan = { readonly target: Target; readonly file: SettingsFile; readonly edited: Edited };

export function planEdit(action: "add" | "remove", place: Place, around: Surroundings): Plan {
  const target = targetOf(place, around);
  const file = readSettings(target.file);
  const hook = hookFor(place, around);
  const transport = place.transport ?? transportIn(file.text, hook, target);
  return { target, file, edited: target.settings[action](file.text, { ...hook, transport }) };
}

function transportIn(text: string, hook: Hook, { settings }: Target): Transport {
  const inspection = settings.inspect(text, hook);
  const entries = "entries" in inspection ? inspection.entries : [];
  return entries.find(({ event }) => event === settings.judges)?.transport ?? "command";
}

/** What the settings of a place are to hold, by either transport. */
export function hookFor({ agent: settings, scope, homeOption }: Place, around: Surroundings): Hook {
  const { agent: name, dialect: agent = name, http } = settings;
  // Every user has a home, a daemon and settings of their own.
  if (scope === "managed") return { command: managedCommand(agent, around) };
  const home = locateHome(homeOption, around.env, around.platform);
  const config = configOf(home);
  const command = hookCommand(agent, homeOption, around);
  const hook = { command, ...waitOf(config) };
  if (http === undefined || config.httpListen === "") return hook;
  const url = `http://${config.httpListen}/v1/hook/${agent}`;
  const token = readToken(home) ?? "";
  return { ...hook, http: { url, ...shown(token) } };
}

/** What an agent shows to the daemon: that it may ask, and in which way its person started it. */
function shown(token: string): Omit<NonNullable<Hook["http"]>, "url"> {
  const variable = "CLAUDE_CODE_ENTRYPOINT";
  const headers = { Authorization: `Bearer ${token}`, "X-Prempti-Entrypoint": `$${variable}` };
  return { headers, allowedEnvVars: [variable] };
}

export function configOf({ config }: Home): Config {
  if (!existsSync(config)) return defaultConfig;
  return readConfig({ file: config, text: readFileSync(config, "utf8") }).config;
}

/** The daemon needs two of these seconds for its reply. */
function waitOf({ askFallback, askHoldSeconds }: Config): { readonly wait?: number } {
  return askFallback === "hold" ? { wait: askHoldSeconds + 2 } : {};
}

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
