import type { Disabler, ForeignHook, Hook, HookEntry } from "../agents/settings.ts";
import type { AgentSettings, Place, Scope, Surroundings } from "./hook-files.ts";
import { isOfProject } from "./hook-surroundings.ts";
import { hookFor } from "./hook-target.ts";
import { isThere, notesOf, type Warning, warningsOf } from "./hook-warnings.ts";
import { messageOf } from "./refusal.ts";
import { readSettings } from "./settings-file.ts";

export type { Warning } from "./hook-warnings.ts";

export type Entry = HookEntry & { readonly scope: Scope; readonly file: string };

/** Whether an agent really asks Prempti, as far as its settings tell. */
export type HookStatus = {
  readonly agent: string;
  readonly label: string;
  /** At least one entry is in force. */
  readonly registered: boolean;
  readonly entries: readonly Entry[];
  readonly warnings: readonly Warning[];
  /** What is no fault, and good to know. */
  readonly notes: readonly string[];
};

/** What one settings file says. */
export type Read = {
  readonly scope: Scope;
  readonly file: string;
  readonly entries: readonly Entry[];
  readonly foreign: readonly string[];
  readonly others: readonly ForeignHook[];
  readonly disablers: readonly Disabler[];
  readonly env: Readonly<Record<string, unknown>>;
  readonly allowedUrls: readonly string[] | undefined;
  readonly pins: readonly string[];
  readonly warnings: readonly Warning[];
};

export function hookStatus(
  agent: AgentSettings,
  homeOption: string | undefined,
  around: Surroundings,
): HookStatus {
  const { reads, sound, inForce } = readAll(agent, homeOption, around);
  const switches = switchesOn(agent, around);
  const isManaged = inForce.some(({ scope }) => scope === "managed");
  const seen = { agent, reads, sound, around, switches, isManaged };
  return {
    agent: agent.agent,
    label: agent.label,
    registered: isManaged || (inForce.length > 0 && switches.length === 0),
    entries: reads.flatMap((read) => read.entries).map(({ headers: _, ...entry }) => entry),
    warnings: warningsOf(seen),
    notes: notesOf(seen),
  };
}

type All = {
  readonly reads: readonly Read[];
  /** Those that judge calls, and can. */
  readonly sound: readonly Entry[];
  /** Those of them that nothing keeps from running. */
  readonly inForce: readonly Entry[];
};

function readAll(agent: AgentSettings, homeOption: string | undefined, around: Surroundings): All {
  const all = filesOf(agent, around).map((place) => readFile(agent, place, homeOption, around));
  const pins = all.flatMap((read) => (read.scope === "managed" ? read.pins : []));
  const reads = all.map((read) => withoutBeaten(read, pins));
  const sound = reads
    .flatMap((read) => read.entries)
    .filter(
      (entry) =>
        entry.event === agent.settings.judges && isThere(entry) && agent.held?.(entry, around) === undefined,
    );
  return { reads, sound, inForce: sound.filter((entry) => !isDisabled(entry, reads)) };
}

/** The entries by which the agent asks about tool calls here, and the environment that it runs them in. */
export type WaysIn = {
  readonly entries: readonly Entry[];
  readonly env: Surroundings["env"];
  /** Names of variables that files of the project set. */
  readonly ofProject: readonly string[];
};

export function waysIn(agent: AgentSettings, homeOption: string | undefined, around: Surroundings): WaysIn {
  const { reads, inForce } = readAll(agent, homeOption, around);
  // The person's settings first, those of the project over them, the machine's over all.
  const given = reads.flatMap(({ env }) => Object.entries(env)).map(([name, value]) => [name, String(value)]);
  const ofProject = reads.filter(isOfProject).flatMap(({ env }) => Object.keys(env));
  return { entries: inForce, env: { ...around.env, ...Object.fromEntries(given) }, ofProject };
}

