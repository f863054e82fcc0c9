import { has, read, readTree, values, write } from "../act.ts";
import { blurred, type Flow, nothing, outputFlow } from "../flow.ts";
import { wordFrom } from "../word.ts";
import { runShellText } from "./git-config.ts";
import type { Run } from "./program.ts";

/** `HEAD:path` and `:path` are a file's content at some time. */
export function showObjects(run: Run): Flow {
  let flow = nothing;
  for (const word of run.operands) {
    const path = /^(?:[^:]*|:\d):(?!\/\/)(.+)$/s.exec(word.text)?.[1];
    if (path !== undefined && !path.startsWith("("))
      flow = read(run, wordFrom(path.replace(/^\d:/, ""), word.from, word.glob));
  }
  writeOutput(run);
  return flow === nothing ? outputFlow : blurred(flow);
}

function writeOutput(run: Run): void {
  for (const file of values(run, "--output")) write(run, file, outputFlow);
}

/** What stands behind `--` are paths; before it, only what looks like one. */
export function diff(run: Run): Flow {
  writeOutput(run);
  for (const command of values(run, "-x", "--extcmd")) runShellText(run, command);
  const marker = run.args.findIndex(({ text }) => text === "--");
  const before = marker === -1 ? run.operands : [];
  const files = [
    ...before.filter(({ text }) => /^[./~]|\.\w/.test(text) && !text.includes("..")),
    ...(marker === -1 ? [] : run.args.slice(marker + 1)),
  ];
  for (const word of files) if (!word.text.startsWith(":!") && !word.text.startsWith(":(")) read(run, word);
  return outputFlow;
}

export const log = (run: Run): Flow => {
  writeOutput(run);
  return has(run, "-p", "-u", "--patch") ? diff(run) : outputFlow;
};

/** Tracked files hold no secrets as a rule; with these options all files are searched, anywhere. (git-grep(1)) */
export function grep(run: Run): Flow {
  const patternGiven = run.options.some(({ name }) => name === "-e" || name === "-f");
  const paths = run.operands.slice(patternGiven ? 0 : 1);
  if (has(run, "--no-index", "--untracked")) for (const word of paths) readTree(run, word);
  return diff({ ...run, operands: [] });
}
