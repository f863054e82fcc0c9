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
  unknownFlow,
  unknownPart,
} from "../flow.ts";
import type { Run } from "../programs/program.ts";
import { setVariable } from "../set-variable.ts";
import { type Shell, step } from "../state.ts";
import { literalWord, type Word, wordOf } from "../word.ts";
import type { Token } from "./tokens.ts";
import { windowsVariable } from "./variables.ts";

/** Runs the statements of a group; the runner, which would otherwise import in a circle. */
export type RunTokens = (run: Run, tokens: readonly Token[]) => Flow;

/** Escapes that a backtick makes inside double quotes. */
const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  "0": "\0",
  a: "\x07",
  b: "\b",
  e: "\x1b",
};

const variable =
  /`(.)|\$\((?:[^()]|\([^()]{0,512}\)){0,512}\)|\$\{([^}]{0,256})\}|\$((?:env|global|script|local|using|private):)?(\w+|\?|\$|\^)|%([^%]*)%?/gis;

/** Variables in a double-quoted text or bareword. */
export function expandText(run: Run, text: string, runText: (code: string) => Flow, bare = false): Flow {
  if (!/[`$]/.test(text)) return literalFlow(text);
  let flow: Flow = nothing;
  let at = 0;
  for (const found of text.matchAll(variable)) {
    const [whole, escaped, braced, scope, name] = found;
    if (whole.startsWith("%") || (escaped !== undefined && bare)) continue;
    flow = join(flow, literalFlow(text.slice(at, found.index)));
    at = found.index + whole.length;
    if (escaped !== undefined) flow = join(flow, literalFlow(escapes[escaped] ?? escaped));
    else if (whole.startsWith("$(")) flow = join(flow, runText(whole.slice(2, -1)));
    else flow = join(flow, variableValue(run.shell, scope, braced ?? name ?? ""));
  }
  return join(flow, literalFlow(text.slice(at)));
}

function variableValue(shell: Shell, scope: string | undefined, name: string): Flow {
  const environment = scope?.toLowerCase() === "env:" || /^env:/i.test(name);
  return windowsVariable(shell, name.replace(/^\w+:/, ""), environment);
}

/** The tokens of a command cut into arguments: each a run of tokens without space between. */
export function argumentsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const result: Token[][] = [];
  for (const token of tokens) {
    const last = result.at(-1);
    if (
      last === undefined ||
      token.spaced ||
      isApart(last.at(-1), token) ||
      (token.kind === "operator" && token.text === ",")
    )
      result.push([token]);
    else last.push(token);
  }
  return result.filter(([first]) => !(first?.kind === "operator" && first.text === ","));
}

/** `TYPE(…)` as an argument is a name and a list; `.Method(…)` and `$x(…)` are one thing. */
const isApart = (before: Token | undefined, token: Token): boolean =>
  before?.kind === "word" && token.kind === "group" && token.open === "(" && /^[A-Za-z]/.test(before.text);

/** What a run of tokens that belong together stands for: a text, a variable, a call and its result. */
export function flowOf(run: Run, tokens: readonly Token[], runTokens: RunTokens): Flow {
  if (!step(run.shell)) return unknownFlow;
  let flow: Flow = nothing;
  let type = "";
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    const next = tokens[at + 1];
    const member =
      token.kind === "word" && (at > 0 || type !== "") ? /^(?:\.|::)(\w+)(.*)$/s.exec(token.text) : null;
    if (member !== null && next?.kind === "group" && next.open === "(" && !next.spaced && member[2] === "") {
      flow = call(run, {
        method: (member[1] ?? "").toLowerCase(),
        receiver: flow,
        type,
        args: listValues(run, next.tokens, runTokens),
      });
      type = "";
      at += 1;
    } else if (member !== null) flow = property(flow, (member[1] ?? "").toLowerCase());
    else if (token.kind === "word" && token.text === "+" && at > 0) continue;
    else if (token.kind === "group" && token.open === "[")
      type = at === 0 || token.spaced ? token.text.toLowerCase() : type;
    else flow = join(flow, cast(tokenValue(run, token, next, runTokens), type));
  }
  return flow;
}

/** `[char]65`. */
function cast(flow: Flow, type: string): Flow {
  if (type !== "char" || !isKnown(flow)) return flow;
  const code = Number(flow.text);
  return Number.isInteger(code) && code > 0 && code < 0x11_0000
    ? marked({ ...flow, text: String.fromCodePoint(code) }, { decoded: true })
    : flow;
}

