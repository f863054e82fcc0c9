import { chmodSync, rmSync } from "node:fs";
import type { Surroundings } from "./hook-files.ts";
import { hookFor, type Place, planEdit, type Target, targetOf } from "./hook-target.ts";
import { checkManaged, managedRefusal } from "./managed.ts";
import { Refusal } from "./refusal.ts";
import { backupOf, readSettings, type SettingsFile, writeSettings } from "./settings-file.ts";

/** What an edit came to. */
export type Edit = {
  readonly agent: string;
  readonly file: string;
  readonly changed: boolean;
  readonly backup?: string;
};

/** Registers the hook, and has its agent trust it where it runs no other. Returns what the person has to know too. */
export async function registerHook(
  place: Place,
  around: Surroundings,
  withTrust = true,
): Promise<{ readonly edit: Edit; readonly said: readonly string[] }> {
  const edit = editHook("add", place, around);
  const { trust, label } = place.agent;
  if (trust === undefined || place.scope === "managed") return { edit, said: [] };
  if (!withTrust)
    return { edit, said: [`${label} skips the hook without a word until you trust it: ${trust.byHand}`] };
  const trusting = await trust.grant({ file: edit.file, command: hookFor(place, around).command }, around);
  if ("trusted" in trusting) {
    const what = trusting.isNew ? [`${label} has been told that you trust it`] : [];
    return { edit, said: what };
  }
  const { failure } = trusting;
  return {
    edit,
    said: [`${failure}; ${label} skips the hook without a word until you trust it: ${trust.byHand}`],
  };
}

/** Takes the hook out, and what the agent keeps of trust in it. */
export function unregisterHook(
  place: Place,
  around: Surroundings,
): { readonly edit: Edit; readonly said: readonly string[] } {
  const { agent, scope } = place;
  const { file, settings } = targetOf(place, around);
  const inspection = settings.inspect(readSettings(file).text, hookFor(place, around));
  const edit = editHook("remove", place, around);
  const gone = "entries" in inspection && edit.changed ? inspection.entries : [];
  const said = scope === "managed" || gone.length === 0 ? [] : agent.trust?.withdraw(edit.file, gone, around);
  return { edit, said: said ?? [] };
}

/** Adds or removes our entry in one settings file. */
function editHook(action: "add" | "remove", place: Place, around: Surroundings): Edit {
  const { agent, scope, homeOption } = place;
  if (scope !== "managed") return edit(action, place, around);
  if (action === "add") checkManaged(agent.agent, homeOption, around);
  try {
    return edit(action, place, around);
  } catch (error) {
    const words = ["hook", action, agent.agent, "--scope", "managed"];
    throw managedRefusal(error, words, targetOf(place, around).file, around);
  }
}

function edit(action: "add" | "remove", place: Place, around: Surroundings): Edit {
  const { agent } = place.agent;
  const { target, file, edited } = planEdit(action, place, around);
  if ("malformed" in edited) throw malformed(file, edited.malformed);
  if (edited.text === file.text) return { agent, file: file.path, changed: false };
  if (isNothing(edited.text, target)) {
    rmSync(file.target);
    rmSync(backupOf(file.path), { force: true });
    return { agent, file: file.path, changed: true };
  }
  // What the administrator writes, every user's agent has to read.
  writeSettings(file, edited.text, place.scope === "managed" ? 0o644 : 0o600);
  if (place.transport === "http") hideToken(file);
  const backup = file.mode === undefined ? {} : { backup: backupOf(file.path) };
  return { agent, file: file.path, changed: true, ...backup };
}

/** From here on the file has a secret in it. */
function hideToken({ target, mode = 0o600 }: SettingsFile): void {
  if ((mode & 0o077) !== 0) chmodSync(target, mode & ~0o077);
}

/** Nothing that anybody would miss: of TOML no byte, of a JSON file of ours no key. */
const isNothing = (text: string, { isOurs }: Target): boolean =>
  text === "" || (isOurs && text.trim() === "{}");

function malformed({ path }: SettingsFile, why: string): Refusal {
  return new Refusal(
    `${path} is malformed: ${why}`,
    `correct it by hand, then run the same command again; nothing was changed`,
    {
      exit: 1,
    },
  );
}
