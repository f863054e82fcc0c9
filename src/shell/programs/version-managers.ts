import { runText, runWords } from "../act.ts";
import { type Flow, outputFlow } from "../flow.ts";
import { values } from "../given.ts";
import { installFrom } from "./install-sources.ts";
import type { Run } from "./program.ts";

/** `nix run github:…`; `nix-shell -p x --run CODE`; `nix develop -c CMD…`, whose command goes on to the end. */
export const nixShell = (run: Run): Flow => {
  for (const word of values(run, "--run")) runText(run, word);
  const at = run.args.findIndex(({ text }) => text === "-c" || text === "--command");
  const [first, ...rest] = at === -1 ? [] : run.args.slice(at + 1);
  if (first !== undefined && rest.length > 0) runWords(run, [first, ...rest]);
  else if (first !== undefined) runText(run, first);
  for (const word of run.operands) if (word.text.includes("://")) installFrom(run, word);
  return outputFlow;
};

/** `mise exec -- CMD`, `nvm exec 20 CMD`, `direnv exec DIR CMD`; else nothing that matters. */
export function versionManager(run: Run): Flow {
  const [verb, ...rest] = run.operands;
  if (!/^(exec|x|run|which-run)$/.test(verb?.text ?? "")) return outputFlow;
  const marker = rest.findIndex(({ text }) => text === "--");
  // Some name a version before the command, others only the command.
  const first = rest.findIndex(({ text }) => !text.startsWith("-"));
  const skipped = /^(mise|rtx|volta|fnm|pyenv|rbenv|nodenv|jenv|asdf)$/.test(run.program) ? 0 : 1;
  const command = marker === -1 ? (first === -1 ? [] : rest.slice(first + skipped)) : rest.slice(marker + 1);
  return command.length === 0 || /@/.test(command[0]?.text ?? "") ? outputFlow : runWords(run, command);
}
