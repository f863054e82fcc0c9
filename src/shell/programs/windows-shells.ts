import { execute, read, runText } from "../act.ts";
import { fromBase64Utf16 } from "../decode.ts";
import { decodedFlow, type Flow, joinAll, literalFlow, nothing, outputFlow, unknownPart } from "../flow.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import type { Run } from "./program.ts";

/** Options of powershell.exe that take a value; any beginning of the name will do. */
const valued = [
  "executionpolicy",
  "ep",
  "ex",
  "exec",
  "windowstyle",
  "inputformat",
  "outputformat",
  "version",
  "psconsolefile",
  "configurationname",
  "workingdirectory",
  "wd",
  "custompipename",
  "settingsfile",
];

/** `powershell [-NoProfile …] -Command CODE | -EncodedCommand BASE64 | -File FILE args`. */
export function runPowershellProgram(run: Run): Flow {
  const inside = { walker: run.shell.walker.as("powershell") };
  run.shell.draft.wrappers.add("powershell");
  for (let at = 0; at < run.args.length; at += 1) {
    const word = run.args[at] as Word;
    const name = /^[-/]([a-z]+)$/i.exec(word.text)?.[1]?.toLowerCase();
    if (word.text === "-") break;
    if (name === undefined) return runText(run, spaced(run.args.slice(at)), inside);
    const next = run.args[at + 1];
    if (
      (name === "ec" || "encodedcommand".startsWith(name)) &&
      name !== "ep" &&
      name !== "ex" &&
      name !== "exec"
    ) {
      return next === undefined ? nothing : runText(run, decodedFlow(next, fromBase64Utf16), inside);
    }
    if ("command".startsWith(name) || name === "commandwithargs") {
      return runText(run, next?.text === "-" ? run.io.stdin : spaced(run.args.slice(at + 1)), inside);
    }
    if ("file".startsWith(name)) {
      if (next !== undefined) execute(run, next);
      return next === undefined ? nothing : runScriptFile(run, next);
    }
    if (valued.some((full) => full.startsWith(name))) at += 1;
  }
  return run.io.stdin === nothing ? outputFlow : runText(run, run.io.stdin, inside);
}

function runScriptFile(run: Run, file: Word): Flow {
  const flow = read(run, file);
  if (flow.text === unknownPart && !flow.from.network && !flow.from.decoded) return outputFlow;
  return runText(run, flow, { walker: run.shell.walker.as("powershell") });
}

export const spaced = (words: readonly Word[]): Flow =>
  joinAll(words.flatMap((word, index) => (index === 0 ? [word] : [literalFlow(" "), word])));

/** `cmd /c CODE`, `cmd /k CODE`; Git's bash makes a path of a single slash, so that `//c` is written. */
export function runBatchProgram(run: Run): Flow {
  const at = run.args.findIndex(({ text }) => /^\/{1,2}[a-z:]*[ck]/i.test(text));
  run.shell.draft.wrappers.add("cmd");
  if (at === -1)
    return run.io.stdin === nothing
      ? outputFlow
      : runText(run, run.io.stdin, { walker: run.shell.walker.as("cmd") });
  const attached = /^\/{1,2}[ck](.+)$/i.exec(run.args[at]?.text ?? "")?.[1];
  const rest = run.args.slice(at + 1);
  const words = attached === undefined ? rest : [literalWord(attached), ...rest];
  // A single argument is the text itself; several had their quotes taken off by the shell before.
  const text =
    words.length === 1
      ? spaced(words)
      : joinAll(
          words.flatMap((word, index) => [
            literalFlow(index === 0 ? "" : " "),
            /\s/.test(word.text) ? wordFrom(`"${word.text}"`, word.from) : word,
          ]),
        );
  return runText(run, text, { walker: run.shell.walker.as("cmd") });
}
