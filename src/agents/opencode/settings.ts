import { isOurHook, quoteForSh, wordsOf } from "../hook-command.ts";
import { textsOf } from "../json.ts";
import type { Edited, Hook, HookSettings, Inspection } from "../settings.ts";

/** opencode has no hook commands: what is registered is a plugin of ours that calls one. */
const event = "tool.execute.before";

/** Where the plugin says what it calls, and how long it waits for that. */
const commandLines = /const command = (\[[\s\S]*?\]);/;
const patience = /const milliseconds = [\d_]+;/;

/** Seconds beyond those that a call may be held, which the hook needs for itself. */
const slack = 5;

/** The plugin's file as settings. `template` is the plugin as it is shipped. */
export function opencodeSettings(template: string): HookSettings {
  return {
    judges: event,
    add: (text, hook) => (isForeign(text) ? foreign : { text: pluginFor(template, hook) }),
    remove: (text): Edited => (isForeign(text) ? foreign : { text: "" }),
    inspect: (text, hook) => inspect(text, pluginFor(template, hook)),
  };
}

const foreign = { malformed: "it is no plugin of prempti's" };

const isForeign = (text: string): boolean => text.trim() !== "" && !text.includes("export const Prempti =");

function pluginFor(template: string, { command, wait }: Hook): string {
  const words = [...(wordsOf(command) ?? [command]), ...(wait === undefined ? [] : ["--wait", String(wait)])];
  const plugin = template.replace(commandLines, () => `const command = ${JSON.stringify(words)};`);
  if (wait === undefined) return plugin;
  return plugin.replace(patience, () => `const milliseconds = ${(wait + slack) * 1_000};`);
}

function inspect(text: string, wanted: string): Inspection {
  if (isForeign(text)) return foreign;
  const nothing = { foreign: [], disablers: [] };
  if (text.trim() === "") return { ...nothing, entries: [] };
  const flaws = text === wanted ? [] : ["it is not the plugin that this prempti writes"];
  const command = commandIn(text);
  return {
    ...nothing,
    entries: [{ event, transport: "command", command, at: "0", sees: "everything", flaws }],
  };
}

/** As far as it is written as plain words. */
function commandIn(text: string): string {
  try {
    const [program = "", ...words] = textsOf(JSON.parse(commandLines.exec(text)?.[1] ?? "[]"));
    return isOurHook(program, words) ? [program, ...words].map(quoteForSh).join(" ") : "";
  } catch {
    return "";
  }
}
