import { contentOf, effect, execute, load, loadInstead, noteCode, read, runText, runWords } from "../act.ts";
import { type Flow, isKnown, join, joinAll, literalFlow, nothing, unknownPart } from "../flow.ts";
import { has, operand, value } from "../given.ts";
import { knownReadings } from "../known-names.ts";
import { absolutePath, baseName, folderAt } from "../paths.ts";
import { setVariable } from "../set-variable.ts";
import { literalWord, type Word, wordFrom, wordOf } from "../word.ts";
import { fieldsOf } from "../words/expand.ts";
import { printsEnvironment, printVariables } from "./environment-values.ts";
import type { Behaviour, Program, Run } from "./program.ts";
import { setOptions } from "./set-options.ts";

/** `NAME=value` words set variables; bare names stay as they are. */
function declare(run: Run): Flow {
  const { shell, operands } = run;
  for (const word of operands) {
    const found = /^([A-Za-z_]\w*)(\+?)=/.exec(word.text);
    if (found === null) {
      if (!isKnown(word)) loadInstead(run, word);
      continue;
    }
    const [whole, name = "", plus] = found;
    const given = wordFrom(word.text.slice(whole.length), word.from);
    if (has(run, "-n")) {
      shell.references.set(name, given.text);
      continue;
    }
    const before = plus === "+" ? shell.variables.get(name)?.[0] : undefined;
    setVariable(shell, name, [before === undefined ? given : wordOf(join(before, given))]);
  }
  return nothing;
}

/** Without operands these print every variable, with `-p` those that are named. */
const declaring: Behaviour = {
  style: "posix",
  does: (run) => {
    if (run.operands.length === 0 && !has(run, "-f", "-F")) return printsEnvironment(run);
    if (has(run, "-p") && run.operands.every(({ text }) => /^\w+$/.test(text))) return printVariables(run);
    return declare(run);
  },
};

function changeFolder(run: Run): Flow {
  const { shell } = run;
  const [target] = run.operands;
  const before = shell.cwd;
  if (target === undefined) shell.cwd = shell.variables.get("HOME")?.[0]?.text ?? shell.place.home;
  else if (target.text === "-") shell.cwd = shell.previous;
  else {
    const path = folderAt(shell, target.text);
    shell.cwd = (target.glob ? knownReadings(path)[0] : undefined) ?? path;
  }
  shell.previous = before;
  return nothing;
}

function pushFolder(run: Run): Flow {
  run.shell.stack.push(run.shell.cwd);
  return run.operands.length === 0 ? nothing : changeFolder(run);
}

function popFolder({ shell }: Run): Flow {
  const folder = shell.stack.pop();
  if (folder !== undefined) {
    shell.previous = shell.cwd;
    shell.cwd = folder;
  }
  return nothing;
}

/** Arguments joined by spaces, run in this very shell. */
function evaluate(run: Run): Flow {
  const spaced = run.operands.flatMap((word, index) => (index === 0 ? [word] : [literalWord(" "), word]));
  const code = joinAll(spaced);
  // `eval "$(cat .env)"` is another way to source it.
  if (code.from.paths.length > 0 && code.from.paths.every((path) => variableFile.test(baseName(path))))
    loadInstead(run, code);
  return spaced.length === 0 ? nothing : runText(run, code, undefined);
}

const variableFile = /^\.env(rc)?(\..+)?$|\.env$/;

/** `source file`: code whose origin is known when this command line wrote the file. */
function source(run: Run): Flow {
  const [file, ...rest] = run.operands;
  if (file === undefined) return nothing;
  if (variableFile.test(baseName(file.text))) {
    load(run, file);
    return nothing;
  }
  execute(run, file);
  const content = read(run, file);
  const path = absolutePath(run.shell, file.text);
  const plainFile =
    content.from.paths.length === 1 && content.from.paths[0] === path && content.text === unknownPart;
  if (plainFile && !content.from.network && !content.from.decoded) return nothing;
  if (rest.length > 0) run.shell.positional = rest;
  return runText(run, content, undefined);
}

/** `read a b`: from a known text its first line, else something of the same origin. */
function readVariables(run: Run): Flow {
  const { shell } = run;
  const io = { stdin: lineSource(run) };
  const array = value(run, "-a");
  const line = io.stdin.text.split("\n", 1)[0] ?? "";
  const names = run.operands.length === 0 ? ["REPLY"] : run.operands.map(({ text }) => text);
  const pieces = fieldsOf(shell, line.trim());
  const words = pieces.map((piece) => wordFrom(piece, io.stdin.from));
  if (array !== undefined) shell.variables.set(array.text, words);
  else
    for (const [index, name] of names.entries())
      shell.variables.set(name, [readWord(io.stdin, pieces, index, names.length)]);
  return nothing;
}

/** `read -u 3` reads what the descriptor leads to. */
function lineSource({ shell, io, options }: Run): Flow {
  const number = Number(options.find(({ name }) => name === "-u")?.value?.text);
  const target = shell.descriptors.get(number);
  if (target?.kind === "flow") return target.flow;
  return target?.kind === "file" ? contentOf(shell, target.word) : io.stdin;
}

