import { remove, write } from "../act.ts";
import { type Flow, nothing, outputFlow } from "../flow.ts";
import { has, value } from "../given.ts";
import { absolutePath, isUnknownPath } from "../paths.ts";
import { literalWord, type Word } from "../word.ts";
import type { Run } from "./program.ts";

export function worktree(run: Run): Flow {
  const [verb, path] = run.operands;
  if (path === undefined) return outputFlow;
  if (verb?.text === "add") write(run, path);
  if (verb?.text === "remove") remove(run, path, has(run, "-f", "--force"));
  return outputFlow;
}

export const removeTracked = (run: Run): Flow => {
  // Names that git itself has listed are its own files, and git has them still.
  if (has(run, "--cached", "-n", "--dry-run")) return nothing;
  for (const word of run.operands) if (!isUnknownPath(word)) remove(run, word);
  return nothing;
};

export const moveTracked = (run: Run): Flow => {
  for (const word of run.operands.slice(0, -1)) remove(run, word);
  const target = run.operands.at(-1);
  if (target !== undefined) write(run, target);
  return nothing;
};

/** Commands that change a work tree or the history of its branch. */
const changes =
  /^(add|am|apply|cherry-pick|clean|checkout|commit|merge|mv|pull|rebase|reset|restore|revert|rm|switch)$/;

/** Work on a repository that lies elsewhere is writing there. Around the session's own folder it is the same repository. */
export function noteWorkTree(run: Run, verb: string, args: readonly Word[]): void {
  const [first] = args;
  const isChange =
    changes.test(verb) ||
    (verb === "stash" && !/^(list|show)$/.test(first?.text ?? "")) ||
    (/^(branch|tag)$/.test(verb) && first !== undefined && !first.text.startsWith("-"));
  if (!isChange || args.some(({ text }) => /^(-n|--dry-run|-h|--help)$/.test(text))) return;
  const folder = value(run, "--work-tree") ?? value(run, "--git-dir") ?? literalWord(".");
  const path = absolutePath(run.shell, folder.text).replace(/\/\.git$/, "");
  if (!`${run.shell.place.cwd}/`.startsWith(`${path}/`)) write(run, literalWord(path));
}
