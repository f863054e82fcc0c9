import { entriesOf, type Found, isOurs, readEntries, removeEntries, type Shape } from "./hook-entries.ts";
import { isObject, type Json } from "./json.ts";
import {
  hasAll,
  isSame,
  leastTime,
  type RegisteredEvent,
  type Registration,
  wantedEntry,
} from "./registration.ts";
import type { Edited, Hook } from "./settings.ts";
import { appendAt, removeAt, setAt } from "./settings-text.ts";

type Path = readonly (string | number)[];

export function addHook(text: string, hook: Hook, registration: Registration): Edited {
  const start = readEntries(text, registration.shape);
  if ("malformed" in start) return start;
  const rooted = withRoot(start.text, start.settings, registration.root ?? {}, []);
  return {
    text: registration.events.reduce((done, event) => addEvent(done, event, hook, registration), rooted),
  };
}

function withRoot(text: string, settings: Json, root: Json, path: Path): string {
  return Object.entries(root).reduce((done, [key, value]) => {
    const there = settings[key];
    if (isObject(value) && isObject(there)) return withRoot(done, there, value, [...path, key]);
    return isSame(there, value) ? done : setAt(done, [...path, key], value);
  }, text);
}

function addEvent(text: string, wanted: RegisteredEvent, hook: Hook, registration: Registration): string {
  const { shape, commandKey, everyTool, group = {} } = registration;
  const { event } = wanted;
  const ours = foundIn(text, shape).filter(
    (found) => found.event === event && isOurs(found, commandKey, hook.command),
  );
  // In a group with others' entries only if nothing in it has to change.
  const kept = ours.find(
    ({ holder, alone }) => alone || (everyTool.includes(holder["matcher"]) && hasAll(holder, group)),
  );
  const mended = kept === undefined ? text : mend(text, kept, wanted, hook, registration);
  const gone = ours.filter((found) => found !== kept);
  const cleared = removeEntries(mended, gone, shape);
  if (kept !== undefined) return cleared;
  const item = itemOf(wanted, hook, registration);
  return hasList(cleared, event, shape)
    ? appendAt(cleared, ["hooks", event], item)
    : setAt(cleared, ["hooks", event], [item]);
}

function foundIn(text: string, shape: Shape): readonly Found[] {
  const now = readEntries(text, shape);
  if ("malformed" in now) throw new Error(`internal: an edit broke the settings: ${now.malformed}`);
  return entriesOf(now.settings, shape);
}

/** What is put into the event's list: a group of one entry, or the entry. */
function itemOf(wanted: RegisteredEvent, hook: Hook, registration: Registration): Json {
  const entry = wantedEntry(wanted, hook, leastTime(wanted, hook, registration), registration);
  const matched = wanted.matcher === undefined ? {} : { matcher: wanted.matcher };
  if (registration.shape === "flat") return { ...entry, ...matched };
  return { ...matched, ...registration.group, hooks: [entry] };
}

/** Whether the event has a list; taking an outdated entry away may have emptied it. */
function hasList(text: string, event: string, shape: Shape): boolean {
  const now = readEntries(text, shape);
  return "settings" in now && isObject(now.settings["hooks"]) && Array.isArray(now.settings["hooks"][event]);
}

/** Brings an entry to what `addHook` writes, changing only what differs. */
function mend(
  text: string,
  found: Found,
  wanted: RegisteredEvent,
  hook: Hook,
  registration: Registration,
): string {
  const { holder, holderPath } = found;
  let done = mendEntry(text, found, wanted, hook, registration);
  if (!registration.everyTool.includes(holder["matcher"]))
    done =
      wanted.matcher === undefined
        ? removeAt(done, [...holderPath, "matcher"])
        : setAt(done, [...holderPath, "matcher"], wanted.matcher);
  for (const [key, value] of Object.entries(registration.group ?? {}))
    if (holder[key] !== value) done = setAt(done, [...holderPath, key], value);
  return done;
}

function mendEntry(
  text: string,
  { entry, path }: Found,
  wanted: RegisteredEvent,
  hook: Hook,
  registration: Registration,
): string {
  const [time, least] = [entry[registration.timeout.key], leastTime(wanted, hook, registration)];
  // A person may have given it more.
  const enough = typeof time === "number" && time >= least ? time : least;
  const right = wantedEntry(wanted, hook, enough, registration);
  // What one transport has means nothing to the other.
  if (entry["type"] !== right["type"] && "type" in entry) return setAt(text, path, right);
  let done = text;
  for (const key of registration.weakening)
    if (key in entry && !(key in right)) done = removeAt(done, [...path, key]);
  for (const [key, value] of Object.entries(right))
    if (!isSame(entry[key], value)) done = setAt(done, [...path, key], value);
  return done;
}

export function removeHook(text: string, hook: Hook, { shape, commandKey, root }: Registration): Edited {
  const start = readEntries(text, shape);
  if ("malformed" in start) return start;
  const ours = entriesOf(start.settings, shape).filter((found) => isOurs(found, commandKey, hook.command));
  if (ours.length === 0) return { text };
  return { text: withoutRoot(removeEntries(start.text, ours, shape), root ?? {}, shape) };
}

/** What the file held for the sake of our hooks goes with the last hook, when nothing else is in it. */
function withoutRoot(text: string, root: Json, shape: Shape): string {
  const now = readEntries(text, shape);
  if ("malformed" in now || "hooks" in now.settings) return text;
  if (Object.entries(now.settings).some(([key, value]) => !isSame(root[key], value))) return text;
  return Object.keys(now.settings).reduce((done, key) => removeAt(done, [key]), text);
}
