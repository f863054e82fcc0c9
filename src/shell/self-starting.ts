import type { Shell } from "./state.ts";
import type { Word } from "./word.ts";

/** How often a script may start itself with other arguments and be followed. */
const mostStarts = 4;

const line = (args: readonly Word[]): string => args.map(({ text }) => text).join("\0");

/**
 * Whether a script that is being run starts itself once more as before, so that following it would go on for ever.
 * In the background, or beside itself in a pipe, that is a fork bomb, unless it may know from its arguments when to stop.
 */
export function startsItself(shell: Shell, path: string, args: readonly Word[]): boolean {
  const outer = shell.running.filter((script) => script.path === path);
  if (outer.length === 0) return false;
  if (outer.length < mostStarts && outer.every((script) => script.args !== line(args))) return false;
  // In a branch it stops sooner or later.
  if (!shell.concurrent || shell.conditional) return true;
  if (outer[0]?.args === line(args)) shell.draft.effects.add("shell:fork-bomb");
  else shell.draft.exceeded ??= "a script starts itself in the background";
  return true;
}

/** What changes in a shell that runs a script: it runs, whatever stood before it, and in the foreground. */
export const asScript = (shell: Shell, path: string, args: readonly Word[]): Partial<Shell> => ({
  running: [...shell.running, { path, args: line(args) }],
  concurrent: false,
  conditional: false,
});
