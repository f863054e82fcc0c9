import {
  argsOf,
  commandOf,
  entriesOf,
  type Found,
  isOurs,
  readEntries,
  removeEntries,
  type Shape,
} from "./hook-entries.ts";
import { isObject, type Json } from "./json.ts";
import type { Disabler, Edited, HookEntry, HookSettings, Inspection } from "./settings.ts";
import { appendAt, behindMark, removeAt, setAt } from "./settings-text.ts";

/** An event that our hook is registered for. */
type RegisteredEvent = {
  readonly event: string;
  /** What is written; undefined: no matcher. */
  readonly matcher: string | undefined;
  /** "without it …": what is lost when it is not registered beside the first event. */
  readonly without?: string;
};

/** How one agent's settings register our hook. */
export type Registration = {
  readonly shape: Shape;
  /** The first is the one that judges tool calls. */
  readonly events: readonly [RegisteredEvent, ...RegisteredEvent[]];
  /** Matchers with which an entry sees every tool; undefined: no matcher. */
  readonly everyTool: readonly unknown[];
  readonly commandKey: string;
  /** What the entry holds beside its command, its type and its timeout. */
  readonly entry: (command: string) => Json;
  /** The hook's own deadline is 5 s; this leaves it the time to say why it refused. */
  readonly timeout: { readonly key: string; readonly least: number; readonly unit: "s" | "ms" };
  /** What stands in a group beside its matcher and its entries. */
  readonly group?: Json;
  /** What the file has to hold beside "hooks". */
  readonly root?: Json;
  /** Keys with which an entry runs sometimes only, or can't block. */
  readonly weakening: readonly string[];
  /** What makes an entry weak, beyond what is the same for every agent. */
  readonly flaws: (found: Found) => readonly (readonly [off: boolean, flaw: string])[];
  readonly disablers: (settings: Json, all: readonly Found[]) => readonly Disabler[];
};

/** The edits of one agent's settings, from its table. */
export function hookSettings(registration: Registration): HookSettings {
  return {
    judges: registration.events[0].event,
    add: (text, command) => behindMark(text, (rest) => add(rest, command, registration)),
    remove: (text, command) => behindMark(text, (rest) => remove(rest, command, registration)),
    inspect: (text, command) => inspect(text.replace(/^\uFEFF/, ""), command, registration),
  };
}

function add(text: string, command: string, registration: Registration): Edited {
  const start = readEntries(text, registration.shape);
  if ("malformed" in start) return start;
  const rooted = Object.entries(registration.root ?? {}).reduce(
    (done, [key, value]) => (start.settings[key] === value ? done : setAt(done, [key], value)),
    start.text,
  );
  return {
    text: registration.events.reduce((done, event) => addEvent(done, event, command, registration), rooted),
  };
}

function addEvent(
  text: string,
  wanted: RegisteredEvent,
  command: string,
  registration: Registration,
): string {
  const { shape, commandKey, everyTool, group = {} } = registration;
  const { event } = wanted;
  const ours = foundIn(text, shape).filter(
    (found) => found.event === event && isOurs(found, commandKey, command),
  );
  // In a group with others' entries only if nothing in it has to change.
  const kept = ours.find(
    ({ holder, alone }) => alone || (everyTool.includes(holder["matcher"]) && hasAll(holder, group)),
  );
  const mended = kept === undefined ? text : mend(text, kept, wanted, command, registration);
  const gone = ours.filter((found) => found !== kept);
  const cleared = removeEntries(mended, gone, shape);
  if (kept !== undefined) return cleared;
  const item = itemOf(wanted, command, registration);
  return hasList(cleared, event, shape)
    ? appendAt(cleared, ["hooks", event], item)
    : setAt(cleared, ["hooks", event], [item]);
}

function hasAll(object: Json, wanted: Json): boolean {
  return Object.entries(wanted).every(([key, value]) => object[key] === value);
}

function foundIn(text: string, shape: Shape): readonly Found[] {
  const now = readEntries(text, shape);
  if ("malformed" in now) throw new Error(`internal: an edit broke the settings: ${now.malformed}`);
  return entriesOf(now.settings, shape);
}

/** What is put into the event's list: a group of one entry, or the entry. */
function itemOf({ matcher }: RegisteredEvent, command: string, registration: Registration): Json {
  const entry = entryOf(command, registration.timeout.least, registration);
  const matched = matcher === undefined ? {} : { matcher };
  if (registration.shape === "flat") return { ...entry, ...matched };
  return { ...matched, ...registration.group, hooks: [entry] };
}

function entryOf(command: string, time: number, { commandKey, timeout, entry }: Registration): Json {
  return { type: "command", [commandKey]: command, [timeout.key]: time, ...entry(command) };
}

/** Whether the event has a list; taking an outdated entry away may have emptied it. */
function hasList(text: string, event: string, shape: Shape): boolean {
  const now = readEntries(text, shape);
  return "settings" in now && isObject(now.settings["hooks"]) && Array.isArray(now.settings["hooks"][event]);
}

