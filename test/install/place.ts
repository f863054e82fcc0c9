import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { executable } from "../../build/paths.ts";
import packageFile from "../../package.json" with { type: "json" };
import { type Ended, run, type ThrowAway, throwAwayHome } from "../executable.ts";

export const { version } = packageFile;

/** As long as the version, which it takes the place of. */
export const olderVersion = version.replace(/\d/g, "0");

/** A throw-away home in which prempti may be installed, with Claude Code in it. */
export type Place = ThrowAway & {
  readonly root: string;
  readonly installed: string;
  readonly settings: string;
  /** The executable as it was built, or downloaded. */
  readonly prempti: (...args: string[]) => Promise<Ended>;
  /** The one that was installed. */
  readonly own: (...args: string[]) => Promise<Ended>;
};

/** `below` puts the person's home into a folder of that name. */
export function place(below?: string): Place {
  const outer = throwAwayHome();
  const { home } = below === undefined ? outer : { home: join(outer.home, below) };
  mkdirSync(join(home, ".claude"), { recursive: true });
  mkdirSync(join(home, "work", "app"), { recursive: true });
  const { PREMPTI_HOME: _, CLAUDE_CONFIG_DIR: __, CODEX_HOME: ___, ...rest } = outer.env;
  const env = { ...rest, HOME: home, USERPROFILE: home, LOCALAPPDATA: join(home, "AppData", "Local") };
  const root = process.platform === "win32" ? join(env.LOCALAPPDATA, "prempti") : join(home, ".prempti");
  const prempti = (...args: string[]) => run({ args, env, input: "", cwd: join(home, "work", "app") });
  const installed = join(root, "bin", process.platform === "win32" ? "prempti.exe" : "prempti");
  const own = (...args: string[]) =>
    run({ args, env, input: "", cwd: join(home, "work", "app"), program: installed });
  onTestFinished(async () => {
    // Whatever a test has left running.
    await prempti("stop");
    outer.remove();
  });
  return {
    home,
    project: join(home, "work", "app"),
    env,
    remove: outer.remove,
    root,
    installed,
    settings: join(home, ".claude", "settings.json"),
    prempti,
    own,
  };
}

/** Every file below a folder with its kind, permissions and content, by its path from there. */
export function tree(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(entries.map((entry) => [entry, describe(join(folder, entry))]));
}

function describe(path: string): string {
  const status = lstatSync(path);
  const mode = (status.mode & 0o777).toString(8);
  if (status.isDirectory()) return `folder ${mode}`;
  if (status.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
  if (!status.isFile()) return `socket ${mode}`;
  return `file ${mode} ${createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 12)}`;
}

/** The same program as another, older version of it: built apart, and saying so. */
export function olderExecutable(folder: string): string {
  const file = join(folder, process.platform === "win32" ? "prempti.exe" : "prempti");
  const bytes = readFileSync(executable);
  const said = bytes.indexOf(`version:"${version}"`);
  if (said === -1) throw new Error("internal: the executable does not say its version as expected");
  // In the sources, and in the code that was compiled from them, which lie together.
  const near = 32 << 20;
  for (
    let at = bytes.indexOf(version, said - near);
    at !== -1 && at < said + near;
    at = bytes.indexOf(version, at + 1)
  )
    bytes.write(olderVersion, at);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, bytes, { mode: 0o755 });
  return file;
}
