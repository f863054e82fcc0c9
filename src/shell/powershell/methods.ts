import { contact, effect, noteCode, post, read, remove, sendFile, write } from "../act.ts";
import { fromBase64, fromBase64Utf16 } from "../decode.ts";
import {
  blurred,
  type Flow,
  isKnown,
  join,
  joinAll,
  literalFlow,
  marked,
  networkFlow,
  nothing,
  unknownPart,
} from "../flow.ts";
import { encoded } from "../perform.ts";
import type { Run } from "../programs/program.ts";
import { setVariable } from "../set-variable.ts";
import { literalWord, type Word, wordOf } from "../word.ts";
import { windowsVariable } from "./variables.ts";

/** A method of .NET being called: `receiver.method(args)` or `[type]::method(args)`. */
export type Call = {
  readonly method: string;
  readonly receiver: Flow;
  readonly type: string;
  readonly args: readonly Flow[];
};

/** A call that has at least one argument, as words; `all` is the receiver and the arguments joined. */
type Given = Call & {
  readonly run: Run;
  readonly words: readonly Word[];
  readonly first: Word;
  readonly second: Word | undefined;
  readonly all: Flow;
};

type Method = (given: Given) => Flow;

/** What a method of .NET does with its arguments, as far as it matters. */
export function call(run: Run, made: Call): Flow {
  const { method, receiver, type, args } = made;
  const hasPaths = /path|file|directory|io\./.test(type) || /file/.test(method);
  const words = args.map((flow) =>
    wordOf(hasPaths ? { ...flow, text: flow.text.replaceAll("\\", "/") } : flow),
  );
  const [first, second] = words;
  if (first === undefined) return withoutArguments(run, method, receiver);
  const all = joinAll([receiver, ...args]);
  const does = methods.get(method);
  if (does !== undefined) return does({ ...made, run, words, first, second, all });
  return receiver === nothing ? all : join(receiver, blurred(joinAll(args)));
}

const downloads: Method = ({ run, type, first }) => {
  if (/file/.test(type)) return read(run, first);
  contact(run, first.text);
  return networkFlow;
};

const uploads: Method = ({ run, first, args }) => {
  post(run, joinAll(args.slice(1)), [contact(run, first.text)]);
  return networkFlow;
};

const uploadsFile: Method = ({ run, first, second }) => {
  if (second !== undefined) sendFile(run, second, [contact(run, first.text)]);
  return networkFlow;
};

const downloadsFile: Method = ({ run, first, second }) => {
  contact(run, first.text);
  if (second !== undefined) write(run, second, networkFlow);
  return nothing;
};

const connects: Method = ({ run, first }) => {
  contact(run, first.text);
  return networkFlow;
};

const writes: Method = ({ run, first, second }) => {
  write(run, first, second ?? nothing);
  return nothing;
};

const deletes: Method = ({ run, type, first, second }) => {
  remove(run, first, /directory/.test(type) && /true/i.test(second?.text ?? ""));
  return nothing;
};

const copies: Method = ({ run, method, first, second }) => {
  if (second !== undefined) write(run, second, read(run, first));
  if (method === "move") remove(run, first);
  return nothing;
};

const setsVariable: Method = ({ run, first, second }) => {
  setVariable(run.shell, first.text, [second ?? literalWord("")]);
  run.shell.variables.set(first.text.toLowerCase(), [second ?? literalWord("")]);
  return nothing;
};

const joins: Method = ({ type, words, first, all }) => ({
  text: (type.includes("path") ? words : words.slice(1))
    .map(({ text }) => text)
    .join(type.includes("path") ? "/" : first.text),
  from: all.from,
});

const replaces: Method = ({ receiver, first, second, all }) =>
  isKnown(all) && first.text !== ""
    ? { text: receiver.text.replaceAll(first.text, () => second?.text ?? ""), from: all.from }
    : blurred(all);

const cuts: Method = ({ receiver, first, second }) => {
  if (!isKnown(receiver)) return receiver;
  const start = Number(first.text);
  const end = second === undefined ? undefined : start + Number(second.text);
  return { ...receiver, text: receiver.text.slice(start, end) };
};

/** Methods by their names, several of which may do the same. */
const rows: Readonly<Record<string, Method>> = {
  "downloadstring downloaddata openread getstringasync getasync getbytearrayasync": downloads,
  "downloadfile downloadfileasync": downloadsFile,
  uploadfile: uploadsFile,
  "uploadstring uploaddata postasync": uploads,
  connect: connects,
  new: ({ run, type, first, all }) => (/tcpclient|socket/.test(type) ? socketTo(run, first) : all),
  frombase64string: ({ first: { text, from } }) =>
    marked({ text: bothBase64(text) ?? unknownPart, from }, { decoded: true }),
  "tobase64string tohexstring tohexstringlower": ({ run, all }) => encoded(run, all),
  "readalltext readalllines readallbytes readlines opentext": ({ run, first }) => read(run, first),
  "writealltext writealllines writeallbytes appendalltext": writes,
  delete: deletes,
  "copy move": copies,
  setenvironmentvariable: setsVariable,
  getenvironmentvariable: ({ run, first }) => windowsVariable(run.shell, first.text, true),
  getfolderpath: ({ run }) => literalFlow(run.shell.place.home),
  "combine join": joins,
  create: ({ first }) => first,
  "invokescript invoke": ({ run, first }) => runCode(run, first),
  start: ({ run, words, all }) =>
    runCode(run, { text: words.map(({ text }) => text).join(" "), from: all.from }),
  replace: replaces,
  substring: cuts,
};

const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries(rows).flatMap(([names, does]) => names.split(" ").map((name) => [name, does] as const)),
);

/** UTF-16 when every other byte is zero, as PowerShell's own encoding has it. */
function bothBase64(text: string): string | undefined {
  const plain = fromBase64(text);
  return plain?.includes("\0") ? fromBase64Utf16(text) : plain;
}

function withoutArguments(run: Run, method: string, receiver: Flow): Flow {
  if (method === "tolower" && isKnown(receiver)) return { ...receiver, text: receiver.text.toLowerCase() };
  if (method === "toupper" && isKnown(receiver)) return { ...receiver, text: receiver.text.toUpperCase() };
  if (method === "invoke") return runCode(run, receiver);
  if (method === "getenvironmentvariables") {
    effect(run, "env:dump");
    return { text: unknownPart, from: { ...nothing.from, variables: ["*"] } };
  }
  return method === "newguid" || method === "gettempfilename" ? literalFlow("/tmp/tmp.tmp") : receiver;
}

/** Where it is remembered that a socket is open; no variable has such a name. */
const socket = " socket";

export function socketTo(run: Run, host: Word): Flow {
  contact(run, host.text.split("\n", 1)[0] ?? "");
  run.shell.variables.set(socket, [host]);
  return { text: unknownPart, from: { ...networkFlow.from, shell: true } };
}

/** Code that is text: `iex`, a script block made of a string. */
export function runCode(run: Run, flow: Flow): Flow {
  noteCode(run, flow);
  const isFed = run.shell.variables.has(socket) && !isKnown(flow);
  if (isFed || (flow.from.network && flow.from.shell)) effect(run, "net:reverse-shell");
  return run.shell.walker.text(run.shell, flow.text, run.io);
}