/** The same, once the agent itself was asked whether it trusts the hooks as they are now. */
export async function withTrust(
  status: HookStatus,
  agent: AgentSettings,
  homeOption: string | undefined,
  around: Surroundings,
): Promise<HookStatus> {
  const { trust } = agent;
  if (trust === undefined) return status;
  const files = status.entries.filter(({ scope }) => scope !== "managed").map(({ file }) => file);
  const { command } = hookFor({ agent, scope: "user", homeOption }, around);
  const warnings: Warning[] = [];
  for (const file of new Set(files))
    for (const problem of await trust.check({ file, command }, around))
      warnings.push({ problem, remedy: `prempti hook add ${agent.agent}` });
  const isManaged = status.entries.some(({ scope }) => scope === "managed");
  return {
    ...status,
    registered: status.registered && (isManaged || warnings.length === 0),
    warnings: [...status.warnings, ...warnings],
  };
}

function filesOf(agent: AgentSettings, around: Surroundings): readonly Place[] {
  const [user, project] = [agent.file("user", around), agent.file("project", around)];
  return [
    { scope: "user", file: user },
    // In the home folder the project's settings are the user's own.
    ...(user === project ? [] : [{ scope: "project" as const, file: project }]),
    ...agent.others(around),
  ];
}

function readFile(
  agent: AgentSettings,
  place: Place,
  homeOption: string | undefined,
  around: Surroundings,
): Read {
  const { scope, file, settings = agent.settings } = place;
  const hook = hookFor({ agent, scope: scope === "local" ? "user" : scope, homeOption }, around);
  const empty: Read = {
    scope,
    file,
    entries: [],
    foreign: [],
    others: [],
    disablers: [],
    env: {},
    allowedUrls: undefined,
    pins: [],
    warnings: [],
  };
  const broken = (problem: string): Read => ({
    ...empty,
    warnings: [{ problem, remedy: `correct ${file} by hand` }],
  });
  try {
    const { text } = readSettings(file);
    const inspection = settings.inspect(text, expected(text, hook, scope, settings));
    if ("malformed" in inspection) return broken(`${file} is malformed: ${inspection.malformed}`);
    const { entries, foreign, others = [], disablers, env = {}, allowedUrls, pins = [] } = inspection;
    return {
      ...empty,
      entries: entries.map((entry) => ({ ...entry, scope, file })),
      foreign,
      others,
      disablers: disablers.filter(({ reach }) => scope === "managed" || reach !== "unmanaged"),
      env,
      allowedUrls,
      pins,
    };
  } catch (error) {
    return broken(messageOf(error));
  }
}

/** Whichever prempti the administrator has put there for every user is the right one in managed settings. */
function expected(text: string, hook: Hook, scope: Scope, settings: AgentSettings["settings"]): Hook {
  if (scope !== "managed") return hook;
  const inspection = settings.inspect(text, hook);
  const entries = "entries" in inspection ? inspection.entries : [];
  const judging = entries.find(
    ({ event, transport }) => event === settings.judges && transport === "command",
  );
  if (judging === undefined) return hook;
  const [, command = judging.command, wait] = /^(.*) --wait (\d+)$/.exec(judging.command) ?? [];
  return { ...hook, command, ...(wait === undefined ? {} : { wait: Number(wait) }) };
}

/** What the machine's settings have pinned can't be switched off elsewhere. */
function withoutBeaten(read: Read, pins: readonly string[]): Read {
  const disablers = read.disablers.filter(
    ({ beatenBy }) => beatenBy === undefined || !pins.includes(beatenBy),
  );
  return { ...read, disablers };
}

/** Whether something in any file keeps this entry from running. */
function isDisabled(entry: Entry, reads: readonly Read[]): boolean {
  return reads.some(({ scope, file, disablers }) =>
    disablers.some(({ reach }) => {
      if (reach === "file") return file === entry.file;
      return reach === "all" || entry.scope !== "managed" || (reach === "every" && scope === "managed");
    }),
  );
}

/** Variables with which the agent runs no hooks but managed ones. */
const switchesOn = ({ disablers }: AgentSettings, { env }: Surroundings): readonly string[] =>
  disablers.filter((name) => isOn(env[name]));

const isOn = (value: string | undefined): boolean =>
  value !== undefined && !["", "0", "false"].includes(value);