/** The last variable takes all that is left of the line. */
function readWord(stdin: Flow, pieces: readonly string[], index: number, count: number): Word {
  if (stdin === nothing) return literalWord(unknownPart);
  return wordFrom(index === count - 1 ? pieces.slice(index).join(" ") : (pieces[index] ?? ""), stdin.from);
}

function mapFile(run: Run): Flow {
  const { stdin } = run.io;
  const lines = stdin.text
    .split("\n")
    .filter((line) => line !== "")
    .slice(0, 1_024);
  run.shell.variables.set(
    operand(run, 0) || "MAPFILE",
    lines.map((line) => wordFrom(line, stdin.from)),
  );
  return nothing;
}

function setAlias({ shell, operands }: Run): Flow {
  for (const { text } of operands) {
    const equals = text.indexOf("=");
    if (equals > 0) shell.aliases.set(text.slice(0, equals), text.slice(equals + 1));
  }
  return nothing;
}

function unset(run: Run): Flow {
  for (const { text } of run.operands) {
    if (has(run, "-f")) run.shell.functions.delete(text);
    else setVariable(run.shell, text, []);
  }
  return nothing;
}

/** `trap CODE SIGNAL…`: the code runs some time later. */
function trap(run: Run): Flow {
  const [code] = run.operands;
  if (code !== undefined && run.operands.length > 1 && code.text !== "-" && code.text !== "") {
    noteCode(run, code);
    run.shell.walker.text(run.shell, code.text, run.io);
  }
  return nothing;
}

/** `bind -x '"key":CODE'`. */
function bindKey(run: Run): Flow {
  const code = /^"[^"]*":?\s*(.*)$/s.exec(value(run, "-x")?.text ?? "")?.[1];
  return code === undefined ? nothing : runText(run, literalFlow(code));
}

/** `hash -p PATH NAME`: from here on the name means that program. */
function rememberProgram(run: Run): Flow {
  const [path, name] = [value(run, "-p"), run.operands[0]];
  if (path !== undefined && name !== undefined) run.shell.aliases.set(name.text, path.text);
  return nothing;
}

function shift({ shell, operands }: Run): Flow {
  shell.positional = shell.positional.slice(Number(operands[0]?.text ?? 1) || 1);
  return nothing;
}

/** `command -v NAME` only says where it is. */
function runCommand(run: Run): Flow {
  if (has(run, "-v", "-V")) return literalFlow(run.operands.map(({ text }) => `/usr/bin/${text}\n`).join(""));
  run.shell.draft.wrappers.add("command");
  return runWords(run, run.operands);
}

function history(run: Run): Flow | undefined {
  if (has(run, "-c", "-d", "-w")) effect(run, "shell:history-wipe");
  if (has(run, "-r", "-R", "-n") && run.operands[0] !== undefined) return read(run, run.operands[0]);
  return undefined;
}

/** `.` reads a script, and `<(…)` of a tool's own making is not a file. */
export const shellBuiltins: readonly Program[] = [
  { names: ["cd", "chdir"], style: "posix", does: changeFolder },
  { names: ["pushd"], style: "posix", does: pushFolder },
  { names: ["popd"], does: popFolder },
  { names: ["pwd"], does: ({ shell }) => literalFlow(`${shell.cwd}\n`) },
  { names: ["export", "declare", "typeset", "local", "readonly", "setenv"], ...declaring },
  { names: ["eval"], style: "posix", does: evaluate },
  { names: ["source", "."], style: "posix", does: source },
  {
    names: ["set"],
    style: "raw",
    does: (run) => (run.args.length === 0 ? printsEnvironment(run) : setOptions(run)),
  },
  { names: ["read"], options: { "-a -d -i -n -N -p -t -u": "value" }, does: readVariables },
  {
    names: ["mapfile", "readarray"],
    options: { "-d -n -O -s -u -c": "value", "-C": "shell" },
    does: mapFile,
  },
  {
    names: ["complete", "compopt"],
    options: { "-C": "shell", "-F -W -A -G -P -S -X -o": "value" },
    output: "none",
  },
  { names: ["bind", "bindkey"], options: { "-x": "value" }, does: bindKey },
  { names: ["hash"], options: { "-p": "value" }, does: rememberProgram },
  { names: ["alias"], style: "posix", does: setAlias },
  { names: ["unset"], does: unset },
  { names: ["trap"], style: "posix", does: trap },
  { names: ["shift"], style: "raw", does: shift },
  { names: ["history", "fc"], does: history },
  {
    names: [
      ":",
      "true",
      "false",
      "[",
      "exit",
      "return",
      "break",
      "continue",
      "wait",
      "jobs",
      "fg",
      "bg",

      "unalias",
      "umask",
      "ulimit",
      "getopts",
      "shopt",

      "disown",
      "let",
      "type",
      "enable",
      "times",
      "dirs",
      "compgen",

      "sleep",
      "logout",
      "suspend",
      "setopt",
      "unsetopt",
      "autoload",
      "zmodload",
    ],
    style: "raw",
    output: "none",
  },
  { names: ["exec"], style: "posix", options: { "-a": "value" }, wraps: 0 },
  { names: ["command"], style: "posix", does: runCommand },
  { names: ["builtin", "noglob", "nocorrect", "-"], style: "posix", wraps: 0 },
];
