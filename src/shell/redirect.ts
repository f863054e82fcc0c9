import type { HereDoc, HereString, Redirect, Redirection } from "unbash";
import { contact, feedSink, post, read, write } from "./act.ts";
import { type Flow, fromCommand, fromNetwork, nothing, unknownPart } from "./flow.ts";
import { isStandardOutput } from "./paths.ts";
import type { Io, Shell, Target } from "./state.ts";
import { literalWord, type Word, wordFrom } from "./word.ts";
import { expandWhole, partsFlow } from "./words/expand.ts";

/** Where a command's input comes from and where each thing it prints goes. */
export type Redirected = {
  readonly io: Io;
  /** Where standard output goes; undefined when it isn't redirected. */
  readonly out: Target | undefined;
  readonly append: boolean;
  /** Standard output goes nowhere that is followed. */
  readonly silenced: boolean;
  /** Descriptors named, for `exec`. */
  readonly descriptors: ReadonlyMap<number, Target>;
};

const socketPath = /^\/dev\/(?:tcp|udp)\/([^/]*)(?:\/|$)/;

/** Redirections while they are being read. */
type Opening = {
  stdin: Flow;
  socket: boolean;
  out: Target | undefined;
  append: boolean;
  silenced: boolean;
  readonly descriptors: Map<number, Target>;
};

/** What redirections do before a command runs: files are opened, connections made. */
export function redirect(shell: Shell, redirections: readonly Redirection[], io: Io): Redirected {
  const opening: Opening = { ...io, out: undefined, append: false, silenced: false, descriptors: new Map() };
  for (const redirection of redirections) {
    if (redirection.type === "Redirect") openTarget(shell, opening, redirection, io);
    else openText(shell, opening, redirection);
  }
  const { stdin, socket, ...rest } = opening;
  return { io: { stdin, socket }, ...rest };
}

/** `<<END` and `<<< word`: a text to read. */
function openText(shell: Shell, opening: Opening, redirection: HereDoc | HereString): void {
  const flow = textOf(shell, redirection);
  const number = numberOf(shell, redirection.descriptor, 0);
  if (number === 0) opening.stdin = flow;
  else open(shell, opening, redirection.descriptor, number, { kind: "flow", flow });
}

function textOf(shell: Shell, redirection: HereDoc | HereString): Flow {
  if (redirection.type === "HereDoc") {
    const { parts, text } = redirection.body;
    return parts === undefined ? { text, from: fromCommand } : partsFlow(shell, parts);
  }
  if (redirection.target === undefined) return nothing;
  const word = expandWhole(shell, redirection.target);
  return { text: `${word.text}\n`, from: word.from };
}

function openTarget(shell: Shell, opening: Opening, redirection: Redirect, io: Io): void {
  const { operator, descriptor, target: node } = redirection;
  if (node === undefined) return;
  const word = expandWhole(shell, node);
  const number = numberOf(shell, descriptor, operator.startsWith("<") ? 0 : 1);
  const copies = operator === "<&" || operator === ">&";
  const copied = copies ? copiedFrom(shell, word, opening.descriptors) : undefined;
  if (copies && copied === undefined && /^(\d+|-)-?$/.test(word.text)) {
    if (number === 1) opening.silenced ||= word.text === "2";
    return;
  }
  const target = copied ?? targetOf(shell, word);
  opening.socket ||= target.kind === "socket";
  open(shell, opening, descriptor, number, target);
  const both = operator.startsWith("&") || (operator === ">&" && descriptor === undefined);
  if (operator.startsWith("<")) {
    const input = inputOf(shell, target, io);
    if (number === 0) opening.stdin = input;
    if (operator === "<>" && target.kind === "file") write({ shell }, target.word);
  } else if (number === 1 || both) {
    opening.out = target;
    opening.append = operator.endsWith(">>");
  } else if (copied === undefined) deliverTo(shell, target, nothing, true);
}

/** A descriptor named by a variable, `{fd}> file`, stays open. */
function open(
  shell: Shell,
  opening: Opening,
  descriptor: Redirect["descriptor"],
  number: number,
  target: Target,
): void {
  opening.descriptors.set(number, target);
  if (descriptor?.type === "FileDescriptorVariable") shell.descriptors.set(number, target);
}

/** The shell gives the variable of `{fd}> file` the next number from 10 on. */
function numberOf(shell: Shell, descriptor: Redirect["descriptor"], otherwise: number): number {
  if (descriptor === undefined) return otherwise;
  if (descriptor.type === "FileDescriptor") return descriptor.value;
  const number = 10 + shell.descriptors.size;
  shell.variables.set(descriptor.name, [literalWord(String(number))]);
  return number;
}

/** `>&3`, `<&3`: what the descriptor leads to, if this command line opened it. */
function copiedFrom(shell: Shell, word: Word, here: ReadonlyMap<number, Target>): Target | undefined {
  const number = /^(\d+)-?$/.exec(word.text)?.[1];
  if (number === undefined) return undefined;
  return here.get(Number(number)) ?? shell.descriptors.get(Number(number));
}

function targetOf(shell: Shell, word: Word): Target {
  const socket = socketPath.exec(word.text);
  const sink = shell.sinks.get(word.text);
  if (sink !== undefined)
    return { kind: "commands", feed: (stdin) => feedSink(shell, word.text, sink, stdin) };
  return socket === null
    ? { kind: "file", word }
    : { kind: "socket", host: contact({ shell }, socket[1] ?? "") };
}

function inputOf(shell: Shell, target: Target, io: Io): Flow {
  if (target.kind === "flow") return target.flow;
  if (target.kind === "file") return read({ shell, io }, target.word);
  if (target.kind === "commands") return nothing;
  return wordFrom(unknownPart, fromNetwork);
}

/** What a command prints goes where its output was sent; returns what is left for a pipe or a substitution. */
export function deliver(shell: Shell, { out, append, silenced }: Redirected, printed: Flow): Flow {
  if (out === undefined) return silenced ? nothing : printed;
  if (out.kind === "file" && isStandardOutput(out.word.text)) return printed;
  deliverTo(shell, out, printed, append);
  return nothing;
}

export function deliverTo(shell: Shell, target: Target, printed: Flow, append: boolean): void {
  if (target.kind === "file") write({ shell }, target.word, printed, append);
  if (target.kind === "socket") post({ shell }, printed, [target.host]);
  if (target.kind === "commands") target.feed(printed);
}
