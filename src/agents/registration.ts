import type { Found, Shape } from "./hook-entries.ts";
import { isObject, type Json } from "./json.ts";
import type { Disabler, Hook } from "./settings.ts";

/** An event that our hook is registered for. */
export type RegisteredEvent = {
  readonly event: string;
  /** What is written; undefined: no matcher. */
  readonly matcher: string | undefined;
  /** A call waits for a verdict; a change of settings waits for leave; something is only told. */
  readonly kind: "call" | "change" | "told";
  /** "without it …": what is lost when it is not registered beside the first event. */
  readonly without?: string;
  /** What its entry holds in place of the registration's `holds`. */
  readonly holds?: Json;
  /** In place of the registration's least timeout. */
  readonly least?: number;
};

/** How one agent's settings register our hook. */
export type Registration = {
  readonly shape: Shape;
  /** The first is the one that judges tool calls. */
  readonly events: readonly [RegisteredEvent, ...RegisteredEvent[]];
  /** Matchers with which an entry sees every tool; undefined: no matcher. */
  readonly everyTool: readonly unknown[];
  readonly commandKey: string;
  /** What an entry holds beside its command, its type and its timeout. */
  readonly entry: (command: string) => Json;
  /** What else it holds, so that its failure blocks. */
  readonly holds: Json;
  /** The hook's own deadline is 5 s; this leaves it the time to say why it refused. */
  readonly timeout: { readonly key: string; readonly least: number; readonly unit: "s" | "ms" };
  /** What stands in a group beside its matcher and its entries. */
  readonly group?: Json;
  /** What the file has to hold beside "hooks". */
  readonly root?: Json;
  /** Keys with which an entry runs sometimes only, or can't block. */
  readonly weakening: readonly string[];
  /** What makes an entry that is waited for weak, beyond what is the same for every agent. */
  readonly flaws: (found: Found) => readonly (readonly [off: boolean, flaw: string])[];
  readonly disablers: (settings: Json, all: readonly Found[]) => readonly Disabler[];
  /** What a hook of somebody else on an event can do to a call that we have judged. */
  readonly foreignCan: Readonly<Record<string, string>>;
  /** Which URLs hooks may ask. */
  readonly allowedUrls?: (settings: Json) => readonly string[] | undefined;
  /** Which of the settings that beat a disabler are there. */
  readonly pins?: (settings: Json) => readonly string[];
};

/** How long an agent has to wait for an event's answer at least, in the unit of its settings. */
export function leastTime(
  { kind, least }: RegisteredEvent,
  { wait }: Hook,
  { timeout }: Registration,
): number {
  const own = least ?? timeout.least;
  if (kind !== "call" || wait === undefined) return own;
  // Held to the end, the hook has to say so still.
  return Math.max(own, (wait + 5) * (timeout.unit === "ms" ? 1_000 : 1));
}

/** What the entry for an event holds, with a timeout of `time`. */
export function wantedEntry(
  wanted: RegisteredEvent,
  hook: Hook,
  time: number,
  { commandKey, timeout, entry, holds }: Registration,
): Json {
  const held = wanted.holds ?? holds;
  if (wanted.kind === "call" && hook.transport === "http" && hook.http !== undefined) {
    const url = hook.wait === undefined ? hook.http.url : `${hook.http.url}?wait=${hook.wait}`;
    return { type: "http", ...hook.http, url, [timeout.key]: time, ...held };
  }
  const command = commandFor(wanted, hook);
  return { type: "command", [commandKey]: command, [timeout.key]: time, ...entry(command), ...held };
}

function commandFor({ kind }: RegisteredEvent, { command, wait }: Hook): string {
  return kind === "call" && wait !== undefined ? `${command} --wait ${wait}` : command;
}

/** The same as data: the order of an object's keys counts, as in the text that is compared. */
export function isSame(first: unknown, second: unknown): boolean {
  return JSON.stringify(first) === JSON.stringify(second);
}

/** Whether the object has all of that, at whatever depth. */
export function hasAll(object: unknown, wanted: Json): boolean {
  if (!isObject(object)) return false;
  return Object.entries(wanted).every(([key, value]) =>
    isObject(value) ? hasAll(object[key], value) : object[key] === value,
  );
}
