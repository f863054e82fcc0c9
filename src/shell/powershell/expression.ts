import {
  blurred,
  type Flow,
  isKnown,
  join,
  joinAll,
  literalFlow,
  marked,
  nothing,
  unknownFlow,
} from "../flow.ts";
import type { Run } from "../programs/program.ts";
import { type Shell, step } from "../state.ts";
import { call } from "./methods.ts";
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
  /`(.)|\$\((?:[^()]|\([^()]{0,512}\)){0,512}\)|\$\{([^{}]{0,256})\}|\$((?:env|global|script|local|using|private):)?(\w+|\?|\$|\^)|%([^%]*)%?/gis;

/** Variables in a double-quoted text or bareword. */
function expandText(run: Run, text: string, runText: (code: string) => Flow, bare = false): Flow {
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
    else if (token.kind === "group" && token.open === "[" && at > 0 && !token.spaced && type === "")
      flow = indexed(flow, token.text);
    else if (token.kind === "group" && token.open === "[")
      type = at === 0 || token.spaced ? token.text.toLowerCase() : type;
    else flow = join(flow, cast(tokenValue(run, token, next, runTokens), type));
  }
  return flow;
}

/** `$a[1]`: one line of what is known of a list; a text's own characters are not looked for. */
function indexed(flow: Flow, index: string): Flow {
  const lines = flow.text.split("\n");
  if (!/^-?\d+$/.test(index.trim()) || lines.length < 2) return flow;
  return { text: lines.at(Number(index)) ?? "", from: flow.from };
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
      // `$_.FullName` is as good as what it is a property of.
      return expandText(run, token.text.replace(/^(\$[\w:]+)(?:\.[A-Za-z]\w*)+$/, "$1"), nested, true);
    }
    case "group":
      return token.open === "{" ? literalFlow(token.text) : runTokens(run, token.tokens);
    case "operator":
      return nothing;
  }
}

/** The values of a list: `(a, b)`. */
function listValues(run: Run, tokens: readonly Token[], runTokens: RunTokens): readonly Flow[] {
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

/** What one more token of an expression costs, in characters. */
const tokenCost = 4;

const operators = /^-(f|join|replace|split|creplace|ireplace|bxor|band|eq|ne|match|like|in|as|is)$/i;

/** `a + b`, `a, b`, `'{0}' -f a`, `a -replace b, c`, `a -join ''`. */
export function expressionOf(run: Run, tokens: readonly Token[], runTokens: RunTokens): Flow {
  const at = tokens.findIndex(
    (token, index) => index > 0 && token.kind === "word" && operators.test(token.text),
  );
  const operator = tokens[at];
  if (operator?.kind === "word") {
    // What stands behind each operator is read with all that follows.
    if (!step(run.shell, tokens.length * tokenCost)) return nothing;
    const left = expressionOf(run, tokens.slice(0, at), runTokens);
    return applied(operator.text.toLowerCase(), left, listValues(run, tokens.slice(at + 1), runTokens));
  }
  if (tokens.some((token) => token.kind === "operator" && token.text === ",")) {
    const values = listValues(run, tokens, runTokens);
    return joinAll(values.flatMap((flow, index) => (index === 0 ? [flow] : [literalFlow("\n"), flow])));
  }
  return argumentsOf(tokens)
    .filter(([first]) => !(first?.kind === "word" && first.text === "+"))
    .map((argument) => flowOf(run, argument, runTokens))
    .reduce(join, nothing);
}

function applied(operator: string, left: Flow, right: readonly Flow[]): Flow {
  const all = joinAll([left, ...right]);
  if (!isKnown(all)) return blurred(all);
  const [first = "", second = ""] = right.map(({ text }) => text);
  if (operator === "-f")
    return {
      text: left.text.replace(
        /\{(\d+)(?!\d)[^}]{0,64}\}/g,
        (_, index: string) => right[Number(index)]?.text ?? "",
      ),
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

/** Members whose value is what they are asked of. */
const property = (flow: Flow, name: string): Flow =>
  name === "length" || name === "count" ? unknownFlow : flow;
