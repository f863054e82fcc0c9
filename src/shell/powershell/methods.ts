import { contact, effect, noteCode, read, remove, send, sendFile, write } from "../act.ts";
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

/** What a method of .NET does with its arguments, as far as it matters. */
export function call(run: Run, { method, receiver, type, args }: Call): Flow {
  const hasPaths = /path|file|directory|io\./.test(type) || /file/.test(method);
  const words = args.map((flow) =>
    wordOf(hasPaths ? { ...flow, text: flow.text.replaceAll("\\", "/") } : flow),
  );
  const [first, second] = words;
  const all = joinAll([receiver, ...args]);
  if (first === undefined) return withoutArguments(run, method, receiver);
  switch (method) {
    case "downloadstring":
    case "downloaddata":
    case "openread":
    case "getstringasync":
    case "getasync":
    case "getbytearrayasync":
      if (/file/.test(type)) return read(run, first);
      contact(run, first.text);
      return networkFlow;
    case "downloadfile":
    case "downloadfileasync":
      contact(run, first.text);
      if (second !== undefined) write(run, second, networkFlow);
      return nothing;
    case "uploadfile":
      if (second !== undefined) sendFile(run, second, [contact(run, first.text)]);
      return networkFlow;
    case "uploadstring":
    case "uploaddata":
    case "postasync":
      send(run, joinAll(args.slice(1)), [contact(run, first.text)]);
      return networkFlow;
    case "connect":
      contact(run, first.text);
      return networkFlow;
    case "new":
      if (/tcpclient|socket/.test(type)) return socketTo(run, first);
      return all;
    case "frombase64string":
      return marked({ text: bothBase64(first.text) ?? unknownPart, from: first.from }, { decoded: true });
    case "readalltext":
    case "readalllines":
    case "readallbytes":
    case "readlines":
    case "opentext":
      return read(run, first);
    case "writealltext":
    case "writealllines":
    case "writeallbytes":
    case "appendalltext":
      write(run, first, second ?? nothing);
      return nothing;
    case "delete":
      remove(run, first, /directory/.test(type) && /true/i.test(second?.text ?? ""));
      return nothing;
    case "copy":
    case "move":
      if (second !== undefined) write(run, second, read(run, first));
      if (method === "move") remove(run, first);
      return nothing;
    case "setenvironmentvariable":
      setVariable(run.shell, first.text, [second ?? literalWord("")]);
      run.shell.variables.set(first.text.toLowerCase(), [second ?? literalWord("")]);
      return nothing;
    case "getenvironmentvariable":
      return windowsVariable(run.shell, first.text, true);
    case "getfolderpath":
      return literalFlow(run.shell.place.home);
    case "combine":
    case "join":
      return {
        text: (type.includes("path") ? words : words.slice(1))
          .map(({ text }) => text)
          .join(type.includes("path") ? "/" : first.text),
        from: all.from,
      };
    case "create":
      return first;
    case "invokescript":
    case "invoke":
      return runCode(run, first);
    case "start":
      return runCode(run, { text: words.map(({ text }) => text).join(" "), from: all.from });
    case "replace":
      return isKnown(all) && first.text !== ""
        ? { text: receiver.text.replaceAll(first.text, () => second?.text ?? ""), from: all.from }
        : blurred(all);
    case "substring":
      return isKnown(receiver)
        ? {
            ...receiver,
            text: receiver.text.slice(
              Number(first.text),
              second === undefined ? undefined : Number(first.text) + Number(second.text),
            ),
          }
        : receiver;
    default:
      return receiver === nothing ? all : join(receiver, blurred(joinAll(args)));
  }
}

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
