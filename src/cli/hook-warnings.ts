import { accessSync, constants } from "node:fs";
import { isAbsolute } from "node:path";
import { programOf } from "../agents/hook-command.ts";
import type { AgentSettings, Surroundings } from "./hook-files.ts";
import type { Entry, Read } from "./hook-status.ts";
import { surroundingsWarnings } from "./hook-surroundings.ts";
import { sharedProblem } from "./managed.ts";

/** Something that is off, and the command or edit that puts it right. */
export type Warning = { readonly problem: string; readonly remedy: string };

type Seen = {
  readonly agent: AgentSettings;
  readonly reads: readonly Read[];
  /** The entries that judge calls, and can. */
  readonly sound: readonly Entry[];
  readonly around: Surroundings;
  /** Variables that are set and switch hooks off. */
  readonly switches: readonly string[];
  /** A hook in the machine's settings is in force: what other files and variables say leaves it alone. */
  readonly isManaged: boolean;
};

export function warningsOf(seen: Seen): readonly Warning[] {
  const { agent, reads, sound, around, isManaged } = seen;
  const add = `prempti hook add ${agent.agent}`;
  const entries = reads.flatMap((read) => read.entries);
  const isMissing = entries.every(({ event }) => event !== agent.settings.judges);
  return distinct([
    ...reads.flatMap((read) => read.warnings),
    ...(isManaged ? [] : offWarnings(seen)),
    ...(isMissing
      ? [{ problem: `the hook is not registered for ${agent.settings.judges}`, remedy: add }]
      : []),
    ...entries.flatMap((entry) => entryWarnings(entry, add, around)),
    ...entries.flatMap((entry) => agent.held?.(entry, around) ?? []),
    ...duplicateWarnings(agent, sound),
    ...surroundingsWarnings(reads, around),
    ...reads.flatMap(foreignWarnings),
  ]);
}

/** Hooks of others that have a say: no fault, and a limit of what Prempti can promise. */
export function notesOf(seen: Seen): readonly string[] {
  const notes = seen.reads.flatMap(({ file, others }) =>
    others.map(({ event, runs, can }) => `another hook for ${event} (${runs}, in ${file}) ${can}`),
  );
  const survived = seen.isManaged
    ? offWarnings(seen).map(
        ({ problem }) => `${problem}; the hook in the machine's settings runs all the same`,
      )
    : [];
  return [...new Set([...survived, ...notes])];
}

/** What switches hooks off. */
function offWarnings({ agent, reads, switches }: Seen): readonly Warning[] {
  return [
    ...reads.flatMap(disablerWarnings),
    ...switches.map((name) => ({
      problem: `${name} makes ${agent.label} run no hooks`,
      remedy: `unset ${name}`,
    })),
  ];
}

/** One entry an event says the same twice. */
function distinct(warnings: readonly Warning[]): readonly Warning[] {
  return [...new Map(warnings.map((warning) => [warning.problem, warning])).values()];
}

function disablerWarnings({ file, disablers }: Read): readonly Warning[] {
  return disablers.map(({ sentence }) => ({
    problem: `${sentence} (${file})`,
    remedy: `correct ${file} by hand`,
  }));
}

function entryWarnings(entry: Entry, add: string, { platform }: Surroundings): readonly Warning[] {
  const missing = isThere(entry) ? [] : [`its program ${programOf(entry.command)} can't be run`];
  const problem =
    entry.scope === "managed" && isAbsolute(programOf(entry.command)) && missing.length === 0
      ? sharedProblem(programOf(entry.command), platform)
      : undefined;
  const flaws = [...missing, ...(problem === undefined ? [] : [problem]), ...entry.flaws];
  return flaws.map((flaw) => ({
    problem: `the hook in ${entry.file}: ${flaw}`,
    remedy: remedyFor(entry, add),
  }));
}

function remedyFor({ scope, file }: Entry, add: string): string {
  if (scope === "local") return `correct ${file} by hand`;
  if (scope === "managed") return `sudo ${add} --scope managed`;
  return scope === "project" ? `${add} --scope project` : add;
}

/** A name without a folder is looked up by the agent's shell; only a path can be checked from here. */
export function isThere({ transport, command }: Entry): boolean {
  const program = programOf(command);
  if (transport === "http" || !isAbsolute(program)) return true;
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
  return [
    {
      problem: `the hook is registered ${sound.length} times, so every call is judged as often (${files})`,
      remedy: duplicateRemedy(agent, new Set(sound.map(({ scope }) => scope))),
    },
  ];
}

/** The stronger registration stays: the machine's before the user's before the project's. */
function duplicateRemedy(agent: string, scopes: ReadonlySet<string>): string {
  if (scopes.size < 2) return `prempti hook add ${agent}`;
  return scopes.has("project")
    ? `prempti hook remove ${agent} --scope project`
    : `prempti hook remove ${agent}`;
}

function foreignWarnings({ file, foreign }: Read): readonly Warning[] {
  return foreign.map((command) => ({
    problem: `${file} runs ${JSON.stringify(command)}, which is not prempti's own entry and is left alone`,
    remedy: `take it out of ${file} by hand if it is not wanted`,
  }));
}
