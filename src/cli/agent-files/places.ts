import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { HookEntry, HookSettings } from "../../agents/settings.ts";
import { accountHome } from "../../platform/home.ts";
import type { HookPlace, Trusting } from "../codex-trust.ts";

/** Where a settings file belongs. Local ones are only ever read; managed ones are the machine's administrator's. */
export type Scope = "user" | "project" | "local" | "managed";

export const writtenScopes = ["user", "project", "managed"] as const;

export type WrittenScope = (typeof writtenScopes)[number];

/** What the places of settings files depend on. */
export type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly platform: string;
  /** What starts the prempti that agents are to run; this very program by default. */
  readonly program?: readonly [string, ...string[]];
  /** Tests' own: where the machine's files are instead of "/". Never taken from the environment. */
  readonly systemRoot?: string;
};

export type Place = {
  readonly scope: Scope;
  readonly file: string;
  /** For a file of another form than those that are written. */
  readonly settings?: HookSettings;
};

export type ManagedFile = {
  readonly file: string;
  /** In place of the agent's other settings' form. */
  readonly settings?: HookSettings;
  readonly ownFile?: boolean;
};

/** What an agent keeps of its person's trust in hooks, beside the hooks. */
type Trust = {
  /** Has the agent trust what stands in the file now. */
  readonly grant: (place: HookPlace, around: Surroundings) => Promise<Trusting>;
  /** What of it the agent would not run now. */
  readonly check: (place: HookPlace, around: Surroundings) => Promise<readonly string[]>;
  /** Takes away what it keeps of entries that are gone. Returns what the person has to know. */
  readonly withdraw: (file: string, gone: readonly HookEntry[], around: Surroundings) => readonly string[];
  /** What the person can do instead. */
  readonly byHand: string;
};

/** One agent's settings: the files, and how to edit them. */
export type AgentSettings = {
  readonly agent: string;
  readonly label: string;
  /** What its program is called. */
  readonly program: string;
  readonly settings: HookSettings;
  /** Whose dialect its hook speaks; its own by default. */
  readonly dialect?: string;
  /** It is there when the agent was used. */
  readonly folder: (around: Surroundings) => string;
  readonly file: (scope: "user" | "project", around: Surroundings) => string;
  /** The machine's settings; undefined where it is not known what the agent reads. */
  readonly managed: (around: Surroundings) => ManagedFile | undefined;
  /** The files that are written hold nothing but our hook. */
  readonly ownFile?: boolean;
  /** What the agent reads beside those two and may say something about hooks. */
  readonly others: (around: Surroundings) => readonly Place[];
  /** The first version that can ask over HTTP and be blocked by what goes wrong there. */
  readonly http?: { readonly since: string };
  /** Variables with which the agent runs no hooks at all. */
  readonly disablers: readonly string[];
  /** Why the agent skips a registered hook until its person does something, and what; undefined: it does not. */
  readonly held?: (
    entry: HookEntry & { readonly scope: Scope; readonly file: string },
    around: Surroundings,
  ) => { readonly problem: string; readonly remedy: string } | undefined;
  /** How the agent is had to trust our hooks, where it runs no others. */
  readonly trust?: Trust;
};

export const homeFolder = (env: Surroundings["env"]): string =>
  env["HOME"] || env["USERPROFILE"] || accountHome();

/** Where one of the machine's files is. */
export function systemPath({ systemRoot }: Surroundings, path: string): string {
  return systemRoot === undefined ? path : join(systemRoot, path.replace(/^[A-Z]:/, ""));
}

/** The JSON files of a folder, by name; none when it can't be read. */
export function jsonFilesIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    return names.sort().map((name) => join(folder, name));
  } catch {
    return [];
  }
}
