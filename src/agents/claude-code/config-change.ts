import { posix, win32 } from "node:path";
import { type Json, textAt } from "../json.ts";
import type { Look } from "../notice.ts";
import { claudeCodeSettings } from "./settings.ts";

/** Where an administrator's settings are, whatever the system. */
const managedFolders = [
  "/etc/claude-code",
  "/Library/Application Support/ClaudeCode",
  "C:\\Program Files\\ClaudeCode",
];

/**
 * Why a change of settings must not come into force: it switches every hook off, or leaves no entry that sees every
 * tool call. Claude Code tells of a change once the file has it, and keeps what it had when it is told to block.
 */
export function objectionTo(change: Json, look: Look): string | undefined {
  const file = textAt(change, "file_path");
  // What an administrator sets can't be blocked, and is not for us to judge.
  if (file === "" || textAt(change, "source") === "policy_settings") return undefined;
  const off = switchOff(look.text(file));
  if (off !== undefined) return said(file, off);
  return guardFiles(change, look).some((path) => guards(look.text(path)))
    ? undefined
    : said(file, "the hook that asks prempti is in no settings any more");
}

const said = (file: string, why: string): string =>
  `${why} (${file}); this session keeps the settings that it had. If you are the person and meant it, start a new session`;

function switchOff(text = ""): string | undefined {
  const inspection = claudeCodeSettings.inspect(text, { command: "" });
  if ("malformed" in inspection) return undefined;
  return inspection.disablers.find(({ reach }) => reach === "every")?.sentence;
}

/** Whether this file's settings alone have every tool call judged. */
function guards(text = ""): boolean {
  const inspection = claudeCodeSettings.inspect(text, { command: "" });
  if ("malformed" in inspection || inspection.disablers.some(({ reach }) => reach === "file")) return false;
  return inspection.entries.some(({ sees }) => sees === "everything");
}

/** Every file whose hooks the session may have: of the project, of the person, of the machine. */
function guardFiles(change: Json, look: Look): readonly string[] {
  const { join, dirname } = textAt(change, "cwd").includes("\\") ? win32 : posix;
  const project = join(textAt(change, "cwd"), ".claude");
  // <settings folder>/projects/<project>/<session>.jsonl
  const transcript = textAt(change, "transcript_path");
  const person = transcript === "" ? [] : [join(dirname(dirname(dirname(transcript))), "settings.json")];
  const managed = managedFolders.flatMap((folder) => [
    join(folder, "managed-settings.json"),
    ...look.list(join(folder, "managed-settings.d")),
  ]);
  return [
    textAt(change, "file_path"),
    ...person,
    join(project, "settings.json"),
    join(project, "settings.local.json"),
    ...managed,
  ];
}
