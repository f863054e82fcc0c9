import { getNodeValue } from "jsonc-parser";
import { isOurHook } from "../hook-command.ts";
import type { Disabler, Edited, HookEntry, HookSettings, Inspection } from "../settings.ts";
import { appendAt, behindMark, parseSettings, removeAt, setAt } from "../settings-text.ts";

/** The hook's own deadline is 5 s; this leaves it the time to say why it refused. */
const timeout = 10;

/** Keys with which an entry runs sometimes only, or can't block. (`if` filters, an async hook is not waited for.) */
const weakening = ["if", "async", "once", "shell", "args"] as const;

const everyTool: readonly unknown[] = [undefined, "", "*"];

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Where an entry is: hooks.<event>[group].hooks[index]. */
type Found = {
  readonly event: string;
  readonly group: number;
  readonly index: number;
  readonly alone: boolean;
} & {
  readonly matcher: unknown;
  readonly entry: Json;
};

const pathOf = ({ event, group, index }: Found) => ["hooks", event, group, "hooks", index] as const;

type Read = { readonly text: string; readonly settings: Json } | { readonly malformed: string };

/** The settings as data; in a shape that we know how to edit, or why not. */
function read(text: string): Read {
  const whole = text.trim() === "" ? "{}\n" : text;
  const parsed = parseSettings(whole);
  if ("malformed" in parsed) return parsed;
  const settings: unknown = getNodeValue(parsed.root);
  const wrong = wrongShape(settings);
  return wrong === undefined ? { text: whole, settings: settings as Json } : { malformed: wrong };
}

function wrongShape(settings: unknown): string | undefined {
  if (!isObject(settings)) return "the file is not a JSON object";
  const { hooks } = settings;
  if (hooks === undefined) return undefined;
  if (!isObject(hooks)) return `"hooks" is not an object`;
  for (const [event, groups] of Object.entries(hooks)) {
    if (!Array.isArray(groups)) return `"hooks.${event}" is not an array`;
    for (const [at, group] of groups.entries()) {
      if (!isObject(group)) return `"hooks.${event}[${at}]" is not an object`;
      if (!Array.isArray(group["hooks"])) return `"hooks.${event}[${at}].hooks" is not an array`;
      const bad = group["hooks"].findIndex((entry) => !isObject(entry));
      if (bad !== -1) return `"hooks.${event}[${at}].hooks[${bad}]" is not an object`;
    }
  }
  return undefined;
}

/** Every entry, in file order. Only for settings of the right shape. */
function entriesOf(settings: Json): readonly Found[] {
  const found: Found[] = [];
  for (const [event, groups] of Object.entries((settings["hooks"] ?? {}) as Record<string, readonly Json[]>))
    for (const [group, { matcher, hooks }] of groups.entries())
      for (const [index, entry] of (hooks as readonly Json[]).entries())
        found.push({ event, group, index, matcher, entry, alone: (hooks as readonly Json[]).length === 1 });
  return found;
}

const commandOf = ({ entry }: Found): string =>
  typeof entry["command"] === "string" ? entry["command"] : "";

const argsOf = ({ entry }: Found): readonly string[] | undefined =>
  Array.isArray(entry["args"]) ? entry["args"].map(String) : undefined;

const isOurs = (found: Found, command: string): boolean =>
  (commandOf(found) === command && argsOf(found) === undefined) || isOurHook(commandOf(found), argsOf(found));

function add(text: string, command: string): Edited {
  const start = read(text);
  if ("malformed" in start) return start;
  const ours = entriesOf(start.settings).filter((found) => isOurs(found, command));
  const kept = ours.find(
    (found) => found.event === "PreToolUse" && (everyTool.includes(found.matcher) || found.alone),
  );
  const mended = kept === undefined ? start.text : mend(start.text, kept, command);
  const cleared = removeAll(
    mended,
    ours.filter((found) => found !== kept && found.event === "PreToolUse"),
  );
  if (kept !== undefined) return { text: cleared };
  const group = { matcher: "*", hooks: [{ type: "command", command, timeout, onFailure: "block" }] };
  return {
    text: hasList(cleared)
      ? appendAt(cleared, ["hooks", "PreToolUse"], group)
      : setAt(cleared, ["hooks", "PreToolUse"], [group]),
  };
}

/** Whether "hooks.PreToolUse" is there; taking an outdated entry away may have emptied it. */
function hasList(text: string): boolean {
  const now = read(text);
  return (
    "settings" in now && isObject(now.settings["hooks"]) && Array.isArray(now.settings["hooks"]["PreToolUse"])
  );
}

/** Brings an entry to what `add` writes, changing only what differs. */
function mend(text: string, found: Found, command: string): string {
  const path = pathOf(found);
  const seconds = found.entry["timeout"];
  const wanted: Json = {
    type: "command",
    command,
    // A person may have given it more.
    timeout: typeof seconds === "number" && seconds >= timeout ? seconds : timeout,
    onFailure: "block",
  };
  let done = text;
  for (const key of weakening) if (key in found.entry) done = removeAt(done, [...path, key]);
  for (const [key, value] of Object.entries(wanted))
    if (found.entry[key] !== value) done = setAt(done, [...path, key], value);
  if (!everyTool.includes(found.matcher))
    done = setAt(done, ["hooks", found.event, found.group, "matcher"], "*");
  return done;
}

