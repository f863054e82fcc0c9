import { execute, interpret, read, runText, runWords } from "../act.ts";
import { type Flow, join, nothing, outputFlow, unknownPart } from "../flow.ts";
import { has, operand, values } from "../given.ts";
import { partCell } from "../notebook.ts";
import { baseName } from "../paths.ts";
import { unlisted } from "../unlisted.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import type { Behaviour, Program, Run } from "./program.ts";

/** A console: code behind one of these options, else what comes on its input. */
const takesCode = (language: string, ...names: readonly string[]): Behaviour => ({
  ...(names.length === 0 ? {} : { options: { [names.join(" ")]: "value" } }),
  does: (run) => {
    const given = values(run, ...names);
    if (given.length > 0) return given.map((code) => interpret(run, language, code)).reduce(join, nothing);
    return run.io.stdin === nothing ? outputFlow : interpret(run, language, run.io.stdin);
  },
});

/** Code as its first operand: `wp eval CODE`. */
const takesOperand = (language: string): Behaviour => ({
  style: "posix",
  does: (run) => (run.operands[0] === undefined ? outputFlow : interpret(run, language, run.operands[0])),
});

const django: Behaviour = {
  subcommands: { "shell shell_plus": { ...takesCode("python", "-c", "--command") } },
};

/** `rails runner CODE`, `rails runner FILE`, `rails runner -`. */
const runner: Behaviour = {
  style: "posix",
  options: { "-e --environment": "value" },
  does: (run) => {
    const [code] = run.operands;
    if (code === undefined) return outputFlow;
    if (code.text === "-") return interpret(run, "ruby", run.io.stdin);
    if (/^[^\s()'"]+\.rb$/.test(code.text)) return runWords(run, [literalWord("ruby"), ...run.operands]);
    return interpret(run, "ruby", code);
  },
};

const rails: Behaviour = {
  subcommands: { "runner r": runner, "console c": takesCode("ruby") },
};

const artisan: Behaviour = { subcommands: { tinker: takesCode("php", "--execute") } };

/** The interpreter of a script that the framework put into the project: `python manage.py shell`. */
const frameworkScript = (values: string, scripts: RegExp): Behaviour => ({
  style: "posix",
  options: { [values]: "value" },
  does: (run) => {
    const [file, ...args] = run.operands;
    const name = baseName(file?.text ?? "");
    const isFile = scripts.test(name) && !has(run, "-c", "-m", "-r", "-e");
    return isFile ? runWords(run, [literalWord(name), ...args]) : undefined;
  },
});

/** A cell's code, and its lines that are the shell's. */
function runCell(run: Run, { text, from }: Flow): Flow {
  const { code, shell } = partCell(text);
  if (shell !== "") runText(run, wordFrom(shell, from));
  return interpret(run, "python", { text: code, from });
}

/** `ipython -c CODE`, a script, or standard input, with the shell's lines in it. */
const ipython: Behaviour = {
  style: "posix",
  options: { "-c": "value" },
  does: (run) => {
    const code = values(run, "-c");
    if (code.length > 0) return code.map((cell) => runCell(run, cell)).reduce(join, nothing);
    if (operand(run, 0) !== "") return runWords(run, [literalWord("python"), ...run.operands]);
    return run.io.stdin === nothing ? outputFlow : runCell(run, run.io.stdin);
  },
};

type Cell = { readonly cell_type?: unknown; readonly source?: unknown };

/** The code cells of a notebook; undefined when it isn't one. */
function cellsOf(text: string): readonly string[] | undefined {
  try {
    const { cells = [] } = JSON.parse(text) as { readonly cells?: readonly Cell[] };
    return cells
      .filter((cell) => cell.cell_type === "code")
      .map(({ source }) => (Array.isArray(source) ? source.join("") : String(source)));
  } catch {
    return undefined;
  }
}

/** Runs a notebook's cells. What lay there before is a program like any other. */
function runNotebook(run: Run, file: Word): void {
  execute(run, file);
  const content = read(run, file);
  const { text, from } = content;
  if (text === unknownPart && !from.network && !from.decoded) return;
  const cells = cellsOf(text);
  if (cells === undefined) interpret(run, "python", content);
  else for (const cell of cells) runCell(run, { text: cell, from });
}

const notebooks = (run: Run): Flow => {
  for (const file of run.operands) if (/\.ipynb$/.test(file.text)) runNotebook(run, file);
  return outputFlow;
};

/** `sbt 'eval CODE'`. */
function evaluatesTasks(run: Run): Flow {
  for (const { text, from } of run.operands) {
    const code = /^\s*(?:;\s*)?eval\s+(.*)$/s.exec(text)?.[1];
    if (code !== undefined) interpret(run, "generic", wordFrom(code, from));
  }
  return outputFlow;
}

/** Consoles of programs whose own rows are about something else; see `additions.ts`. */
export const consoles: readonly Program[] = [
  { names: ["manage.py", "django-admin"], ...django },
  { names: ["rails"], ...rails },
  { names: ["artisan"], ...artisan },
  {
    names: ["python", "python2", "python3", "py", "pypy", "pypy3"],
    ...frameworkScript("-c -m -W -X", /^manage\.py$/),
  },
  { names: ["php"], ...frameworkScript("-r -d -c -f", /^artisan$/) },
  { names: ["ruby"], ...frameworkScript("-e -I -r", /^rails$/) },
  { names: ["ipython", "bpython", "ptpython"], ...ipython },
  { names: ["flask", "celery"], subcommands: { shell: takesCode("python") } },
  {
    names: ["jupyter"],
    subcommands: {
      nbconvert: {
        options: { "--to --output --output-dir --template": "value" },
        does: (run) => (has(run, "--execute") ? notebooks(run) : outputFlow),
      },
      "execute run": { does: notebooks },
    },
  },
  {
    names: ["papermill"],
    does: (run) => notebooks({ ...run, operands: run.operands.slice(0, 1) }),
  },
  {
    names: ["mix"],
    subcommands: { run: takesCode("generic", "-e", "--eval"), eval: takesOperand("generic") },
  },
  { names: ["sbt"], does: evaluatesTasks },
];

/** Consoles that nothing else is known of. */
export const consolePrograms: readonly Program[] = [
  { names: ["psysh"], ...takesCode("php") },
  { names: ["django"], ...django, otherwise: unlisted },
  { names: ["groovysh", "amm", "scala3"], ...takesCode("generic", "-e", "-c", "--code") },
  {
    names: ["wp"],
    style: "posix",
    subcommands: {
      eval: takesOperand("php"),
      shell: takesCode("php"),
      db: { subcommands: { "drop reset clean": { effects: ["db:drop"] } }, otherwise: unlisted },
    },
    otherwise: unlisted,
  },
  {
    names: ["drush"],
    style: "posix",
    subcommands: {
      "php:eval php-eval eval ev": takesOperand("php"),
      "php:cli php": takesCode("php"),
      "sql:drop sql-drop": { effects: ["db:drop"] },
    },
    otherwise: unlisted,
  },
  {
    names: ["scrapy", "odoo", "odoo-bin"],
    subcommands: { shell: takesCode("python", "-c") },
    otherwise: unlisted,
  },
];
