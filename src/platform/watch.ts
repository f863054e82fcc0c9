import { type FSWatcher, watch } from "node:fs";
import { dirname } from "node:path";
import type { Home } from "./home.ts";

/** How long nothing must happen, in ms: an editor writes a file in several steps. */
const settled = 60;

/** How often is looked without being told, in ms: not every file system tells. */
const lookEvery = 2_000;

/**
 * Calls `look` when the config or a rule file may have changed; whether one has, `look` finds out itself. Returns
 * what ends that.
 */
export function watchFiles(home: Home, look: () => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  let pending: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(pending);
    pending = setTimeout(look, settled).unref();
  };
  // The folders: an editor that saves by renaming gives the file's name to another file.
  const arm = () => {
    for (const folder of [home.root, dirname(home.userRules), home.userRules])
      armFolder(folder, watchers, soon);
  };
  arm();
  const timer = setInterval(() => {
    arm();
    look();
  }, lookEvery).unref();
  return () => {
    clearInterval(timer);
    clearTimeout(pending);
    for (const watcher of watchers.values()) watcher.close();
  };
}

/** A folder that doesn't exist yet, or no longer, is tried again at the next look. */
function armFolder(folder: string, watchers: Map<string, FSWatcher>, soon: () => void): void {
  if (watchers.has(folder)) return;
  const forget = () => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  try {
    const watcher = watch(folder, { persistent: false }, (kind) => {
      soon();
      if (kind === "rename") forget();
      if (kind === "rename") setTimeout(() => armFolder(folder, watchers, soon), settled).unref();
    });
    watchers.set(folder, watcher.on("error", forget));
  } catch {
    forget();
  }
}
