import { execute, interpret, read, write } from "../act.ts";
import {
  blurred,
  type Flow,
  fromOutput,
  isKnown,
  join,
  joinAll,
  literalFlow,
  nothing,
  outputFlow,
  unknownPart,
} from "../flow.ts";
import { has, values } from "../given.ts";
import { keptPath } from "../paths.ts";
import type { Word } from "../word.ts";
import { unpackedAbove } from "../written.ts";
import { noteServer } from "./mcp-servers.ts";
import type { Run } from "./program.ts";

export const printed: Flow = { text: unknownPart, from: fromOutput };

/** A script by its path. One that lay there before is a program like any other; what this command line put there is code. */
export function runScriptFile(run: Run, language: string, file: Word): Flow {
  if (file.text === "-" || file.text === "/dev/stdin") return runInput(run, language);
  execute(run, file);
  noteServer(run, file, run.args);
  const content = read(run, file);
  if (isBesideUnpacked(run, keptPath(run.shell, file.text)) || layThere(run, file, content)) return printed;
  return interpret(run, language, content);
}

/** A script that lay there before is a program like any other, here or elsewhere; only what this command line put there is code. */
export function layThere({ shell }: Run, file: Word, { text, from }: Flow): boolean {
  if (text !== unknownPart || from.network || from.decoded) return false;
  const path = keptPath(shell, file.text);
  if (from.paths.length === 1 && from.paths[0] === path) return true;
  return shell.remote !== undefined && from === file.from && isKnown(file);
}

/** What was unpacked in the session's own folder mostly brings a folder of its own: the scripts beside it are the person's. */
function isBesideUnpacked({ shell }: Run, path: string): boolean {
  return (
    !shell.files.has(path) &&
    path.slice(0, path.lastIndexOf("/")) === shell.place.cwd &&
    unpackedAbove(shell, path) !== undefined
  );
}

/** Code on standard input. */
function runInput(run: Run, language: string): Flow {
  return run.io.stdin === nothing ? printed : interpret(run, language, run.io.stdin);
}

export const lines = (words: readonly Word[]): Flow =>
  joinAll(words.flatMap((word, at) => (at === 0 ? [word] : [literalFlow("\n"), word])));

/** Only looks at the grammar. Not so perl's `-c`, which runs `BEGIN` blocks. */
const isCheck = (run: Run): boolean =>
  /^(node|nodejs|ruby|jruby)/.test(run.program) && has(run, "-c", "--check");

function onlyRead(run: Run): Flow {
  for (const file of run.operands) read(run, file);
  return outputFlow;
}

/** `-e CODE`, a file, or standard input. */
export const interpreter =
  (language: string, ...codeNames: readonly string[]) =>
  (run: Run): Flow => {
    const code = values(run, ...codeNames);
    if (code.length > 0) return interpret(run, language, lines(code));
    if (isCheck(run)) return onlyRead(run);
    const [file] = run.operands;
    if (file !== undefined) return runScriptFile({ ...run, operands: run.operands.slice(1) }, language, file);
    if (run.options.some(({ name }) => /^(-v|-V|--version|-h|--help)$/.test(name))) return outputFlow;
    return runInput(run, language);
  };

/** `perl -ne CODE files`, `ruby -pi -e CODE files`: the code sees every line of the files. */
export const lineInterpreter =
  (language: string) =>
  (run: Run): Flow => {
    const code = values(run, "-e", "-E");
    if (code.length === 0) return interpreter(language)(run);
    const text = lines(code);
    const looping = has(run, "-n", "-p", "-i");
    const readsArguments = looping || /<>|<<>>|\bARGF\b|\$<|\bgets\b|<ARGV>/.test(text.text);
    const input = readsArguments
      ? run.operands.length === 0
        ? run.io.stdin
        : run.operands.map((word) => read(run, word)).reduce(join, nothing)
      : nothing;
    const result = interpret({ ...run, content: { flow: input } }, language, text);
    if (has(run, "-i")) {
      for (const word of run.operands)
        write(run, word, { text: `${unknownPart}${text.text}${unknownPart}`, from: input.from });
      return nothing;
    }
    return looping ? join(blurred(input), result) : result;
  };
