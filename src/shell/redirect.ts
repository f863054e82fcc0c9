import type { Redirection } from "unbash";
import { contact, read, send, write } from "./act.ts";
import { type Flow, fromCommand, fromNetwork, nothing, unknownPart } from "./flow.ts";
import type { Io, Shell, Target } from "./state.ts";
import { type Word, wordFrom } from "./word.ts";
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

/** What redirections do before a command runs: files are opened, connections made. */
export function redirect(shell: Shell, redirections: readonly Redirection[], io: Io): Redirected {
  let { stdin, socket } = io;
  let out: Target | undefined;
  let append = false;
  let silenced = false;
  const descriptors = new Map<number, Target>();
  for (const redirection of redirections) {
    if (redirection.type === "HereDoc") {
      const { parts, text } = redirection.body;
      stdin = parts === undefined ? { text, from: fromCommand } : partsFlow(shell, parts);
      continue;
    }
    if (redirection.target === undefined) continue;
    const word = expandWhole(shell, redirection.target);
    if (redirection.type === "HereString") {
      stdin = { text: `${word.text}\n`, from: word.from };
      continue;
    }
    const { operator, descriptor } = redirection;
    const number =
      descriptor?.type === "FileDescriptor" ? descriptor.value : operator.startsWith("<") ? 0 : 1;
    const copied = operator === "<&" || operator === ">&" ? copiedFrom(shell, word, descriptors) : undefined;
    const target = copied ?? targetOf(shell, word);
    if (copied === undefined && (operator === "<&" || operator === ">&") && /^(\d+|-)-?$/.test(word.text)) {
      if (number === 1) silenced ||= word.text === "2";
      continue;
    }
    if (target.kind === "socket") socket = true;
    descriptors.set(number, target);
    if (operator.startsWith("<") || operator === "<>") {
      const input = inputOf(shell, target, io);
      if (number === 0) stdin = input;
      if (operator === "<>" && target.kind === "file") write({ shell }, target.word);
      continue;
    }
    const both = operator.startsWith("&") || (operator === ">&" && descriptor === undefined);
    if (number === 1 || both) {
      out = target;
      append = operator.endsWith(">>");
    } else if (target.kind === "file" && copied === undefined) write({ shell }, target.word, nothing, true);
  }
  return { io: { stdin, socket }, out, append, silenced, descriptors };
}

/** `>&3`, `<&3`: what the descriptor leads to, if this command line opened it. */
function copiedFrom(shell: Shell, word: Word, here: ReadonlyMap<number, Target>): Target | undefined {
  const number = /^(\d+)-?$/.exec(word.text)?.[1];
  if (number === undefined) return undefined;
  return here.get(Number(number)) ?? shell.descriptors.get(Number(number));
}

function targetOf(shell: Shell, word: Word): Target {
  const socket = socketPath.exec(word.text);
  return socket === null
    ? { kind: "file", word }
    : { kind: "socket", host: contact({ shell }, socket[1] ?? "") };
}

function inputOf(shell: Shell, target: Target, io: Io): Flow {
  if (target.kind === "flow") return target.flow;
  if (target.kind === "file") return read({ shell, io }, target.word);
  return wordFrom(unknownPart, fromNetwork);
}

/** What a command prints goes where its output was sent; returns what is left for a pipe or a substitution. */
export function deliver(shell: Shell, { out, append, silenced }: Redirected, printed: Flow): Flow {
  if (out === undefined) return silenced ? nothing : printed;
  if (out.kind === "file") write({ shell }, out.word, printed, append);
  if (out.kind === "socket") send({ shell }, printed, [out.host]);
  return nothing;
}
