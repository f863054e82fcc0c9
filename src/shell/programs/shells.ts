import { effect, execute, read, runText, runWords } from "../act.ts";
import { type Flow, fromOutput, isKnown, nothing, outputFlow, unknownPart } from "../flow.ts";
import { has, values } from "../given.ts";
import { keptPath } from "../paths.ts";
import { asScript, startsItself } from "../self-starting.ts";
import { literalWord, type Word } from "../word.ts";
import { isElevated } from "./elevated.ts";
import type { Program, Run } from "./program.ts";
import { layThere } from "./script-code.ts";

const interactive: Flow = { text: unknownPart, from: { ...fromOutput, shell: true } };

/** Whatever shell starts it, its text is a POSIX shell's. */
const posix = ({ shell }: Run) => ({ walker: shell.walker.as("posix") });

/** `sh -c CODE name args…`, `sh FILE args…`, `sh -s args… < CODE`. */
function runShell(run: Run): Flow {
  if (/^\+[A-Za-z]/.test(run.operands[0]?.text ?? "")) return runUnset(run);
  const operands = run.operands.filter(({ text }) => !/^\+\w/.test(text));
  const [first, ...rest] = operands;
  if (has(run, "-n") && !has(run, "-i")) return onlyRead(run, first);
  if (run.io.socket) effect(run, "net:reverse-shell");
  for (const file of values(run, "--rcfile", "--init-file")) runScriptFile(run, file, []);
  if (has(run, "-c") && first !== undefined) {
    const [zero, ...positional] = rest;
    return runText(run, first, { ...posix(run), positional, zero: zero?.text ?? run.program });
  }
  if (first !== undefined && !has(run, "-s")) return runScriptFile(run, first, rest);
  return runInput(run, operands);
}

/** `bash -n FILE`: looks at the grammar and runs nothing. */
function onlyRead(run: Run, file: Word | undefined): Flow {
  if (file !== undefined && !has(run, "-c")) read(run, file);
  return outputFlow;
}

/** `bash +e -c CODE`: what stands behind an option that is switched off is read as if it were not there. */
function runUnset(run: Run): Flow {
  const at = run.args.findIndex(({ text }) => /^\+[A-Za-z]/.test(text));
  const skipped = /^\+[A-Za-z]*[oO]$/.test(run.args[at]?.text ?? "") ? 2 : 1;
  return runWords(run, [literalWord(run.program), ...run.args.slice(0, at), ...run.args.slice(at + skipped)]);
}

function runScriptFile(run: Run, file: Word, positional: readonly Word[]): Flow {
  if (file.text === "-" || file.text === "/dev/stdin") return runInput(run, positional);
  execute(run, file);
  const content = read(run, file);
  if (layThere(run, file, content)) return { text: unknownPart, from: fromOutput };
  const path = keptPath(run.shell, file.text);
  if (startsItself(run.shell, path, positional)) return outputFlow;
  const script = { ...asScript(run.shell, path, positional), positional, zero: file.text };
  return runText(run, content, { ...posix(run), ...script });
}

function runInput(run: Run, positional: readonly Word[]): Flow {
  const { stdin } = run.io;
  if (stdin === nothing) {
    if (isElevated(run)) effect(run, "privilege:root-shell");
    return interactive;
  }
  // What the shell reads its commands from is used up when they run.
  const printed = runText(run, stdin, { ...posix(run), positional }, { ...run.io, stdin: nothing });
  return isKnown(stdin) && !has(run, "-i") ? printed : interactive;
}

export const shells: readonly Program[] = [
  {
    names: [
      "sh",
      "bash",
      "zsh",
      "dash",
      "ksh",
      "ash",
      "mksh",
      "pdksh",
      "rbash",
      "fish",
      "csh",
      "tcsh",
      "yash",
      "elvish",
      "xonsh",
    ],
    style: "posix",
    options: { "-o -O --rcfile --init-file -C --init-command": "value" },
    does: runShell,
  },
];
