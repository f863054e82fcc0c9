import { effect, read, readTree, remove, runWords, write } from "../act.ts";
import { type Flow, join, literalFlow, nothing, outputFlow, unknownPart } from "../flow.ts";
import { has } from "../given.ts";
import { folderAt } from "../paths.ts";
import type { Run } from "../programs/program.ts";
import { setVariable as noteVariable } from "../set-variable.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";

function print(run: Run): Flow {
  const words = run.args;
  if (words.length === 1 && /^(on|off)$/i.test(words[0]?.text ?? "")) return nothing;
  const flow = words.reduce<Flow>(
    (sum, word, index) => join(index === 0 ? sum : join(sum, literalFlow(" ")), word),
    nothing,
  );
  return join(flow, literalFlow("\n"));
}

const readAll = (run: Run): Flow => run.operands.map((word) => read(run, word)).reduce(join, nothing);

function removeFiles(run: Run): Flow {
  for (const word of run.operands) remove(run, word, has(run, "/s"));
  return nothing;
}

function removeFolders(run: Run): Flow {
  for (const word of run.operands) remove(run, word, has(run, "/s"));
  return nothing;
}

function copy(run: Run): Flow {
  const target = run.operands.at(-1);
  for (const source of run.operands.slice(0, -1)) {
    const flow = has(run, "/s", "/e", "/mir") ? readTree(run, source) : read(run, source);
    if (target !== undefined) write(run, target, flow);
  }
  return nothing;
}

function move(run: Run): Flow {
  copy(run);
  for (const source of run.operands.slice(0, -1)) remove(run, source);
  return nothing;
}

/** A new name is relative to the file's folder. */
function rename(run: Run): Flow {
  const [source, name] = run.operands;
  if (source === undefined || name === undefined) return nothing;
  const folder = source.text.includes("/") ? source.text.slice(0, source.text.lastIndexOf("/") + 1) : "";
  write(run, wordFrom(folder + name.text, name.from), read(run, source));
  remove(run, source);
  return nothing;
}

function changeFolder({ shell, operands }: Run): Flow {
  const [target] = operands;
  if (target === undefined) return literalFlow(shell.cwd);
  shell.previous = shell.cwd;
  shell.cwd = folderAt(shell, target.text);
  return nothing;
}

/** `set NAME=value`, `set "NAME=value"`, `set /p NAME=`; alone it prints everything. */
function setVariable(run: Run): Flow {
  const text = run.args
    .filter((word) => !/^\/[apAP]$/.test(word.text))
    .map((word) => word.text)
    .join(" ");
  const equals = text.indexOf("=");
  if (equals === -1) {
    if (text !== "") return outputFlow;
    effect(run, "env:dump");
    return { text: unknownPart, from: { ...nothing.from, variables: ["*"] } };
  }
  const name = text.slice(0, equals).trim();
  const from = run.args.find((word) => word.from !== nothing.from)?.from ?? nothing.from;
  const value = has(run, "/p") ? unknownPart : text.slice(equals + 1);
  noteVariable(run.shell, name, [wordFrom(value, from)]);
  run.shell.variables.set(name.toLowerCase(), [wordFrom(value, from)]);
  return nothing;
}

/** `start ["title"] PROGRAM args`, `call FILE args`. */
function startProgram(run: Run): Flow {
  const words = run.args.filter(
    ({ text }, index) =>
      !/^\/[a-z]/i.test(text) && !(index === 0 && run.program === "start" && /^$|\s/.test(text)),
  );
  run.shell.draft.wrappers.add(run.program);
  return words.length === 0 ? nothing : runWords(run, words);
}

const create = (run: Run): Flow => {
  for (const word of run.operands) write(run, word);
  return nothing;
};

/** `mklink [/d] LINK TARGET`. */
function link(run: Run): Flow {
  const [name, target] = run.operands;
  if (name !== undefined && target !== undefined) write(run, name, read(run, target));
  return nothing;
}

const silent = (): Flow => nothing;

/** What cmd runs itself, by lower-case name. */
export const builtins: ReadonlyMap<string, (run: Run) => Flow> = new Map(
  Object.entries({
    echo: print,
    type: readAll,
    more: (run: Run) => (run.operands.length === 0 ? run.io.stdin : readAll(run)),
    "del erase": removeFiles,
    "rd rmdir": removeFolders,
    "copy xcopy": copy,
    move,
    "ren rename": rename,
    "cd chdir pushd": changeFolder,
    "md mkdir": create,
    set: setVariable,
    "start call": startProgram,
    mklink: link,
    dir: (run: Run): Flow => {
      for (const word of run.operands) read(run, word);
      return { text: run.operands.map(({ text }: Word) => `${text}\n`).join(""), from: outputFlow.from };
    },
    "rem title cls pause exit setlocal endlocal ver vol verify color prompt popd goto assoc ftype if else shift timeout":
      silent,
    path: () => literalWord(unknownPart),
  }).flatMap(([names, run]) => names.split(" ").map((name) => [name, run] as const)),
);
