import { read, runText, runWords, write } from "../act.ts";
import { type Flow, nothing, outputFlow } from "../flow.ts";
import { has, values } from "../given.ts";
import { own } from "../own.ts";
import { literalWord, wordFrom } from "../word.ts";
import { madeFile, runsFetched } from "./made-files.ts";
import { evenIfDry, runMakefile } from "./makefile.ts";
import type { Run } from "./program.ts";

/** To BSD's and Microsoft's make some letters before `-n` take it for their value. */
const isDry = (run: Run): boolean =>
  /^(g|re)?make$/.test(run.program) && has(run, "-n", "--just-print", "--dry-run", "--recon");

/** make and its like: the makefile is code if it comes from anywhere but a file. */
export function make(run: Run): Flow {
  const targets = run.operands.map(({ text }) => text).filter((text) => !text.includes("="));
  const runs = isDry(run) ? evenIfDry : undefined;
  const follow = (flow: Flow, wanted: readonly string[]): void =>
    runMakefile(run, flow, wanted, undefined, runs);
  const files = values(run, "-f", "--file", "--makefile");
  for (const file of files) follow(file.text === "-" ? run.io.stdin : read(run, file), targets);
  const made = files.length === 0 ? madeFile(run, makefiles) : undefined;
  if (made !== undefined) follow(made, targets);
  if (files.length === 0) runsFetched(run);
  for (const { text, from } of values(run, "--eval", "-E")) follow(wordFrom(text, from), []);
  if (targets.some((target) => /^install/.test(target)) && runs === undefined) installs(run);
  for (const { text, from } of run.operands) {
    const shell = /^(SHELL|CC|CXX|LD|AR)=(.+)$/s.exec(text)?.[2];
    if (shell !== undefined && /[\s/]/.test(shell))
      runText(
        run,
        wordFrom(shell.replace(/^\/\S*\/(?=\w+$)/, ""), from),
        {},
        { stdin: nothing, socket: false },
      );
  }
  return outputFlow;
}

/** What a makefile calls the folder that its files are put below. (gnu.org/prep/standards, directory variables) */
const installFolders = ["DESTDIR", "PREFIX", "prefix", "INSTALL_ROOT", "INSTALL_PREFIX"];

/** `make install DESTDIR=FOLDER`, `DESTDIR=FOLDER make install`: below DESTDIR is below whatever else is named. */
function installs(run: Run): void {
  const given = run.operands.map(({ text, from }) => {
    const [whole, name = ""] = /^(\w+)[:?]?=/.exec(text) ?? [""];
    return [name, wordFrom(text.slice(whole.length), from)] as const;
  });
  for (const name of installFolders) {
    const folder = given.find(([key]) => key === name)?.[1] ?? run.shell.variables.get(name)?.[0];
    if (folder === undefined || folder.text === "") continue;
    write(run, folder);
    return;
  }
}

const makefiles = ["GNUmakefile", "makefile", "Makefile"];
const justfiles = ["justfile", ".justfile", "Justfile", "Taskfile.yml", "Taskfile.yaml", "taskfile.yml"];

/** A justfile's recipes are indented as one likes; those of a Taskfile are a list in YAML. */
function runRecipes(run: Run, file: Flow, targets: readonly string[]): void {
  const text = file.text.replace(/^(\s+)(?:-\s+)?(?:cmd:\s+)?/gm, "$1");
  runMakefile(run, { text, from: file.from }, targets, /^[\t ]/);
}

/** `just --command CMD`, `just -f FILE`. */
export function just(run: Run): Flow {
  const made = madeFile(run, justfiles);
  const targets = run.operands.slice(0, 1).map(({ text }) => text);
  const files = values(run, "-f", "--justfile", "-t", "--taskfile").map((file) => read(run, file));
  for (const file of made === undefined ? files : [...files, made]) runRecipes(run, file, targets);
  const [code] = values(run, "-c", "--command");
  if (code !== undefined)
    return /\s/.test(code.text) ? runText(run, code) : runWords(run, [code, ...run.operands]);
  return outputFlow;
}

/** `cmake -E rm -rf DIR`, `cmake -P FILE`. */
export function cmake(run: Run): Flow {
  const tool = run.args.findIndex(({ text }) => text === "-E");
  if (tool !== -1) return cmakeTool(run, tool + 1);
  for (const file of values(run, "-P", "-C")) read(run, file);
  return outputFlow;
}

const toolNames: Readonly<Record<string, string>> = {
  remove: "rm",
  remove_directory: "rimraf",
  rm: "rm",
  copy: "cp",
  copy_directory: "cp",
  rename: "mv",
  cat: "cat",
  env: "env",
  touch: "touch",
  tar: "tar",
  create_symlink: "ln",
  make_directory: "mkdir",
  time: "time",
  sleep: "sleep",
  echo: "echo",
};

function cmakeTool(run: Run, at: number): Flow {
  const [name, ...args] = run.args.slice(at);
  const program = own(toolNames, name?.text ?? "");
  return program === undefined ? outputFlow : runWords(run, [literalWord(program), ...args]);
}
