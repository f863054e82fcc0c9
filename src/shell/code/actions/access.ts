import { contact, read, send, write } from "../../act.ts";
import { type Flow, isKnown, networkFlow, nothing } from "../../flow.ts";
import { type Word, wordFrom } from "../../word.ts";
import type { Call, Machine } from "../language.ts";
import { emptyValue, shownValue, type Value, wordOfValue } from "../value.ts";

/** What the functions of ../act.ts want. */
export const acting = ({ run, shell }: Machine) => ({ shell, io: run.io });

export const argument = ({ args }: Call, at: number): Value => args[at] ?? emptyValue;

export const option = ({ named, args }: Call, name: string): Value | undefined =>
  named.get(name) ?? args.find(({ fields }) => fields?.has(name))?.fields?.get(name);

/** A path that the code names; `file:` and `Path` objects too. */
export const pathOf = (value: Value): Word => {
  const word = wordOfValue(value);
  return word.text.startsWith("file://") ? wordFrom(word.text.slice(7), word.from, word.glob) : word;
};

/** Reading standard input by one of its names. */
const isInput = (text: string): boolean => /^(0|\/dev\/stdin|php:\/\/(stdin|input)|-)$/.test(text);

export function readFile(machine: Machine, value: Value): Flow {
  if (isInput(value.flow.text)) return machine.run.io.stdin;
  if (/^(https?|ftp):\/\//.test(value.flow.text)) return fetchUrl(machine, value);
  if (value.flow.text === "") return nothing;
  return read(acting(machine), pathOf(value));
}

/** The new text, and, where it can't be known, the code that makes it. */
export function writeFile(machine: Machine, value: Value, content: Value | undefined, append = false): void {
  if (value.flow.text === "" || /^php:\/\//.test(value.flow.text)) return;
  const flow = content === undefined ? undefined : shownValue(content);
  write(acting(machine), pathOf(value), flow, append);
  if (flow === undefined || !isKnown(flow)) machine.run.shell.draft.content += `${machine.code}\n`;
}

/** Talks to a URL; what the code puts in it goes there. */
export function fetchUrl(machine: Machine, value: Value): Flow {
  const host = contact({ shell: machine.shell }, value.flow.text);
  send({ shell: machine.shell }, value.flow, [host]);
  return networkFlow;
}
