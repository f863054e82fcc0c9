import { accessSync, constants } from "node:fs";
import { isAbsolute } from "node:path";
import { programOf } from "../agents/hook-command.ts";
import type { Disabler, HookEntry } from "../agents/settings.ts";
import type { AgentSettings, Place, Scope, Surroundings } from "./hook-files.ts";
import { hookCommand } from "./hook-registration.ts";
import { messageOf } from "./refusal.ts";
import { readSettings } from "./settings-file.ts";

/** Something that is off, and the command or edit that puts it right. */
export type Warning = { readonly problem: string; readonly remedy: string };

type Entry = HookEntry & { readonly scope: Scope; readonly file: string };

/** Whether an agent really asks Prempti, as far as its settings tell. */
export type HookStatus = {
  readonly agent: string;
  readonly label: string;
  /** At least one entry is in force. */
  readonly registered: boolean;
  readonly entries: readonly Entry[];
  readonly warnings: readonly Warning[];
};

type Read = {
  readonly scope: Scope;
  readonly file: string;
  readonly entries: readonly Entry[];
  readonly foreign: readonly string[];
  readonly disablers: readonly Disabler[];
  readonly warnings: readonly Warning[];
};

export function hookStatus(
  agent: AgentSettings,
  homeOption: string | undefined,
  around: Surroundings,
): HookStatus {
  const command = hookCommand(agent.agent, homeOption, around);
  const reads = filesOf(agent, around).map((place) => readFile(agent, place, command));
  const entries = reads.flatMap((read) => read.entries);
  const held = entries.flatMap((entry) => heldWarnings(agent, entry, around));
  const sound = entries.filter(
    (entry) =>
      entry.event === agent.settings.judges &&
      isThere(entry.command) &&
      heldWarnings(agent, entry, around).length === 0,
  );
  const registered = sound.some((entry) => !isDisabled(entry, reads)) && !isSwitchedOff(agent, around);
  const add = `prempti hook add ${agent.agent}`;
  return {
    agent: agent.agent,
    label: agent.label,
    registered,
    entries,
    warnings: distinct([
      ...reads.flatMap((read) => read.warnings),
      ...reads.flatMap(disablerWarnings),
      ...switchWarnings(agent, around),
      ...(entries.every(({ event }) => event !== agent.settings.judges)
        ? [{ problem: `the hook is not registered for ${agent.settings.judges}`, remedy: add }]
        : []),
      ...entries.flatMap((entry) => entryWarnings(entry, add)),
      ...held,
      ...duplicateWarnings(agent, sound),
      ...reads.flatMap(foreignWarnings),
    ]),
  };
}

/** One entry an event says the same twice. */
function distinct(warnings: readonly Warning[]): readonly Warning[] {
  return [...new Map(warnings.map((warning) => [warning.problem, warning])).values()];
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

function readFile({ settings }: AgentSettings, place: Place, command: string): Read {
  const { scope, file, inspect = (text) => settings.inspect(text, { command }) } = place;
  const empty: Read = { scope, file, entries: [], foreign: [], disablers: [], warnings: [] };
  const broken = (problem: string): Read => ({
    ...empty,
    warnings: [{ problem, remedy: `correct ${file} by hand` }],
  });
  try {
    const inspection = inspect(readSettings(file).text);
    if ("malformed" in inspection) return broken(`${file} is malformed: ${inspection.malformed}`);
    return {
      ...empty,
      entries: inspection.entries.map((entry) => ({ ...entry, scope, file })),
      foreign: inspection.foreign,
      disablers: inspection.disablers.filter(({ reach }) => scope === "managed" || reach !== "unmanaged"),
    };
  } catch (error) {
    return broken(messageOf(error));
  }
}

/** Whether something in any file keeps this entry from running. */
function isDisabled(entry: Entry, reads: readonly Read[]): boolean {
  return reads.some(({ scope, file, disablers }) =>
    disablers.some(({ reach }) => {
      if (reach === "file") return file === entry.file;
      return entry.scope !== "managed" || (reach === "every" && scope === "managed");
    }),
  );
}

function disablerWarnings({ file, disablers }: Read): readonly Warning[] {
  return disablers.map(({ sentence }) => ({
    problem: `${sentence} (${file})`,
    remedy: `correct ${file} by hand`,
  }));
}

const isSwitchedOff = ({ disablers }: AgentSettings, { env }: Surroundings): boolean =>
  disablers.some((name) => isOn(env[name]));

function switchWarnings({ disablers, label }: AgentSettings, { env }: Surroundings): readonly Warning[] {
  return disablers
    .filter((name) => isOn(env[name]))
    .map((name) => ({ problem: `${name} makes ${label} run no hooks`, remedy: `unset ${name}` }));
}

const isOn = (value: string | undefined): boolean =>
  value !== undefined && !["", "0", "false"].includes(value);

function entryWarnings(entry: Entry, add: string): readonly Warning[] {
  const remedy =
    entry.scope === "user" || entry.scope === "project"
      ? `${add}${entry.scope === "project" ? " --scope project" : ""}`
      : `correct ${entry.file} by hand`;
  const missing = isThere(entry.command) ? [] : [`its program ${programOf(entry.command)} can't be run`];
  return [...missing, ...entry.flaws].map((flaw) => ({
    problem: `the hook in ${entry.file}: ${flaw}`,
    remedy,
  }));
}

function heldWarnings({ held }: AgentSettings, entry: Entry, around: Surroundings): readonly Warning[] {
  const warning = held?.(entry, around);
  return warning === undefined ? [] : [warning];
}

/** A name without a folder is looked up by the agent's shell; only a path can be checked from here. */
function isThere(command: string): boolean {
  const program = programOf(command);
  if (!isAbsolute(program)) return true;
  try {
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function duplicateWarnings({ agent }: AgentSettings, sound: readonly Entry[]): readonly Warning[] {
  if (sound.length < 2) return [];
  const files = [...new Set(sound.map(({ file }) => file))].join(" and ");
  const project =
    sound.some(({ scope }) => scope === "project") && sound.some(({ scope }) => scope !== "project");
  return [
    {
      problem: `the hook is registered ${sound.length} times, so every call is judged as often (${files})`,
      remedy: project ? `prempti hook remove ${agent} --scope project` : `prempti hook add ${agent}`,
    },
  ];
}

function foreignWarnings({ file, foreign }: Read): readonly Warning[] {
  return foreign.map((command) => ({
    problem: `${file} runs ${JSON.stringify(command)}, which is not prempti's own entry and is left alone`,
    remedy: `take it out of ${file} by hand if it is not wanted`,
  }));
}
