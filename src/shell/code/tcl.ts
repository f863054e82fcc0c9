import { type Flow, nothing, outputFlow } from "../flow.ts";
import type { Run } from "../programs/program.ts";
import { deeper, subshell } from "../state.ts";

/** Longest program that is looked at. */
const longestProgram = 16_384;

/** Commands of Tcl's that do what a program does, with that program's words. */
const commands: readonly (readonly [RegExp, (rest: string) => string])[] = [
  [/\b(?:exec|spawn)\s+(?:-\w+\s+)*([^\]\n;]+)/g, (rest) => rest],
  [/\bopen\s+"?\|\s*([^\]\n;"]+)/g, (rest) => rest],
  [/\bopen\s+([^\]\n;|\s]+)(?=\s*(?:r|\]|\n|;|$))/g, (rest) => `cat ${rest}`],
  [/\bfile\s+delete\s+(?:-force\s+)?(?:--\s+)?([^\]\n;]+)/g, (rest) => `rm -rf ${rest}`],
  [/\bfile\s+(?:copy|rename)\s+(?:-force\s+)?(?:--\s+)?([^\]\n;]+)/g, (rest) => `cp ${rest}`],
  [/\bopen\s+([^\]\n;|\s]+)\s+[wa]/g, (rest) => `touch ${rest}`],
];

/** What a Tcl or Expect program runs, reads, writes and deletes, as far as its words say. */
export function runTcl(whole: string, run: Run): Flow {
  const code = whole.slice(0, longestProgram);
  for (const [pattern, line] of commands)
    for (const [, rest = ""] of code.matchAll(pattern)) runLine(run, line(rest));
  return outputFlow;
}

function runLine(run: Run, line: string): void {
  const text = line.replace(/\$(?:::)?env\((\w+)\)/g, "$$$1").replace(/[{}]/g, "");
  const shell = subshell(run.shell, { walker: run.shell.walker.as("posix") });
  deeper(run.shell, () => shell.walker.text(shell, text, { stdin: nothing, socket: false }), nothing);
}