function tokenValue(run: Run, token: Token, next: Token | undefined, runTokens: RunTokens): Flow {
  const nested = (code: string): Flow => run.shell.walker.text(run.shell, code, run.io);
  switch (token.kind) {
    case "verbatim":
      return literalFlow(token.text);
    case "expandable":
      return expandText(run, token.text, nested);
    case "word": {
      // `$x.Method(…)`: the variable and the member are one bareword, and a call is yet to come.
      const split =
        next?.kind === "group" && next.open === "(" ? /^(\$[\w:]+)((?:\.\w+)*)$/.exec(token.text) : null;
      if (split !== null && split[2] !== "") {
        const args = next?.kind === "group" ? listValues(run, next.tokens, runTokens) : [];
        return call(run, {
          method: (split[2]?.split(".").at(-1) ?? "").toLowerCase(),
          receiver: expandText(run, split[1] ?? "", nested),
          type: "",
          args,
        });
      }
      return expandText(run, token.text, nested, true);
    }
    case "group":
      return token.open === "{" ? literalFlow(token.text) : runTokens(run, token.tokens);
    case "operator":
      return nothing;
  }
}

/** The values of a list: `(a, b)`. */
export function listValues(run: Run, tokens: readonly Token[], runTokens: RunTokens): readonly Flow[] {
  const values: Flow[] = [];
  let current: Token[] = [];
  for (const token of [...tokens, undefined]) {
    if (token !== undefined && !(token.kind === "operator" && token.text === ",")) {
      current.push(token);
      continue;
    }
    if (current.length > 0) values.push(expressionOf(run, current, runTokens));
    current = [];
  }
  return values;
}

const operators = /^-(f|join|replace|split|creplace|ireplace|bxor|band|eq|ne|match|like|in|as|is)$/i;

/** `a + b`, `'{0}' -f a`, `a -replace b, c`, `a -join ''`. */
export function expressionOf(run: Run, tokens: readonly Token[], runTokens: RunTokens): Flow {
  const lists = tokens.some((token) => token.kind === "operator" && token.text === ",");
  if (lists)
    return joinAll(
      listValues(run, tokens, runTokens).flatMap((flow, index) =>
        index === 0 ? [flow] : [literalFlow("\n"), flow],
      ),
    );
  const args = argumentsOf(tokens);
  let flow: Flow = nothing;
  for (let at = 0; at < args.length; at += 1) {
    const [first] = args[at] as readonly Token[];
    const text = first?.kind === "word" ? first.text : "";
    if (text === "+") continue;
    if (operators.test(text)) {
      const rest = args.slice(at + 1).map((argument) => flowOf(run, argument, runTokens));
      return applied(text.toLowerCase(), flow, rest);
    }
    flow = join(flow, flowOf(run, args[at] as readonly Token[], runTokens));
  }
  return flow;
}

function applied(operator: string, left: Flow, right: readonly Flow[]): Flow {
  const all = joinAll([left, ...right]);
  if (!isKnown(all)) return blurred(all);
  const [first = "", second = ""] = right.map(({ text }) => text);
  if (operator === "-f")
    return {
      text: left.text.replace(/\{(\d+)[^}]*\}/g, (_, index: string) => right[Number(index)]?.text ?? ""),
      from: all.from,
    };
  if (operator.endsWith("replace"))
    return {
      text:
        first === "" || /[\\^$.|?*+()[{]/.test(first) ? left.text : left.text.replaceAll(first, () => second),
      from: all.from,
    };
  if (operator === "-join") return { text: left.text, from: { ...all.from, decoded: all.from.decoded } };
  return left;
}

type Call = {
  readonly method: string;
  readonly receiver: Flow;
  readonly type: string;
  readonly args: readonly Flow[];
};

/** Members whose value is what they are asked of. */
const property = (flow: Flow, name: string): Flow =>
  name === "length" || name === "count" ? unknownFlow : flow;

/** What a method of .NET does with its arguments, as far as it matters. */
function call(run: Run, { method, receiver, type, args }: Call): Flow {
  const words = args.map((flow) =>
    wordOf({
      ...flow,
      text: /path|file|directory|io\./.test(type) ? flow.text.replaceAll("\\", "/") : flow.text,
    }),
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