/** Brings an entry to what `add` writes, changing only what differs. */
function mend(
  text: string,
  { entry, path, holder, holderPath }: Found,
  { matcher }: RegisteredEvent,
  command: string,
  registration: Registration,
): string {
  const { timeout, everyTool, weakening } = registration;
  const time = entry[timeout.key];
  // A person may have given it more.
  const enough = typeof time === "number" && time >= timeout.least ? time : timeout.least;
  const wanted = entryOf(command, enough, registration);
  let done = text;
  for (const key of weakening) if (key in entry) done = removeAt(done, [...path, key]);
  for (const [key, value] of Object.entries(wanted))
    if (entry[key] !== value) done = setAt(done, [...path, key], value);
  if (!everyTool.includes(holder["matcher"]))
    done =
      matcher === undefined
        ? removeAt(done, [...holderPath, "matcher"])
        : setAt(done, [...holderPath, "matcher"], matcher);
  for (const [key, value] of Object.entries(registration.group ?? {}))
    if (holder[key] !== value) done = setAt(done, [...holderPath, key], value);
  return done;
}

function remove(text: string, command: string, { shape, commandKey, root }: Registration): Edited {
  const start = readEntries(text, shape);
  if ("malformed" in start) return start;
  const ours = entriesOf(start.settings, shape).filter((found) => isOurs(found, commandKey, command));
  if (ours.length === 0) return { text };
  return { text: withoutRoot(removeEntries(start.text, ours, shape), root ?? {}, shape) };
}

/** What the file held for the sake of our hooks goes with the last hook. */
function withoutRoot(text: string, root: Json, shape: Shape): string {
  const now = readEntries(text, shape);
  if ("malformed" in now || "hooks" in now.settings) return text;
  if (Object.entries(now.settings).some(([key, value]) => root[key] !== value)) return text;
  return Object.keys(now.settings).reduce((done, key) => removeAt(done, [key]), text);
}

function inspect(text: string, command: string, registration: Registration): Inspection {
  const { shape, commandKey } = registration;
  const start = readEntries(text, shape);
  if ("malformed" in start) return start;
  const all = entriesOf(start.settings, shape);
  const ours = all.filter((found) => isOurs(found, commandKey, command));
  return {
    entries: ours.map((found) => ({
      event: found.event,
      command: commandOf(found, commandKey),
      at: found.path.filter((key) => typeof key === "number").join(":"),
      sees: sightOf(found, registration),
      flaws: flawsOf(found, ours, command, registration),
    })),
    foreign: all
      .filter((found) => !ours.includes(found))
      .map((found) => commandOf(found, commandKey))
      .filter((other) => /prempti|-interceptor/.test(other)),
    disablers: registration.disablers(start.settings, all),
  };
}

function sightOf({ event, entry, holder }: Found, { events, everyTool }: Registration): HookEntry["sees"] {
  if (event !== events[0].event) return "nothing";
  const isSound =
    everyTool.includes(holder["matcher"]) &&
    entry["type"] === "command" &&
    entry["if"] === undefined &&
    entry["async"] !== true;
  return isSound ? "everything" : "some";
}

function flawsOf(
  found: Found,
  ours: readonly Found[],
  command: string,
  registration: Registration,
): readonly string[] {
  const { commandKey, events, everyTool } = registration;
  const { event, entry, holder } = found;
  const written = commandOf(found, commandKey);
  const checks: readonly (readonly [boolean, string])[] = [
    [
      !events.some((known) => known.event === event),
      `it is registered for ${event}, which can't stop a tool call`,
    ],
    [
      written !== command || argsOf(found) !== undefined,
      `it runs ${JSON.stringify(written)}, not this prempti`,
    ],
    [
      !everyTool.includes(holder["matcher"]),
      `its matcher ${JSON.stringify(holder["matcher"])} leaves tools out`,
    ],
    [entry["type"] !== "command", `its type is ${JSON.stringify(entry["type"])}, not "command"`],
    ...registration.flaws(found),
    ...timeoutChecks(entry, registration),
    ...(event === events[0].event ? missingBeside(ours, registration) : []),
  ];
  return checks.filter(([off]) => off).map(([, flaw]) => flaw);
}

function timeoutChecks(entry: Json, { timeout }: Registration): readonly (readonly [boolean, string])[] {
  const { key, least, unit } = timeout;
  const time = entry[key];
  return [
    [
      typeof time === "number" && time < least,
      `its timeout of ${time} ${unit} is shorter than ${least} ${unit}`,
    ],
  ];
}

function missingBeside(
  ours: readonly Found[],
  { events }: Registration,
): readonly (readonly [boolean, string])[] {
  return events.map(({ event, without }) => [
    without !== undefined && !ours.some((found) => found.event === event),
    `${event} is not registered beside it: ${without}`,
  ]);
}
