import { parse, stringify } from "smol-toml";
import { isOurHook } from "../hook-command.ts";
import { isObject, type Json, objectOf } from "../json.ts";
import { isSame } from "../registration.ts";
import type { Disabler, Edited, Hook, HookSettings, Inspection } from "../settings.ts";
import { codexSettings, hooksOff, hooksPin } from "./settings.ts";
import { type Section, sectionsOf } from "./toml-sections.ts";

const pinLine = "hooks = true # by prempti, so that no project switches hooks off";
const banner =
  "# Every tool call is judged by Prempti. Take it out with: prempti hook remove codex --scope managed";

const notEdited = `"hooks" or "features" is written in a way that is not edited`;

/** Codex's requirements.toml, the administrator's: its hooks run without anybody's trust. */
export const codexRequirements: HookSettings = {
  judges: codexSettings.judges,
  add: (text, hook) => edit(text, hook, () => withHook(text, hook)),
  remove: (text, hook) => {
    const edited = edit(text, hook, (settings) =>
      mentions(settings, hook) ? withoutPin(withoutHook(text, hook)) : text,
    );
    if ("malformed" in edited) return edited;
    const left = readToml(edited.text);
    return "settings" in left && mentions(left.settings, hook) ? { malformed: notEdited } : edited;
  },
  inspect: (text, hook) => {
    const read = readToml(text);
    return "malformed" in read ? read : inspect(read.settings, hook);
  },
};

type Read = { readonly settings: Json } | { readonly malformed: string };

function readToml(text: string): Read {
  try {
    return { settings: objectOf(parse(text)) };
  } catch (error) {
    return { malformed: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error) };
  }
}

/** An edit counts only if the file says the same as before but for our hooks and the pin. */
function edit(text: string, hook: Hook, change: (settings: Json) => string): Edited {
  const before = readToml(text);
  if ("malformed" in before) return before;
  if (objectOf(before.settings["features"])["hooks"] === false)
    return { malformed: `"features.hooks" = false switches every hook off` };
  const done = change(before.settings);
  const after = readToml(done);
  if ("malformed" in after || !isSame(restOf(after.settings, hook), restOf(before.settings, hook)))
    return { malformed: notEdited };
  return { text: done };
}

/** All that is not ours, in a form to compare. */
function restOf(settings: Json, hook: Hook): unknown {
  const { hooks: ownFeature, ...features } = objectOf(settings["features"]);
  const groups = Object.entries(objectOf(settings["hooks"])).map(([event, list]) => [
    event,
    Array.isArray(list)
      ? list.map((group) => withoutOurs(group, hook)).filter((group) => group !== undefined)
      : list,
  ]);
  const rest = {
    ...settings,
    features: ownFeature === true ? features : objectOf(settings["features"]),
    hooks: Object.fromEntries(groups.filter(([, list]) => !Array.isArray(list) || list.length > 0)),
  };
  const kept = Object.entries(rest).filter(([, value]) => !isObject(value) || Object.keys(value).length > 0);
  return kept.toSorted(([first], [second]) => (first < second ? -1 : 1));
}

function withoutOurs(group: unknown, hook: Hook): unknown {
  const { hooks } = objectOf(group);
  if (!Array.isArray(hooks)) return group;
  const rest = hooks.filter((entry) => !isOurs(objectOf(entry), hook));
  return rest.length === 0 && hooks.length > 0 ? undefined : { ...objectOf(group), hooks: rest };
}

const isOurs = ({ command }: Json, hook: Hook): boolean =>
  typeof command === "string" && (command === hook.command || isOurHook(command, undefined));

function mentions(settings: Json, hook: Hook): boolean {
  const inspection = inspect(settings, hook);
  return "entries" in inspection && inspection.entries.length > 0;
}

function withHook(text: string, hook: Hook): string {
  const read = readToml(text);
  const settings = "settings" in read ? read.settings : {};
  const inspection = inspect(settings, hook);
  const isSound =
    "entries" in inspection &&
    inspection.entries.length > 0 &&
    inspection.entries.every(
      ({ flaws, event }, at, all) =>
        flaws.length === 0 && all.findIndex((other) => other.event === event) === at,
    );
  const pinned = withPin(text, settings);
  return isSound ? pinned : appended(withoutHook(pinned, hook), tablesOf(hook));
}

