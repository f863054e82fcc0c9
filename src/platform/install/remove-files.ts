import { existsSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Home } from "../home.ts";

export type Keep = { readonly rules: boolean; readonly logs: boolean };

/** What is left of a home, and what could not be removed, with the reason. */
export type Removed = { readonly kept: readonly string[]; readonly failed: readonly string[] };

type Part = { readonly folder: string; readonly ours: RegExp; readonly isKept?: boolean };

/**
 * The files of an installation, by folder; the folders below come first. By their names, never a whole tree: a home
 * may have been put into a folder that has other things in it.
 */
function partsOf(home: Home, keep: Keep): readonly Part[] {
  const parts: Part[] = [
    { folder: home.bin, ours: /^(?:prempti(?:\.exe)?|premptictl(?:\.cmd)?|\.(?:new|old)-\d+-.*)$/ },
    {
      folder: home.run,
      ours: /^(?:prempti\.(?:sock|pid)|ruleset\.json|token|lock|serve\.err|spool|sessions|approvals\.json|word-\d+|\..*\.tmp|\.\d+)$/,
    },
    { folder: home.log, ours: /^(?:events\.jsonl|prempti\.log|launchd\.log)/, isKept: keep.logs },
    { folder: join(home.root, "service"), ours: /^dev\..*\.plist$/ },
    { folder: home.userRules, ours: /(?:)/, isKept: keep.rules },
    { folder: dirname(home.userRules), ours: /^$/ },
    { folder: home.root, ours: /^(?:config\.yaml|\.config\.yaml\..*\.tmp)$/ },
  ];
  // A socket whose path would have been too long is elsewhere, alone with others of its kind.
  const sockets = dirname(home.socket);
  if (process.platform === "win32" || sockets === home.run) return parts;
  return [{ folder: sockets, ours: new RegExp(`^${home.socket.slice(sockets.length + 1)}$`) }, ...parts];
}

/** Takes an installation's files away, and the folders that are empty then. */
export function removeFiles(home: Home, keep: Keep): Removed {
  const [kept, failed]: [string[], string[]] = [[], []];
  for (const part of partsOf(home, keep).filter(({ folder }) => existsSync(folder)))
    try {
      const left = clear(part);
      if (part.isKept === true) kept.push(part.folder);
      else kept.push(...left.filter((path) => path.startsWith(home.root) && !isNamed(path, home)));
    } catch (error) {
      failed.push(error instanceof Error ? error.message : String(error));
    }
  return { kept, failed };
}

/** Whether a folder is spoken of by itself. */
function isNamed(path: string, home: Home): boolean {
  return [home.bin, home.run, home.log, home.userRules, dirname(home.userRules)].includes(path);
}

/** Returns what is left in the folder, which is gone when nothing is. */
function clear({ folder, ours, isKept = false }: Part): readonly string[] {
  if (!isKept)
    for (const name of readdirSync(folder).filter((entry) => ours.test(entry))) removeOne(join(folder, name));
  const left = readdirSync(folder).map((name) => join(folder, name));
  if (left.length === 0) rmdirSync(folder);
  return left;
}

function removeOne(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    if (process.platform !== "win32") throw error;
    // Windows keeps the program that is just running, but lets it be moved to where things are cleared up.
    renameSync(path, join(tmpdir(), `removed-${process.pid}-${basename(path)}`));
  }
}
