import { getNodeValue } from "jsonc-parser";
import { isOurHook, isOurUrl } from "./hook-command.ts";
import { isObject, type Json } from "./json.ts";
import { parseSettings, removeAt } from "./settings-text.ts";

/** Entries stand in groups that share a matcher, or each by itself with a matcher of its own. */
export type Shape = "grouped" | "flat";

type Path = readonly (string | number)[];

/** One hook entry, and where it is. */
export type Found = {
  readonly event: string;
  readonly entry: Json;
  readonly path: Path;
  /** What carries the matcher: the group, or the entry itself. */
  readonly holder: Json;
  readonly holderPath: Path;
  /** No other entry shares the holder. */
  readonly alone: boolean;
};

export type Read = { readonly text: string; readonly settings: Json } | { readonly malformed: string };

/** The settings as data; in a shape that we know how to edit, or why not. An empty text is an empty file. */
export function readEntries(text: string, shape: Shape): Read {
  const whole = text.trim() === "" ? "{}\n" : text;
  const parsed = parseSettings(whole);
  if ("malformed" in parsed) return parsed;
  const settings: unknown = getNodeValue(parsed.root);
  const wrong = wrongShape(settings, shape);
  return wrong === undefined ? { text: whole, settings: settings as Json } : { malformed: wrong };
}

function wrongShape(settings: unknown, shape: Shape): string | undefined {
  if (!isObject(settings)) return "the file is not a JSON object";
  const { hooks } = settings;
  if (hooks === undefined) return undefined;
  if (!isObject(hooks)) return `"hooks" is not an object`;
  for (const [event, list] of Object.entries(hooks)) {
    const wrong = shape === "flat" ? wrongList(`hooks.${event}`, list) : wrongGroups(`hooks.${event}`, list);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function wrongGroups(name: string, groups: unknown): string | undefined {
  const wrong = wrongList(name, groups);
  if (wrong !== undefined) return wrong;
  for (const [at, group] of (groups as readonly Json[]).entries()) {
    const inside = wrongList(`${name}[${at}].hooks`, group["hooks"]);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function wrongList(name: string, list: unknown): string | undefined {
  if (!Array.isArray(list)) return `"${name}" is not an array`;
  const bad = list.findIndex((item) => !isObject(item));
  return bad === -1 ? undefined : `"${name}[${bad}]" is not an object`;
}

/** Every entry, in file order. Only for settings of the right shape. */
export function entriesOf(settings: Json, shape: Shape): readonly Found[] {
  const events = Object.entries((settings["hooks"] ?? {}) as Record<string, readonly Json[]>);
  return events.flatMap(([event, list]) =>
    list.flatMap((item, at): readonly Found[] => {
      const holderPath: Path = ["hooks", event, at];
      if (shape === "flat")
        return [{ event, entry: item, path: holderPath, holder: item, holderPath, alone: true }];
      const entries = item["hooks"] as readonly Json[];
      return entries.map((entry, index) => ({
        event,
        entry,
        path: [...holderPath, "hooks", index],
        holder: item,
        holderPath,
        alone: entries.length === 1,
      }));
    }),
  );
}

/** The URL of an entry that asks over HTTP; "" where it does neither. */
export function commandOf({ entry }: Found, key: string): string {
  const command = entry[entry["type"] === "http" ? "url" : key];
  return typeof command === "string" ? command : "";
}

export function argsOf({ entry }: Found): readonly string[] | undefined {
  return Array.isArray(entry["args"]) ? entry["args"].map(String) : undefined;
}

/** `command` is ours whatever it looks like. */
export function isOurs(found: Found, key: string, command: string): boolean {
  const [written, args] = [commandOf(found, key), argsOf(found)];
  if (found.entry["type"] === "http") return isOurUrl(written);
  return (written === command && args === undefined) || isOurHook(written, args);
}

/** Takes entries away with the group, event and key that would be left empty. */
export function removeEntries(text: string, gone: readonly Found[], shape: Shape): string {
  // From the last to the first, so that the places of those still to go stay right.
  return gone.toReversed().reduce((rest, found) => removeEntry(rest, found, shape), text);
}

function removeEntry(text: string, { path }: Found, shape: Shape): string {
  const now = readEntries(text, shape);
  if ("malformed" in now) throw new Error(`internal: an edit broke the settings: ${now.malformed}`);
  const steps = path.length === 3 ? [path, path.slice(0, 2)] : [path, path.slice(0, 3), path.slice(0, 2)];
  const step = steps.find((at) => sizeAt(now.settings, at.slice(0, -1)) > 1);
  return removeAt(text, step ?? ["hooks"]);
}

function sizeAt(settings: Json, path: Path): number {
  const value = path.reduce<unknown>((inner, key) => (inner as Json)[key], settings);
  return Object.keys(value as object).length;
}
