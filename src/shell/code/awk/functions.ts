import { noteCode, read, write } from "../../act.ts";
import {
  bounded,
  type Flow,
  isKnown,
  joinAll,
  literalFlow,
  nothing,
  outputFlow,
  unknownPart,
} from "../../flow.ts";
import { formatted } from "../../programs/printf.ts";
import { deeper, subshell } from "../../state.ts";
import { wordOf } from "../../word.ts";
import type { Machine } from "./machine.ts";

/** Runs a command line; whole lines of the input as one are code. */
export function runCommand({ run }: Machine, command: Flow, stdin: Flow): Flow {
  if (command.text === "") return nothing;
  const isCode = command.text.startsWith(unknownPart) || command.from.network || command.from.decoded;
  if (isCode) noteCode(run, command);
  if (command.text === unknownPart) return outputFlow;
  return deeper(
    run.shell,
    () => run.shell.walker.as("posix").text(subshell(run.shell), command.text, { stdin, socket: false }),
    nothing,
  );
}

export const readFile = ({ run }: Machine, file: Flow): Flow => read(run, wordOf(file));

export function writeFile({ run }: Machine, file: Flow, text: Flow, append: boolean): void {
  if (file.text !== "") write(run, wordOf(file), text, append);
}

/** What print makes of its arguments. */
export const lineOf = (values: readonly Flow[]): Flow =>
  joinAll([
    ...values.flatMap((value, at) => (at === 0 ? [value] : [literalFlow(" "), value])),
    literalFlow("\n"),
  ]);

/** `sprintf`, `printf`: `%c` of a number is a character, which hides what is written. */
export function format([pattern = nothing, ...values]: readonly Flow[]): Flow {
  const kinds = [...pattern.text.matchAll(/%[-+ #0]*(?:[1-9]\d*)?(?:\.\d+)?([a-zA-Z])/g)].map(
    ([, kind]) => kind,
  );
  const words = values.map((value, at) => wordOf(kinds[at] === "c" ? character(value) : value));
  return formatted(wordOf(pattern), words);
}

function character(value: Flow): Flow {
  const code = Number(value.text);
  if (!/^\d+$/.test(value.text) || code > 0x10ffff) return value;
  return { text: String.fromCodePoint(code), from: { ...value.from, decoded: true } };
}

type Pure = (texts: readonly string[]) => string;

/** Functions of texts that are carried out when all their arguments are known. */
const pure: Readonly<Record<string, Pure>> = {
  tolower: ([text = ""]) => text.toLowerCase(),
  toupper: ([text = ""]) => text.toUpperCase(),
  substr: ([text = "", start = "1", length]) => {
    const from = Math.max(Number(start) - 1, 0);
    return text.slice(from, length === undefined ? undefined : from + Number(length));
  },
  length: ([text = ""]) => String(text.length),
  index: ([text = "", part = ""]) => String(text.indexOf(part) + 1),
  int: ([text = ""]) => String(Math.trunc(Number(text)) || 0),
};

/** A function of awk's own that changes nothing outside. */
export function pureCall(name: string, values: readonly Flow[]): Flow {
  const { from } = joinAll(values);
  const known = values.every(isKnown) && Object.hasOwn(pure, name) ? pure[name] : undefined;
  return { text: known === undefined ? unknownPart : bounded(known(values.map(({ text }) => text))), from };
}
