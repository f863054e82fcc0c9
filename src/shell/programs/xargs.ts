import { read, runText, runWords } from "../act.ts";
import { type Flow, join, nothing, unknownPart } from "../flow.ts";
import { has, value } from "../given.ts";
import { hasGlob } from "../glob.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import type { Run } from "./program.ts";

/** Most arguments that a known standard input becomes. */
const mostArguments = 256;

function inputWords(run: Run): readonly Word[] {
  const file = value(run, "-a", "--arg-file");
  const flow = file === undefined ? run.io.stdin : read(run, file);
  if (flow === nothing) return [];
  const pieces = flow.text.split(has(run, "-0", "--null") ? "\0" : /\s+/).filter((piece) => piece !== "");
  return pieces.slice(0, mostArguments).map((piece) => wordFrom(piece, flow.from, hasGlob(piece)));
}

/** Words with each placeholder replaced by one argument. */
const filledIn = (command: readonly Word[], holder: string, argument: Word): readonly Word[] =>
  command.map((word) =>
    word.text.includes(holder)
      ? wordFrom(
          word.text.replaceAll(holder, () => argument.text),
          word.text === holder ? argument.from : join(word, argument).from,
          argument.glob,
        )
      : word,
  );

export function runXargs(run: Run): Flow {
  run.shell.draft.wrappers.add("xargs");
  const command = run.operands.length === 0 ? [literalWord("echo")] : run.operands;
  const args = inputWords(run);
  const holder = value(run, "-I", "--replace")?.text ?? (has(run, "-i") ? "{}" : undefined);
  const io = { ...run.io, stdin: nothing };
  if (holder === undefined) return runWords(run, [...command, ...args], io);
  const filled = args.length === 0 ? [wordFrom(unknownPart, run.io.stdin.from)] : args.slice(0, 32);
  return filled
    .map((argument) => runWords(run, filledIn(command, holder, argument), io))
    .reduce(join, nothing);
}

/** `parallel CMD ::: a b`, `parallel CMD < lines`. */
export function runParallel(run: Run): Flow {
  run.shell.draft.wrappers.add(run.program);
  const marker = run.operands.findIndex(({ text }) => /^:::\+?$/.test(text));
  const command = marker === -1 ? run.operands : run.operands.slice(0, marker);
  const args =
    marker === -1
      ? inputWords(run)
      : run.operands.slice(marker + 1).filter(({ text }) => !text.startsWith(":::"));
  const all = args.length === 0 ? [wordFrom(unknownPart, run.io.stdin.from)] : args.slice(0, 32);
  // The command is shell text, even where it is one word; without a command the arguments are commands.
  return all
    .map((argument) => {
      const words =
        command.length === 0
          ? [argument]
          : command.some(({ text }) => text.includes("{}"))
            ? filledIn(command, "{}", argument)
            : [...command, argument];
      const text = words
        .map((word, index) => (index === 0 || command.length === 1 ? word.text : quoted(word.text)))
        .join(" ");
      return words.length === 1 || /\s/.test(words[0]?.text ?? "")
        ? runText(run, { text, from: argument.from })
        : runWords(run, words, { ...run.io, stdin: nothing });
    })
    .reduce(join, nothing);
}

const quoted = (text: string): string =>
  /^[\w./~=:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