/** From the last to the first, so that the places of those still to go stay right. */
function removeAll(text: string, gone: readonly Found[]): string {
  return gone.toReversed().reduce(removeEntry, text);
}

/** With the group, event and key that would be left empty. */
function removeEntry(text: string, found: Found): string {
  const now = read(text);
  if ("malformed" in now) throw new Error(`internal: an edit broke the settings: ${now.malformed}`);
  const hooks = now.settings["hooks"] as Record<string, readonly Json[]>;
  const groups = hooks[found.event] ?? [];
  const entries = groups[found.group]?.["hooks"] as readonly unknown[];
  if (entries.length > 1) return removeAt(text, pathOf(found));
  if (groups.length > 1) return removeAt(text, ["hooks", found.event, found.group]);
  if (Object.keys(hooks).length > 1) return removeAt(text, ["hooks", found.event]);
  return removeAt(text, ["hooks"]);
}

function remove(text: string, command: string): Edited {
  const start = read(text);
  if ("malformed" in start) return start;
  const ours = entriesOf(start.settings).filter((found) => isOurs(found, command));
  return { text: ours.length === 0 ? text : removeAll(start.text, ours) };
}

function inspect(text: string, command: string): Inspection {
  const start = read(text);
  if ("malformed" in start) return start;
  const all = entriesOf(start.settings);
  return {
    entries: all
      .filter((found) => isOurs(found, command))
      .map((found) => ({ event: found.event, command: commandOf(found), flaws: flawsOf(found, command) })),
    foreign: all
      .filter((found) => !isOurs(found, command) && /prempti|-interceptor/.test(commandOf(found)))
      .map(commandOf),
    disablers: disablersOf(start.settings, all),
  };
}

function flawsOf(found: Found, command: string): HookEntry["flaws"] {
  const { entry, matcher, event } = found;
  const seconds = entry["timeout"];
  const checks: readonly (readonly [boolean, string])[] = [
    [event !== "PreToolUse", `it is registered for ${event}, which can't stop a tool call`],
    [
      commandOf(found) !== command || argsOf(found) !== undefined,
      `it runs ${JSON.stringify(commandOf(found))}, not this prempti`,
    ],
    [!everyTool.includes(matcher), `its matcher ${JSON.stringify(matcher)} leaves tools out`],
    [entry["type"] !== "command", `its type is ${JSON.stringify(entry["type"])}, not "command"`],
    [
      entry["onFailure"] !== "block",
      `it lacks "onFailure": "block", so a hook that fails lets the tool call through`,
    ],
    [
      typeof seconds === "number" && seconds < timeout,
      `its timeout of ${seconds} s is shorter than ${timeout} s`,
    ],
    [typeof entry["if"] === "string", `its "if" leaves calls out`],
    [entry["async"] === true, `it is async, so it can't block`],
  ];
  return checks.filter(([off]) => off).map(([, flaw]) => flaw);
}

const entryTypes = ["command", "http", "prompt", "agent", "mcp_tool"];

/**
 * Claude Code 2.1.330 ignores a whole user file without a word when one of these is wrong in it (seen with `-p`),
 * hooks included.
 */
function disablersOf(settings: Json, all: readonly Found[]): readonly Disabler[] {
  const { model, permissions } = settings;
  const defaultMode = isObject(permissions) ? permissions["defaultMode"] : undefined;
  const wrong = [
    ...(model !== undefined && typeof model !== "string" ? ["model"] : []),
    ...(defaultMode !== undefined && typeof defaultMode !== "string" ? ["permissions.defaultMode"] : []),
    ...all
      .filter(({ entry }) => isInvalid(entry))
      .map(({ event, group, index }) => `hooks.${event}[${group}].hooks[${index}]`),
  ];
  return [
    ...switches.filter(({ key }) => settings[key] === true).map(({ disabler }) => disabler),
    ...wrong.map((path) => ({
      sentence: `"${path}" is not valid, so Claude Code ignores the whole file`,
      reach: "file" as const,
    })),
  ];
}

const switches: readonly { readonly key: string; readonly disabler: Disabler }[] = [
  {
    key: "disableAllHooks",
    disabler: { sentence: `"disableAllHooks": true switches every hook off`, reach: "every" },
  },
  {
    key: "allowManagedHooksOnly",
    disabler: { sentence: `"allowManagedHooksOnly": true lets managed hooks alone run`, reach: "unmanaged" },
  },
];

function isInvalid({ type, timeout: seconds, onFailure }: Json): boolean {
  return (
    !entryTypes.includes(String(type)) ||
    (seconds !== undefined && !(typeof seconds === "number" && seconds > 0)) ||
    (onFailure !== undefined && onFailure !== "block" && onFailure !== "continue")
  );
}

/** Claude Code's settings.json, in any scope. */
export const claudeCodeSettings: HookSettings = {
  add: (text, command) => behindMark(text, (rest) => add(rest, command)),
  remove: (text, command) => behindMark(text, (rest) => remove(rest, command)),
  inspect: (text, command) => inspect(text.replace(/^\uFEFF/, ""), command),
};
