import { realpathSync, type Stats, statSync } from "node:fs";
import { dirname, isAbsolute } from "node:path";
import { quoteForSh } from "../agents/hook-command.ts";
import type { AgentSettings, ManagedFile, Surroundings } from "./hook-files.ts";
import { Refusal } from "./refusal.ts";
import { selfCommand } from "./self.ts";

// What an administrator registers runs for every user of the machine: by a program that all can run and none can
// change, in the home of whoever the agent runs for.

/** The machine's settings file of an agent. Refuses where it is not known. */
export function managedFileOf({ managed, label }: AgentSettings, around: Surroundings): ManagedFile {
  const file = managed(around);
  if (file !== undefined) return file;
  throw new Refusal(
    `where ${label} keeps its managed settings on ${around.platform} is not known`,
    "use --scope user or --scope project",
  );
}

/** Refuses a registration that would not be right for every user. */
export function checkManaged(agent: string, homeOption: string | undefined, around: Surroundings): void {
  if (homeOption !== undefined && homeOption !== "")
    throw new Refusal(
      "--home is one person's folder, and managed settings are for every user",
      "leave --home out: the hook takes the home of whoever the agent runs for",
    );
  const { program = selfCommand(), platform } = around;
  for (const file of program.filter(isAbsolute)) {
    const problem = sharedProblem(file, platform);
    if (problem !== undefined) throw new Refusal(problem, copyHint(program, agent, platform), { exit: 1 });
  }
}

/** Why a program is not one for every user: somebody but the administrator can change it, or not all can run it. */
export function sharedProblem(file: string, platform: string): string | undefined {
  if (platform === "win32")
    return /^[A-Za-z]:[/\\]users[/\\]/i.test(file) ? `${file} is in one person's folder` : undefined;
  try {
    const real = realpathSync(file);
    const status = statSync(real);
    if (isChangeable(status)) return `${real} can be changed by others than root`;
    if ((status.mode & 0o001) === 0) return `${real} can't be run by every user`;
    return foldersAbove(real)
      .map(folderProblem)
      .find((problem) => problem !== undefined);
  } catch {
    return `${file} can't be read`;
  }
}

function folderProblem(folder: string): string | undefined {
  const status = statSync(folder);
  if (isChangeable(status)) return `${folder}, where the program is, can be changed by others than root`;
  return (status.mode & 0o001) === 0
    ? `${folder}, where the program is, can't be reached by every user`
    : undefined;
}

const isChangeable = ({ uid, mode }: Stats): boolean => uid !== 0 || (mode & 0o022) !== 0;

function foldersAbove(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersAbove(folder)];
}

function copyHint([program, ...rest]: readonly string[], agent: string, platform: string): string {
  const add = `prempti hook add ${agent} --scope managed`;
  if (platform === "win32" || program === undefined || rest.length > 0)
    return `install prempti for every user, then, as the administrator: ${add}`;
  if (program.startsWith("/usr/local/bin/")) return "let root alone change it: chown root, chmod go-w";
  return `sudo install -m 755 ${quoteForSh(program)} /usr/local/bin/prempti && sudo /usr/local/bin/${add}`;
}

/** Says what to type when the administrator's file could not be changed; any other error as it is. */
export function managedRefusal(
  error: unknown,
  words: readonly string[],
  file: string,
  { program = selfCommand(), platform }: Surroundings,
): unknown {
  const code = codeOf(error);
  if (code !== "EACCES" && code !== "EPERM") return error;
  const line = [...program, ...words].map(quoteForSh).join(" ");
  const hint = platform === "win32" ? `in an administrator's terminal: ${line}` : `sudo ${line}`;
  return new Refusal(`${file} is the administrator's to change`, hint, { exit: 1 });
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return (error as NodeJS.ErrnoException).code ?? codeOf(error.cause);
}