function appended(text: string, tables: string): string {
  const ended = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return `${ended}${ended === "" ? "" : "\n"}${banner}\n${tables}`;
}

/** Our hooks in TOML: what hooks.json would hold. */
function tablesOf(hook: Hook): string {
  const json = codexSettings.add("", hook);
  if ("malformed" in json) throw new Error(`internal: ${json.malformed}`);
  return `${stringify(JSON.parse(json.text)).trim()}\n`;
}

function withPin(text: string, settings: Json): string {
  if (objectOf(settings["features"])["hooks"] === true) return text;
  const features = sectionsOf(text).find(({ header }) => /^\[\s*features\s*\]/.test(header));
  if (features === undefined) return appendedPin(text);
  const lineEnd = text.indexOf("\n", features.headerStart);
  if (lineEnd === -1) return `${text}\n${pinLine}\n`;
  return `${text.slice(0, lineEnd + 1)}${pinLine}\n${text.slice(lineEnd + 1)}`;
}

function appendedPin(text: string): string {
  const ended = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return `${ended}${ended === "" ? "" : "\n"}[features]\n${pinLine}\n`;
}

/** The pin goes with the hooks, unless the administrator wrote it. */
function withoutPin(text: string): string {
  const at = text.indexOf(`${pinLine}\n`);
  if (at === -1) return text;
  const rest = text.slice(0, at) + text.slice(at + pinLine.length + 1);
  const features = sectionsOf(rest).find(({ header }) => /^\[\s*features\s*\]/.test(header));
  const isEmpty =
    features !== undefined && rest.slice(features.start, features.end).trim() === features.header;
  return isEmpty ? cut(rest, features.start, features.end) : rest;
}

function withoutHook(text: string, hook: Hook): string {
  const sections = sectionsOf(text);
  const gone = new Set<Section>();
  let group: Section | undefined;
  let [entries, ours]: [Section[], number] = [[], 0];
  const close = () => {
    if (group !== undefined && entries.length > 0 && ours === entries.length) gone.add(group);
    [group, entries, ours] = [undefined, [], 0];
  };
  for (const section of sections) {
    const [, event, inner] =
      /^\[\[\s*hooks\s*\.\s*"?(\w+)"?\s*(\.\s*hooks\s*)?\]\]/.exec(section.header) ?? [];
    if (event === undefined || inner === undefined) {
      close();
      group = event === undefined ? undefined : section;
      continue;
    }
    entries.push(section);
    if (!isOurs(bodyOf(text, section), hook)) continue;
    ours += 1;
    gone.add(section);
  }
  close();
  const last = sections.at(-1);
  const doomed = sections.filter((section) => gone.has(section)).toReversed();
  const rest = doomed.reduce((done, { start, end }) => cut(done, start, end), text);
  return last !== undefined && gone.has(last) ? rest.replace(/(?<!\n)\n\n+$/, "\n") : rest;
}

function bodyOf(text: string, { headerStart, end }: Section): Json {
  const read = readToml(text.slice(text.indexOf("\n", headerStart) + 1, end));
  return "settings" in read ? read.settings : {};
}

/** With the blank line that parted it from what stands before. */
function cut(text: string, start: number, end: number): string {
  const before = end >= text.length ? text.slice(0, start).replace(/\n\n$/, "\n") : text.slice(0, start);
  return before + text.slice(end);
}

/** By the table for hooks.json, which has the same shape. */
function inspect(settings: Json, hook: Hook): Inspection {
  const { state, ...hooks } = objectOf(settings["hooks"]);
  const inspection = codexSettings.inspect(JSON.stringify({ hooks }), hook);
  if ("malformed" in inspection) return inspection;
  return {
    ...inspection,
    disablers: disablersOf(settings),
    pins: objectOf(settings["features"])["hooks"] === true ? [hooksPin] : [],
  };
}

function disablersOf(settings: Json): readonly Disabler[] {
  const { allow_managed_hooks_only, features } = settings;
  return [
    ...(objectOf(features)["hooks"] === false ? [hooksOff] : []),
    ...(allow_managed_hooks_only === true
      ? [
          {
            sentence: `"allow_managed_hooks_only" = true lets managed hooks alone run`,
            reach: "unmanaged" as const,
          },
        ]
      : []),
  ];
}
