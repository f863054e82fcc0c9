import { read, readTree, write } from "../act.ts";
import { blurred, type Flow, nothing, outputFlow, unknownPart } from "../flow.ts";
import { has, values } from "../given.ts";
import { absolutePath } from "../paths.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { runShellText } from "./git-config.ts";
import type { Run } from "./program.ts";

const pathOf = ({ text, from, glob }: Word): Word | undefined => {
  const path = /^(?:[^:]*|:\d):(?!\/\/)(.+)$/s.exec(text)?.[1];
  if (path === undefined || path.startsWith("(")) return undefined;
  return wordFrom(path.replace(/^\d:/, ""), from, glob);
};

/** The number of an object says nothing, but who has it can have what is in it: `git cat-file -p $(git rev-parse HEAD:x)`. */
const numbersOf = (run: Run, files: readonly Word[]): Flow => ({
  text: unknownPart,
  from: { ...outputFlow.from, paths: files.map(({ text }) => absolutePath(run.shell, text)) },
});

export const namesOfObjects = (run: Run): Flow => {
  const files = run.operands.map(pathOf).filter((word) => word !== undefined);
  return files.length === 0 ? outputFlow : numbersOf(run, files);
};

/** `git ls-files -s FILE`. */
export const namesOfStaged = (run: Run): Flow =>
  has(run, "-s", "--stage") ? numbersOf(run, run.operands) : outputFlow;

/** `HEAD:path` and `:path` are a file's content at some time. */
export function showObjects(run: Run): Flow {
  let flow = nothing;
  for (const word of run.operands) {
    const path = pathOf(word);
    if (path !== undefined) flow = read(run, path);
    else if (word.text.startsWith(unknownPart))
      for (const file of word.from.paths) flow = read(run, literalWord(file));
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
