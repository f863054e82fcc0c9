import { lstatSync, mkdirSync, readlinkSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { isAccountsOwn } from "../account.ts";
import type { Home } from "../home.ts";
import type { RunProgram } from "../services/run-program.ts";

/** How `prempti` comes to be found by its name alone. */
export type PathEntry = {
  /** What is made, in words; undefined when it is there already or nothing can be done from here. */
  readonly todo: () => Promise<string | undefined>;
  readonly make: () => Promise<void>;
  /** Whether what `make` makes is there. */
  readonly isOurs: () => Promise<boolean>;
  readonly remove: () => Promise<void>;
  /** What the person has to do, when it can't be made from here. */
  readonly hint: () => Promise<string | undefined>;
};

type Asked = {
  readonly home: Home;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userHome: string;
  readonly run: RunProgram;
  readonly platform?: string;
};

export function pathEntry(asked: Asked): PathEntry {
  const { platform = process.platform } = asked;
  if (platform !== "win32") return linkEntry(asked);
  return isAccountsOwn(asked.userHome) ? registryEntry(asked) : nothing;
}

const nothing: PathEntry = {
  todo: async () => undefined,
  make: async () => undefined,
  isOurs: async () => false,
  remove: async () => undefined,
  hint: async () => undefined,
};

/** A link in ~/.local/bin, if the shell looks there: no start-up file of a shell is touched. */
function linkEntry({ home, env, userHome }: Asked): PathEntry {
  const folders = (env["PATH"] ?? "").split(delimiter);
  const link = join(userHome, ".local", "bin", "prempti");
  const canLink = folders.includes(dirname(link)) && isFree(link);
  const isFound = () =>
    folders.some((folder) => folder !== "" && leadsTo(join(folder, "prempti"), home.executable));
  return {
    todo: async () => (canLink && !isFound() ? `link ${link}` : undefined),
    make: async () => {
      mkdirSync(dirname(link), { recursive: true });
      rmSync(link, { force: true });
      symlinkSync(home.executable, link);
    },
    isOurs: async () => pointsTo(link, home.executable),
    remove: async () => rmSync(link),
    hint: async () =>
      canLink || isFound()
        ? undefined
        : `to call it by its name, add this line to your shell's start-up file: export PATH="${home.bin}:$PATH"`,
  };
}

/** Nothing is there, or a link to a prempti that is no more. */
function isFree(link: string): boolean {
  const status = lstatSync(link, { throwIfNoEntry: false });
  if (status === undefined) return true;
  return status.isSymbolicLink() && /[/\\]prempti$/.test(readlinkSync(link)) && !leadsAnywhere(link);
}

function pointsTo(link: string, target: string): boolean {
  return (
    lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === true && readlinkSync(link) === target
  );
}

function leadsTo(path: string, target: string): boolean {
  try {
    return realpathSync(path) === realpathSync(target);
  } catch {
    return false;
  }
}

const leadsAnywhere = (path: string): boolean => leadsTo(path, path);

/**
 * The folder in the user's own Path. Read unexpanded and written back with its kind, which `setx` would not do, and
 * with a change of another variable that tells running programs to look again.
 */
function registryEntry({ home: { bin }, env, run }: Asked): PathEntry {
  const shell = join(
    env["SystemRoot"] || "C:\\Windows",
    "System32",
    "WindowsPowerShell",
    "v1.0",
    "powershell.exe",
  );
  const script = async (text: string) =>
    (await run(shell, ["-NoProfile", "-NonInteractive", "-Command", text])).stdout.trim();
  const isThere = async () => (await script(pathScript(bin, "show"))) === "True";
  return {
    todo: async () => ((await isThere()) ? undefined : `add ${bin} to the user's Path`),
    make: async () => void (await script(pathScript(bin, "add"))),
    isOurs: isThere,
    remove: async () => void (await script(pathScript(bin, "remove"))),
    hint: async () => undefined,
  };
}

export function pathScript(bin: string, action: "show" | "add" | "remove"): string {
  const folder = `'${bin.replaceAll("'", "''")}'`;
  const lines = [
    `$key = [Microsoft.Win32.Registry]::CurrentUser.CreateSubKey('Environment')`,
    `$path = [string]$key.GetValue('Path', '', 'DoNotExpandEnvironmentNames')`,
    `$folders = @($path -split ';' | Where-Object { $_ -ne '' })`,
  ];
  if (action === "show") return [...lines, `$folders -contains ${folder}`].join("; ");
  const others = `$others = @($folders | Where-Object { $_ -ne ${folder} })`;
  const wanted = action === "add" ? `(@($others) + ${folder})` : `$others`;
  return [
    ...lines,
    others,
    `$key.SetValue('Path', (${wanted} -join ';'), 'ExpandString')`,
    `[Environment]::SetEnvironmentVariable('PREMPTI_PATH_CHANGED', $null, 'User')`,
  ].join("; ");
}
