import { effect } from "../act.ts";
import {
  bounded,
  type Flow,
  fromCommand,
  join,
  joinFrom,
  nothing,
  outputFlow,
  unknownPart,
} from "../flow.ts";
import type { Run } from "../programs/program.ts";
import { step, subshell } from "../state.ts";
import { parameterWords } from "../words/variables.ts";
import type { Action, Call, Language, Machine } from "./language.ts";
import { sharedCalls, sharedProperties } from "./library.ts";
import { shellOutput } from "./spawn.ts";
import { type Token, tokensOf } from "./tokens.ts";
import {
  alternatives,
  type Body,
  concatenated,
  distribute,
  elementOf,
  emptyValue,
  hasText,
  joinedPath,
  madeOf,
  mostItems,
  named,
  oneOf,
  shownValue,
  textValue,
  unknownValue,
  type Value,
} from "./value.ts";

/** How many steps one piece of code may take, and how deep its functions may call one another. */
const mostSteps = 20_000;
const deepestCalls = 8;

/** How deep brackets may be nested. */
const deepestBrackets = 64;
const deepestExpressions = 160;

/** How much more a character of code costs than one of shell text. */
const codeCost = 4;

/** Reads code lightly, in the order in which it stands; returns what it prints. */
export function evaluate(language: Language, code: string, run: Run): Flow {
  if (!step(run.shell, code.length * codeCost)) return outputFlow;
  const tokens = tokensOf(code, language.syntax);
  const machine: Machine = {
    language,
    run,
    shell: subshell(run.shell),
    variables: new Map(),
    opened: [],
    code,
    state: {
      tokens,
      at: 0,
      end: tokens.length,
      depth: 0,
      printed: nothing,
      steps: mostSteps,
      invoking: 0,
      nested: 0,
      connection: "none",
      shellStarted: false,
      streamsMoved: false,
      waiting: new Set(),
    },
  };
  statements(machine);
  for (const body of [...machine.state.waiting]) invoke(machine, body, []);
  noteRemoteShell(machine);
  const { printed } = machine.state;
  return printed === nothing ? outputFlow : { text: printed.text, from: { ...printed.from, output: true } };
}

function noteRemoteShell({ state, run }: Machine): void {
  if (state.connection === "none" || !(state.shellStarted || state.streamsMoved)) return;
  effect(run, state.connection === "connects" ? "net:reverse-shell" : "net:bind-shell");
}

const peek = ({ state }: Machine, ahead = 0): Token | undefined =>
  state.at + ahead < state.end ? state.tokens[state.at + ahead] : undefined;

const isSign = (token: Token | undefined, ...texts: readonly string[]): boolean =>
  token?.kind === "sign" && texts.includes(token.text);
const isName = (token: Token | undefined, ...texts: readonly string[]): boolean =>
  token?.kind === "name" && (texts.length === 0 || texts.includes(token.text));
const textOf = (token: Token | undefined): string =>
  token?.kind === "name" || token?.kind === "sign" || token?.kind === "number" ? token.text : "";

/** Everything up to the end; returns the last value, which is a function's result often enough. */
function statements(machine: Machine): Value {
  const { state } = machine;
  let last = unknownValue;
  while (state.at < state.end && state.steps > 0) {
    const before = state.at;
    const value = statement(machine);
    if (state.at === before) state.at += 1;
    else if (value !== undefined) last = value;
  }
  if (state.steps <= 0) machine.run.shell.draft.exceeded ??= "code in it takes too many steps to follow";
  return last;
}

function statement(machine: Machine): Value | undefined {
  const { state } = machine;
  state.steps -= 1;
  const token = peek(machine);
  if (token === undefined) return undefined;
  if (token.kind === "line" || isSign(token, ";", "}", ")", "]", ",", ":", "{")) {
    state.at += 1;
    return undefined;
  }
  if (token.kind === "name" && keyword(machine, token.text)) return undefined;
  if (assignsMany(machine)) return undefined;
  return expression(machine);
}

/** Statements that are no expressions. Returns whether it was one. */
function keyword(machine: Machine, text: string): boolean {
  switch (text) {
    case "import":
    case "from":
      return importing(machine);
    case "use":
      return useModule(machine);
    case "def":
    case "function":
    case "sub":
    case "func":
      return define(machine);
    case "for":
    case "foreach":
      return loop(machine);
    case "const":
    case "let":
    case "var":
      return destructuring(machine);
    case "while":
    case "loop":
    case "until":
      endless(machine);
      return false;
    default:
      return false;
  }
}

/** `while True: os.fork()` and `fork while 1` never end. */
function endless(machine: Machine): void {
  const next = peek(machine, isSign(peek(machine, 1), "(") ? 2 : 1);
  if (!/^(True|true|1|do|\{)$/.test(textOf(next))) return;
  if (/\bfork\b/.test(machine.code)) effect(machine.run, "shell:fork-bomb");
}

const dotted = (machine: Machine): string => {
  let text = "";
  for (;;) {
    const token = peek(machine);
    if (token?.kind === "name" || isSign(token, ".", "::", "*", "@") || (isSign(token, "/") && text !== "")) {
      if (token?.kind === "name" && /[\w*]$/.test(text)) return text;
      text += textOf(token);
      machine.state.at += 1;
    } else return text;
  }
};

/** Python's and JavaScript's imports: names stand for modules and what is in them. */
function importing(machine: Machine): boolean {
  const { state, language } = machine;
  if (isSign(peek(machine, 1), "(", ".")) return false;
  if (!language.indented) return importingFrom(machine);
  if (isName(peek(machine), "from")) {
    state.at += 1;
    const module = dotted(machine);
    if (!isName(peek(machine), "import")) return true;
    state.at += 1;
    importNames(machine, module);
    return true;
  }
  state.at += 1;
  do {
    if (isSign(peek(machine), ",")) state.at += 1;
    const module = dotted(machine);
    if (isName(peek(machine), "as")) {
      machine.variables.set(textOf(peek(machine, 1)), named(module));
      state.at += 2;
    }
  } while (isSign(peek(machine), ","));
  return true;
}

function importNames(machine: Machine, module: string): void {
  const { state } = machine;
  for (;;) {
    const token = peek(machine);
    if (isSign(token, "(", ")", ",")) state.at += 1;
    else if (isSign(token, "*")) {
      machine.opened.push(module);
      state.at += 1;
    } else if (token?.kind === "name") {
      const alias = isName(peek(machine, 1), "as") ? textOf(peek(machine, 2)) : token.text;
      machine.variables.set(alias, named(`${module}.${token.text}`));
      state.at += alias === token.text ? 1 : 3;
    } else return;
  }
}

/** `import fs, { rm as r } from "fs"`, `import * as fs from "fs"`. */
function importingFrom(machine: Machine): boolean {
  const { state } = machine;
  const names: [string, string][] = [];
  let at = state.at + 1;
  let braces = false;
  for (; at < state.end && at < state.at + 64; at += 1) {
    const token = state.tokens[at];
    if (token?.kind === "text") break;
    if (isSign(token, "{")) braces = true;
    else if (isSign(token, "}")) braces = false;
    else if (token?.kind === "name" && token.text === "as") {
      const last = names.at(-1);
      if (last !== undefined) last[0] = textOf(state.tokens[at + 1]);
      else names.push([textOf(state.tokens[at + 1]), ""]);
      at += 1;
    } else if (token?.kind === "name" && token.text !== "from" && token.text !== "type")
      names.push([token.text, braces ? token.text : ""]);
  }
  const source = state.tokens[at];
  if (source?.kind !== "text") return false;
  const module = moduleName(typeof source.parts[0] === "string" ? source.parts[0] : "");
  for (const [name, part] of names)
    machine.variables.set(name, named(part === "" || part === "default" ? module : `${module}.${part}`));
  state.at = at + 1;
  return true;
}

/** `node:fs/promises` and `fs-extra` are fs. */
export const moduleName = (text: string): string =>
  text
    .replace(/^node:/, "")
    .replace(/\/promises$/, "")
    .replace(/^(fs-extra|graceful-fs)$/, "fs")
    .replace(/^(node-fetch|cross-fetch|undici)$/, "fetch")
    .replace(/^(cross-spawn|execa|zx|shelljs)$/, "child_process");

function useModule(machine: Machine): boolean {
  machine.state.at += 1;
  const module = dotted(machine);
  if (module !== "") machine.opened.push(module);
  return true;
}

/** Where the bracket at `at` closes. */
function closingAt({ state }: Machine, at: number): number {
  let depth = 0;
  for (let index = at; index < state.end; index += 1) {
    const token = state.tokens[index];
    if (isSign(token, "(", "[", "{")) depth += 1;
    else if (isSign(token, ")", "]", "}") && --depth === 0) return index;
  }
  return state.end;
}

const paramNames = ({ state }: Machine, start: number, end: number): readonly string[] => {
  const names: string[] = [];
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    const token = state.tokens[at];
    if (isSign(token, "(", "[", "{")) depth += 1;
    else if (isSign(token, ")", "]", "}")) depth -= 1;
    const previous = state.tokens[at - 1];
    if (
      token?.kind === "name" &&
      depth === 0 &&
      (at === start || isSign(previous, ",", "*", "**", "...", "(", "&") || previous?.kind === "line")
    )
      names.push(token.text);
  }
  return names;
};

/** A function with a name; its body is read when it is called. Ruby's and Lua's end with a word: they are read at once. */
function define(machine: Machine): boolean {
  const { state, language } = machine;
  let at = state.at + 1;
  let name = "";
  while (isName(state.tokens[at]) || isSign(state.tokens[at], ".", ":", "*"))
    name += textOf(state.tokens[at++]);
  const hasParams = isSign(state.tokens[at], "(");
  const close = hasParams ? closingAt(machine, at) : at - 1;
  const params = hasParams ? paramNames(machine, at + 1, close) : [];
  at = close + 1;
  const body = language.indented ? indentedBody(machine, at, params) : bracedBody(machine, at, params);
  if (body === undefined) {
    state.at = at;
    return true;
  }
  state.waiting.add(body);
  if (name !== "") machine.variables.set(name, { ...unknownValue, body });
  state.at = language.indented ? body.end : body.end + 1;
  return true;
}

function bracedBody(machine: Machine, start: number, params: readonly string[]): Body | undefined {
  const { state } = machine;
  let at = start;
  while (at < state.end && at < start + 24 && !isSign(state.tokens[at], "{", ";", "=")) at += 1;
  if (!isSign(state.tokens[at], "{")) return undefined;
  return { tokens: state.tokens, start: at + 1, end: closingAt(machine, at), params };
}

/** What follows the colon: the rest of the line, or the lines that are indented more. */
function indentedBody({ state }: Machine, start: number, params: readonly string[]): Body | undefined {
  let at = start;
  while (at < state.end && !isSign(state.tokens[at], ":")) at += 1;
  const first = at + 1;
  let indent: number | undefined;
  let end = first;
  for (; end < state.end; end += 1) {
    const token = state.tokens[end];
    if (token?.kind !== "line") continue;
    if (state.tokens[end + 1]?.kind === "line") continue;
    if (indent === undefined && end > first) break;
    indent ??= token.indent;
    if (token.indent < indent) break;
  }
  return { tokens: state.tokens, start: first, end, params };
}

/** Calls a function of the code's own. */
export function invoke(machine: Machine, body: Body, args: readonly Value[]): Value {
  const { state, variables } = machine;
  if (state.invoking >= deepestCalls || state.steps <= 0 || !step(machine.run.shell)) return unknownValue;
  state.waiting.delete(body);
  const { tokens, at, end, depth } = state;
  body.params.forEach((name, index) => {
    variables.set(name, args[index] ?? (index === 0 ? unknownValue : (args.at(-1) ?? unknownValue)));
  });
  state.invoking += 1;
  Object.assign(state, { tokens: body.tokens, at: body.start, end: body.end, depth: 0 });
  const value = statements(machine);
  Object.assign(state, { tokens, at, end, depth });
  state.invoking -= 1;
  return value;
}

/** `for x in y`, `for (const x of y)`, `for k, v in pairs(t)`, `foreach my $x (list)`: the names are each of them in turn. */
function loop(machine: Machine): boolean {
  const { state } = machine;
  let at = state.at + 1;
  if (isSign(state.tokens[at], "(")) at += 1;
  const names: string[] = [];
  while (isName(state.tokens[at]) || isSign(state.tokens[at], ",", "(", ")", "[", "]")) {
    const text = textOf(state.tokens[at]);
    if (text === "in" || text === "of") break;
    if (isSign(state.tokens[at], "(") && names.length > 0) break;
    if (isName(state.tokens[at]) && !declares.has(text)) names.push(text);
    at += 1;
  }
  const lists = isName(state.tokens[at], "in", "of") || (isSign(state.tokens[at], "(") && names.length > 0);
  if (!lists) {
    state.at += 1;
    return true;
  }
  state.at = isSign(state.tokens[at], "(") ? at : at + 1;
  bindLoop(machine, names, expression(machine));
  return true;
}

function bindLoop(machine: Machine, names: readonly string[], list: Value): void {
  const element = elementOf(list);
  for (const [index, name] of names.entries()) {
    const parts = alternatives(element).map((one) => one.items?.[index] ?? one);
    machine.variables.set(name, names.length === 1 ? element : oneOf(parts));
  }
}

/** `const { a, b: c } = x`; `const x = …` is an expression. */
function destructuring(machine: Machine): boolean {
  const { state } = machine;
  const open = peek(machine, 1);
  if (!isSign(open, "{", "[")) return false;
  const close = closingAt(machine, state.at + 1);
  const pairs: (readonly [string, string])[] = [];
  for (let at = state.at + 2; at < close; at += 1) {
    const token = state.tokens[at];
    if (token?.kind !== "name") continue;
    const renamed = isSign(state.tokens[at + 1], ":") && isName(state.tokens[at + 2]);
    pairs.push([renamed ? textOf(state.tokens[at + 2]) : token.text, token.text]);
    if (renamed) at += 2;
  }
  state.at = close + 1;
  if (!isSign(peek(machine), "=")) return true;
  state.at += 1;
  const value = expression(machine);
  for (const [index, [name, key]] of pairs.entries())
    machine.variables.set(name, value.items?.[index] ?? attribute(machine, value, key));
  return true;
}

/** `a, b = 1, 2`. */
function assignsMany(machine: Machine): boolean {
  const { state } = machine;
  const names: string[] = [];
  let at = state.at;
  while (
    isName(state.tokens[at]) &&
    isSign(state.tokens[at + 1], ",") &&
    at < state.end &&
    names.length < 16
  ) {
    names.push(textOf(state.tokens[at]));
    at += 2;
  }
  if (names.length === 0 || !isName(state.tokens[at]) || !isSign(state.tokens[at + 1], "=")) return false;
  names.push(textOf(state.tokens[at]));
  state.at = at + 2;
  const values = [expression(machine)];
  while (isSign(peek(machine), ",")) {
    state.at += 1;
    values.push(expression(machine));
  }
  for (const [index, name] of names.entries())
    machine.variables.set(
      name,
      values.length === 1
        ? (values[0]?.items?.[index] ?? elementOf(values[0] ?? unknownValue))
        : (values[index] ?? unknownValue),
    );
  return true;
}

const comparisons = /^(==|===|!=|!==|<=|>=|<|>|in|is|not|instanceof|eq|ne|=~|!~)$/;
const ends =
  /^(if|unless|for|foreach|while|until|else|elif|then|do|end|and|or|not|except|finally|catch|from|import|return|local)$/;

/** Operands put together by signs, from left to right: precedence hardly matters for texts. */
export function expression(machine: Machine): Value {
  const { state } = machine;
  state.steps -= 1;
  if (state.nested >= deepestExpressions) {
    machine.run.shell.draft.exceeded ??= "code in it is nested too deeply";
    state.at = state.end;
    return unknownValue;
  }
  state.nested += 1;
  const value = operands(machine);
  state.nested -= 1;
  // Texts that double again and again cost what they are long.
  state.steps -= value.flow.text.length >> 6;
  return value;
}

function operands(machine: Machine): Value {
  const { state } = machine;
  let left = operand(machine);
  while (state.steps > 0) {
    const token = peek(machine);
    if (token === undefined) return left;
    if (token.kind === "line") {
      if (state.depth === 0 && !continues(machine)) return left;
      state.at += 1;
      continue;
    }
    const joined = binary(machine, left, textOf(token));
    if (joined === undefined) return left;
    left = joined;
    state.steps -= left.flow.text.length >> 6;
  }
  return left;
}

/** A line that begins with a method or an operator goes on with the one before. */
function continues(machine: Machine): boolean {
  const next = peek(machine, 1);
  return !machine.language.indented && isSign(next, ".", "?.", "->", "+", "..", "||", "&&", "??");
}

function binary(machine: Machine, left: Value, sign: string): Value | undefined {
  const { state, language } = machine;
  const take = (): Value => {
    state.at += 1;
    return expressionOperand(machine);
  };
  if (language.joins.includes(sign)) return concatenated(left, take());
  if (sign === "/" && (left.name === "Path" || left.glob === true || hasText(left)))
    return slash(left, take());
  if (sign === "%" && hasText(left)) return formatted(left, take());
  if (sign === "as" && isName(peek(machine, 1))) return bindAs(machine, left);
  if (sign === "<<" && left.name?.startsWith("File") === true)
    return call(machine, `${left.name}.write`, left, [take()], new Map());
  if (
    /^(\|\||\?\?|or|\?:|\/\/)$/.test(sign) &&
    !(sign === "or" && ends.test(sign) && !language.indented && !language.bareCalls)
  )
    return either(left, take());
  if (sign === "?" || sign === "&&" || sign === "and") {
    const right = take();
    return sign === "?" ? right : either(right, left);
  }
  if (comparisons.test(sign)) {
    compared(machine, take());
    return emptyValue;
  }
  if (/^[-*%^&|+<>]$|^(\*\*|<<|>>)$/.test(sign)) return madeOf([left, take()]);
  return undefined;
}

/** Whether a name is in the environment says nothing of its value. */
const compared = (_machine: Machine, _value: Value): void => {};

const either = (first: Value, second: Value): Value =>
  hasText(first) && first.flow.text !== ""
    ? first
    : second.flow.text === ""
      ? first
      : { ...second, flow: { text: second.flow.text, from: joinFrom(second.flow.from, first.flow.from) } };

/** `Path / "x"`; a division of numbers is nothing. */
const slash = (left: Value, right: Value): Value =>
  left.name === "Path" || right.name === "Path" ? joinedPath([left, right], "Path") : madeOf([left, right]);

/** `"%s/x" % y`. */
const formatted = (left: Value, right: Value): Value =>
  distribute([left, ...(right.items ?? [right])], ([format = emptyValue, ...args]) => {
    let used = 0;
    const text = format.flow.text.replace(
      /%[-+0 #]*\d*(?:\.\d+)?[sdrixfc]/g,
      () => args[used++]?.flow.text ?? unknownPart,
    );
    return {
      flow: {
        text: bounded(text),
        from: args.reduce((from, { flow }) => joinFrom(from, flow.from), format.flow.from),
      },
    };
  });

function bindAs(machine: Machine, left: Value): Value {
  const name = textOf(peek(machine, 1));
  machine.state.at += 2;
  // PHP's foreach (… as $k => $v) takes elements, Python's with and except take the thing itself.
  const element = name.startsWith("$") ? elementOf(left) : left;
  machine.variables.set(name, element);
  if (isSign(peek(machine), "=>") && isName(peek(machine, 1))) {
    machine.variables.set(textOf(peek(machine, 1)), element);
    machine.state.at += 2;
  }
  return left;
}

/** What stands right of a sign: one operand with all that belongs to it. */
function expressionOperand(machine: Machine): Value {
  while (peek(machine)?.kind === "line" && machine.state.depth > 0) machine.state.at += 1;
  return operand(machine);
}

/** Words before a value that change nothing about it. */
const prefixes: ReadonlySet<string> = new Set(
  "new await return my our yield async not typeof void throw raise export default static global public private const let var local else try then do begin ensure rescue finally if unless while until elif elsif elseif when case switch assert in is and or with nonlocal defer go the set to".split(
    " ",
  ),
);

const declares: ReadonlySet<string> = new Set("const let var my our local await".split(" "));

function operand(machine: Machine): Value {
  const { state } = machine;
  for (let skipped = 0; skipped < 32; skipped += 1) {
    const token = peek(machine);
    if (isSign(token, "-", "!", "*", "**", "@", "\\", "...", "+", "~", "&", "$", "?", "<", ">"))
      state.at += 1;
    else if (
      token?.kind === "name" &&
      prefixes.has(token.text) &&
      !isSign(peek(machine, 1), "=", ".", ",", ")") &&
      !(token.text === "set" && isSign(peek(machine, 1), "("))
    )
      state.at += 1;
    else if (token?.kind === "line" && state.depth > 0) state.at += 1;
    else break;
  }
  const token = peek(machine);
  if (token === undefined || token.kind === "line") return unknownValue;
  return postfix(machine, primary(machine, token), token.kind === "name" ? token.text : "");
}

function primary(machine: Machine, token: Token): Value {
  const { state } = machine;
  switch (token.kind) {
    case "text":
      return texts(machine);
    case "number":
      state.at += 1;
      return textValue(token.text);
    case "name":
      return variableOrName(machine, token.text);
    case "sign":
      return bracketed(machine, token.text);
    case "line":
      return unknownValue;
  }
}

/** One text, or several side by side. */
function texts(machine: Machine): Value {
  let value: Value | undefined;
  for (;;) {
    const token = peek(machine);
    if (token?.kind !== "text") break;
    if (value !== undefined && !machine.language.indented) break;
    machine.state.at += 1;
    const one = textToken(machine, token);
    value = value === undefined ? one : concatenated(value, one);
  }
  return value ?? emptyValue;
}

function textToken(machine: Machine, token: Extract<Token, { kind: "text" }>): Value {
  let value: Value = emptyValue;
  for (const part of token.parts) {
    if (part === "") continue;
    value = concatenated(value, typeof part === "string" ? textValue(part) : inserted(machine, part.code));
  }
  if (token.hidden)
    value = { ...value, flow: { text: value.flow.text, from: { ...value.flow.from, decoded: true } } };
  return token.shell ? { flow: shellOutput(machine, value) } : value;
}

/** The value of code that stands in a text. */
function inserted(machine: Machine, code: string): Value {
  const { state } = machine;
  if (state.invoking >= deepestCalls) return unknownValue;
  const { tokens, at, end, depth } = state;
  const inner = tokensOf(code, machine.language.syntax);
  Object.assign(state, { tokens: inner, at: 0, end: inner.length, depth: 1 });
  state.invoking += 1;
  const value = expression(machine);
  state.invoking -= 1;
  Object.assign(state, { tokens, at, end, depth });
  return value.items === undefined && value.fields === undefined ? value : { flow: shownValue(value) };
}

const isArrow = (machine: Machine, ahead: number): boolean => isSign(peek(machine, ahead), "=>");

function variableOrName(machine: Machine, name: string): Value {
  const { state, language } = machine;
  if (name === "lambda" && language.indented) return lambda(machine);
  if (!language.bareCalls && isArrow(machine, 1) && state.depth >= 0 && !isInObject(machine))
    return arrow(machine, [name], state.at + 2);
  if (
    /^(function|fn|sub|proc)$/.test(name) &&
    (isSign(peek(machine, 1), "(", "{", "*") || isName(peek(machine, 1)))
  )
    return anonymous(machine);
  if (/^(import|require|include|require_once|include_once)$/.test(name) && !isSign(peek(machine, 1), "("))
    return bareCall(machine, name);
  state.at += 1;
  if (language.bareCalls && startsBareArgument(machine, name)) return bareCall(machine, name, 0);
  const assigned = assignment(machine, name);
  if (assigned !== undefined) return assigned;
  return { ...nameValue(machine, name), variable: name };
}

/** `{ key => value }` of PHP and Perl is no function. */
const isInObject = ({ language }: Machine): boolean =>
  language.joins.includes(".") && !language.attributes.includes(".");

function nameValue(machine: Machine, name: string): Value {
  const known =
    machine.variables.get(name) ??
    (/^[@%]/.test(name) ? machine.variables.get(`$${name.slice(1)}`) : undefined) ??
    (/^\$/.test(name) ? machine.variables.get(`@${name.slice(1)}`) : undefined);
  if (known !== undefined) return known;
  if (/^(True|False|None|true|false|null|nil|undefined)$/.test(name)) return textValue(name);
  const property = own(machine.language.properties, name) ?? own(sharedProperties, name);
  if (property !== undefined) return property({ machine, name, args: [], named: new Map(), self: undefined });
  for (const module of machine.opened)
    if (actionOf(machine, `${module}.${name}`) !== undefined) return named(`${module}.${name}`);
  return named(name);
}

/** `x = …`, `x += …`, `x .= …`, `x: T = …`. */
function assignment(machine: Machine, name: string): Value | undefined {
  const { state, variables } = machine;
  const sign = textOf(peek(machine));
  if (!/^(=|:=|\+=|\.=|\|\|=|\?\?=)$/.test(sign) || peek(machine)?.kind !== "sign") return undefined;
  state.at += 1;
  const value = expression(machine);
  const before = variables.get(name);
  const result =
    (sign === "+=" || sign === ".=") && before !== undefined
      ? concatenated(before, value)
      : listed(machine, value);
  if (
    name === "$_" ||
    !/^[A-Z]\w*$/.test(name) ||
    result.flow !== unknownValue.flow ||
    result.items !== undefined ||
    result.name !== undefined
  )
    variables.set(name, result);
  return result;
}

/** `a = b, c` in Python is a list. */
function listed(machine: Machine, value: Value): Value {
  const { state, language } = machine;
  if (!language.indented || state.depth > 0 || !isSign(peek(machine), ",")) return value;
  const items = [value];
  while (isSign(peek(machine), ",")) {
    state.at += 1;
    items.push(expression(machine));
  }
  return { ...unknownValue, items };
}

function lambda(machine: Machine): Value {
  const { state } = machine;
  let at = state.at + 1;
  while (at < state.end && !isSign(state.tokens[at], ":")) at += 1;
  return arrow(machine, paramNames(machine, state.at + 1, at), at + 1);
}

/** A function whose body is one expression or a block. */
function arrow(machine: Machine, params: readonly string[], start: number): Value {
  const { state } = machine;
  let at = start;
  while (state.tokens[at]?.kind === "line") at += 1;
  if (isSign(state.tokens[at], "{")) {
    const close = closingAt(machine, at);
    state.at = close + 1;
    return functionValue(machine, { tokens: state.tokens, start: at + 1, end: close, params });
  }
  const end = expressionEnd(machine, at);
  state.at = end;
  return functionValue(machine, { tokens: state.tokens, start: at, end, params });
}

function functionValue({ state }: Machine, body: Body): Value {
  state.waiting.add(body);
  return { ...unknownValue, body };
}

function expressionEnd({ state }: Machine, start: number): number {
  let depth = 0;
  for (let at = start; at < state.end; at += 1) {
    const token = state.tokens[at];
    if (isSign(token, "(", "[", "{")) depth += 1;
    else if (isSign(token, ")", "]", "}") && --depth < 0) return at;
    else if (depth === 0 && (isSign(token, ",", ";") || (token?.kind === "line" && state.depth === 0)))
      return at;
  }
  return state.end;
}

/** `function (a) { … }`, `fn ($a) => …`, `sub { … }`. */
function anonymous(machine: Machine): Value {
  const { state } = machine;
  let at = state.at + 1;
  while (isName(state.tokens[at]) || isSign(state.tokens[at], "*", "&")) at += 1;
  const hasParams = isSign(state.tokens[at], "(");
  const close = hasParams ? closingAt(machine, at) : at - 1;
  const params = hasParams ? paramNames(machine, at + 1, close) : [];
  if (isSign(state.tokens[close + 1], "=>")) return arrow(machine, params, close + 2);
  const body = bracedBody(machine, close + 1, params);
  if (body === undefined) {
    state.at = close + 1;
    return unknownValue;
  }
  state.at = body.end + 1;
  return functionValue(machine, body);
}

/** Brackets: an arrow's parameters, a list, a table or a block. */
function bracketed(machine: Machine, sign: string): Value {
  const { state } = machine;
  if (!/^[([{]$/.test(sign)) {
    state.at += 1;
    return unknownValue;
  }
  const close = closingAt(machine, state.at);
  if (state.depth >= deepestBrackets) {
    machine.run.shell.draft.exceeded ??= "code in it is nested too deeply";
    state.at = close + 1;
    return unknownValue;
  }
  if (
    sign === "(" &&
    isSign(state.tokens[close + 1], "=>") &&
    !machine.language.joins.includes("..") &&
    machine.language.attributes.includes(".")
  )
    return arrow(machine, paramNames(machine, state.at + 1, close), close + 2);
  const start = state.at + 1;
  const comprehension = machine.language.indented ? comprehensionAt(machine, start, close) : -1;
  state.depth += 1;
  const value =
    comprehension === -1
      ? contents(machine, start, close, sign)
      : comprehended(machine, start, comprehension, close);
  state.depth -= 1;
  state.at = close + 1;
  return value;
}

/** Where `for` stands in `[x for y in z]`. */
function comprehensionAt({ state }: Machine, start: number, close: number): number {
  let depth = 0;
  for (let at = start; at < close; at += 1) {
    const token = state.tokens[at];
    if (isSign(token, "(", "[", "{")) depth += 1;
    else if (isSign(token, ")", "]", "}")) depth -= 1;
    else if (depth === 0 && at > start && isName(token, "for")) return at;
  }
  return -1;
}

/** The lists first, then what is made of each element. */
function comprehended(machine: Machine, start: number, first: number, close: number): Value {
  const { state } = machine;
  const { end } = state;
  state.end = close;
  state.at = first;
  while (isName(peek(machine), "for", "async")) {
    loop(machine);
    while (peek(machine) !== undefined && !isName(peek(machine), "for")) {
      const before = state.at;
      if (isName(peek(machine), "if")) expression(machine);
      if (state.at === before) state.at += 1;
    }
  }
  state.at = start;
  state.end = first;
  const value = expression(machine);
  state.end = end;
  return { ...madeOf([value]), items: alternatives(value) };
}

function contents(machine: Machine, start: number, close: number, sign: string): Value {
  const { args, named: fields, count } = entries(machine, start, close);
  if (sign === "{" || fields.size > 0)
    return {
      flow: { text: "", from: fromCommand },
      fields,
      ...(fields.size === 0 && args.length > 0 && machine.language.indented ? { items: args } : {}),
    };
  if (sign === "(" && count <= 1) return args[0] ?? emptyValue;
  return { ...madeOf(args), items: args.slice(0, mostItems) };
}

type Entries = {
  readonly args: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  readonly count: number;
};

/** What stands between brackets, with commas between: values, `key: value`, `key=value`, `key => value`. */
function entries(machine: Machine, start: number, close: number): Entries {
  const { state } = machine;
  const { end } = state;
  const args: Value[] = [];
  const fields = new Map<string, Value>();
  let commas = 0;
  state.at = start;
  state.end = close;
  while (state.at < close && state.steps > 0) {
    const before = state.at;
    const token = peek(machine);
    if (token?.kind === "line" || isSign(token, ";", ",")) {
      if (isSign(token, ",")) commas += 1;
      state.at += 1;
      continue;
    }
    const key = keyAt(machine);
    if (key !== undefined) fields.set(key, expression(machine));
    else if (isSign(token, "...", "*", "**") || !isKeyword(machine))
      takeEntry(machine, args, fields, isSign(token, "...", "**"));
    if (state.at === before) state.at += 1;
  }
  state.end = end;
  return { args, named: fields, count: args.length + (commas > 0 && args.length === 1 ? 1 : 0) };
}

/** Statements inside blocks. */
function isKeyword(machine: Machine): boolean {
  const token = peek(machine);
  return token?.kind === "name" && keyword(machine, token.text);
}

function takeEntry(machine: Machine, args: Value[], fields: Map<string, Value>, spread: boolean): void {
  const value = expression(machine);
  if (spread && value.fields !== undefined) for (const [key, field] of value.fields) fields.set(key, field);
  else if (spread && value.items !== undefined) args.push(...value.items);
  else if (isSign(peek(machine), ":", "=>") && value.name === undefined) {
    machine.state.at += 1;
    fields.set(value.flow.text, expression(machine));
  } else args.push(value);
}

/** The name of an entry, if it has one. */
function keyAt(machine: Machine): string | undefined {
  const { state } = machine;
  const [token, next] = [peek(machine), peek(machine, 1)];
  const colon = isSign(next, ":") && !isSign(peek(machine, 2), ":");
  if (
    token?.kind === "name" &&
    (colon || isSign(next, "=>") || (isSign(next, "=") && machine.language.indented))
  ) {
    if (isSign(next, "=>") && machine.language.attributes.includes(".") && !machine.language.bareCalls)
      return undefined;
    // A Python dict's key that is a variable says what it holds.
    const known = colon && machine.language.indented ? machine.variables.get(token.text) : undefined;
    state.at += 2;
    return known !== undefined && hasText(known) ? known.flow.text : token.text;
  }
  if (token?.kind === "text" && (colon || isSign(next, "=>")) && typeof token.parts[0] === "string") {
    state.at += 2;
    return token.parts[0];
  }
  return undefined;
}

/** Attributes, indices and calls that follow a value. */
function postfix(machine: Machine, first: Value, baseName: string): Value {
  const { state, language } = machine;
  let value = first;
  while (state.steps > 0) {
    const token = peek(machine);
    const text = token?.kind === "sign" ? token.text : "";
    const next = peek(machine, 1);
    if (token?.kind === "line" && !language.indented && isSign(next, ".", "?.", "->")) {
      state.at += 1;
      continue;
    }
    if (
      language.attributes.includes(text) &&
      next?.kind === "name" &&
      !(text === ":" && !isSign(peek(machine, 2), "("))
    ) {
      state.at += 2;
      value = attributed(machine, value, next.text, baseName);
    } else if (language.attributes.includes(text) && isSign(next, "[", "(", "{")) {
      state.at += 1;
    } else if (text === "(") value = called(machine, value);
    else if (text === "[" || (text === "{" && value.variable?.startsWith("$") === true))
      value = indexed(machine, value, baseName);
    else if (
      token?.kind === "text" &&
      !language.indented &&
      value.name !== undefined &&
      language.attributes.includes(":")
    )
      value = call(machine, value.name, value.self, [texts(machine)], new Map());
    else if (text === "{" && language.syntax.quoteLike === "ruby" && value.name !== undefined)
      value = rubyBlock(machine, value);
    else if (token?.kind === "name" && token.text === "do" && language.syntax.quoteLike === "ruby") {
      state.at += 1;
      bindBlock(machine, value);
    } else if (token?.kind === "name" && token.text.startsWith("$") && value.name === undefined) return value;
    else return settled(machine, value);
  }
  return value;
}

/** A method without brackets is called all the same where the language has none. */
function settled(machine: Machine, value: Value): Value {
  if (!machine.language.bareCalls || value.name === undefined || value.self === undefined) return value;
  if (actionOf(machine, value.name) === undefined) return value;
  if (startsBareArgument(machine, value.name))
    return call(machine, value.name, value.self, bareArguments(machine), new Map());
  return call(machine, value.name, value.self, [], new Map());
}

/** `{ |x| … }` after a call. */
function rubyBlock(machine: Machine, value: Value): Value {
  const { state } = machine;
  const close = closingAt(machine, state.at);
  const bar = isSign(peek(machine, 1), "|");
  let at = state.at + 1;
  if (bar) {
    at += 1;
    while (at < close && !isSign(state.tokens[at], "|")) at += 1;
  }
  const params = bar ? paramNames(machine, state.at + 2, at) : [];
  const body: Body = { tokens: state.tokens, start: bar ? at + 1 : at, end: close, params };
  state.at = close + 1;
  const result =
    actionOf(machine, value.name ?? "") === undefined
      ? value
      : call(machine, value.name ?? "", value.self, [], new Map());
  return runCallback(machine, value.name ?? "", value.self ?? result, result, body);
}

function bindBlock(machine: Machine, value: Value): void {
  const { state } = machine;
  if (!isSign(peek(machine), "|")) return;
  let at = state.at + 1;
  while (at < state.end && !isSign(state.tokens[at], "|")) at += 1;
  const subject = value.self ?? value;
  for (const name of paramNames(machine, state.at + 1, at)) machine.variables.set(name, elementOf(subject));
  state.at = at + 1;
}

/** `x.name`; assigned, it adds to what `x` says. */
function attributed(machine: Machine, value: Value, name: string, baseName: string): Value {
  const { state } = machine;
  const result = attribute(machine, value, name);
  const sign = textOf(peek(machine));
  if (!/^(=|\+=|\?\?=|\|\|=)$/.test(sign) || peek(machine)?.kind !== "sign") return result;
  state.at += 1;
  return assignInto(machine, value, name, expression(machine), baseName);
}

/** `x.k = v` and `x["k"] = v`: what `x` holds is no longer known, but that it holds this. */
function assignInto(machine: Machine, owner: Value, key: string, value: Value, baseName: string): Value {
  if (owner.name === "environment") setEnvironment(machine, key, value);
  const base = machine.variables.get(baseName);
  if (base !== undefined && base.body === undefined) {
    const fields = new Map(base.fields);
    fields.set(key, value);
    machine.variables.set(baseName, { ...base, fields });
  }
  return value;
}

function setEnvironment({ shell, run }: Machine, name: string, value: Value): void {
  run.shell.draft.envSets.add(name);
  shell.variables.set(name, [{ ...value.flow, glob: false }]);
}

/** What belongs to a value under a name. */
export function attribute(machine: Machine, value: Value, name: string): Value {
  if (value.any !== undefined)
    return distribute([value], ([one = value]) =>
      attribute(machine, { ...one, name: one.name ?? value.name ?? kindOf(one) }, name),
    );
  const field = value.fields?.get(name);
  if (field !== undefined) return field;
  if (
    value.name === "environment" &&
    !/^(get|fetch|items|copy|keys|values|to_h|to_a|each|map|select|pop|update|setdefault|inspect|sort|entries)$/.test(
      name,
    )
  )
    return environmentVariable(machine, name);
  const owner = value.name === undefined || value.name.length > 128 ? kindOf(value) : value.name;
  const full = `${owner}.${name}`.replace(/\.promises$/, "");
  const property = propertyOf(machine, full);
  const isCalled = isSign(peek(machine), "(") && actionOf(machine, full) !== undefined;
  if (property !== undefined && !isCalled)
    return property({ machine, name: full, args: [], named: new Map(), self: value });
  return { flow: { text: unknownPart, from: value.flow.from }, name: full, self: value };
}

const kindOf = (value: Value): string =>
  value.items !== undefined ? "list" : value.fields !== undefined ? "dict" : "str";

export function environmentVariable({ shell }: Machine, name: string): Value {
  const [word] = parameterWords(shell, name);
  return word === undefined ? unknownValue : { flow: { text: word.text, from: word.from } };
}

/** `x[0]`, `x["key"]`, `x[::-1]`, `$ENV{HOME}`. */
function indexed(machine: Machine, value: Value, baseName: string): Value {
  const { state } = machine;
  const close = closingAt(machine, state.at);
  const reversing =
    isSign(peek(machine, 1), "::", ":") &&
    isSign(state.tokens[close - 2], "-") &&
    textOf(state.tokens[close - 1]) === "1";
  const bareKey = close === state.at + 2 && peek(machine, 1)?.kind === "name" ? textOf(peek(machine, 1)) : "";
  state.depth += 1;
  const { args } = entries(machine, state.at + 1, close);
  state.depth -= 1;
  state.at = close + 1;
  if (reversing) return call(machine, "str.reverse", value, [], new Map());
  const key =
    bareKey !== "" &&
    (value.name === "environment" || !machine.variables.has(bareKey)) &&
    value.variable?.startsWith("$") === true
      ? bareKey
      : (args[0]?.flow.text ?? "");
  const sign = peek(machine);
  if (isSign(sign, "=", "+=", "??=", "||=")) {
    state.at += 1;
    return assignInto(machine, value, key, expression(machine), baseName);
  }
  return item(machine, value, key);
}

function item(machine: Machine, value: Value, key: string): Value {
  const field = value.fields?.get(key);
  if (field !== undefined) return field;
  if (value.items !== undefined && /^-?\d+$/.test(key)) return value.items.at(Number(key)) ?? unknownValue;
  if (value.name === "environment") return environmentVariable(machine, key);
  if (
    /^[A-Za-z_]\w*$/.test(key) &&
    value.name !== undefined &&
    value.self === undefined &&
    value.flow.text === unknownPart
  )
    return attribute(machine, value, key);
  if (value.items !== undefined) return elementOf(value);
  return {
    flow: {
      text: hasText(value) && /^\d+$/.test(key) ? (value.flow.text[Number(key)] ?? unknownPart) : unknownPart,
      from: value.flow.from,
    },
  };
}

/** `f(…)`. */
function called(machine: Machine, callee: Value): Value {
  const { state } = machine;
  const close = closingAt(machine, state.at);
  if (state.depth >= deepestBrackets) {
    machine.run.shell.draft.exceeded ??= "code in it is nested too deeply";
    state.at = close + 1;
    return unknownValue;
  }
  const start = state.at + 1;
  const comprehension = machine.language.indented ? comprehensionAt(machine, start, close) : -1;
  state.depth += 1;
  let args: readonly Value[];
  let options: ReadonlyMap<string, Value> = new Map();
  if (comprehension === -1) ({ args, named: options } = entries(machine, start, close));
  else args = [comprehended(machine, start, comprehension, close)];
  state.depth -= 1;
  state.at = close + 1;
  if (callee.body !== undefined) return distribute(args, (one) => invoke(machine, callee.body as Body, one));
  return call(machine, callee.name ?? calledByText(callee), callee.self, args, options);
}

/** `$f = "system"; $f("ls")`. */
const calledByText = ({ flow }: Value): string => (/^[\w.]{1,64}$/.test(flow.text) ? flow.text : "");

/** What a name means in the language's library: in full, or as a method of anything. */
function actionOf({ language }: Machine, whole: string): Action | undefined {
  const name = whole.replace(/^(globalThis|global|window|self|this|builtins|__builtins__)\./, "");
  const method = `*.${name.slice(name.lastIndexOf(".") + 1)}`;
  return (
    own(language.calls, name) ??
    own(sharedCalls, name) ??
    (name.includes(".") ? (own(language.calls, method) ?? own(sharedCalls, method)) : undefined)
  );
}

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

const propertyOf = ({ language }: Machine, name: string): Action | undefined => {
  const method = `*.${name.slice(name.lastIndexOf(".") + 1)}`;
  return (
    own(language.properties, name) ??
    own(sharedProperties, name) ??
    own(language.properties, method) ??
    own(sharedProperties, method)
  );
};

/** Calls one function of the library, for every alternative of what it is given; functions given to it are called in turn. */
export function call(
  machine: Machine,
  name: string,
  self: Value | undefined,
  args: readonly Value[],
  options: ReadonlyMap<string, Value>,
): Value {
  machine.state.steps -= 1;
  const action = actionOf(machine, name);
  const plain = args.filter(({ body }) => body === undefined);
  const given = self === undefined ? plain : [self, ...plain];
  const result = distribute(given, (values) => {
    const [owner, rest] = self === undefined ? [undefined, values] : [values[0], values.slice(1)];
    const one: Call = { machine, name, args: rest, named: options, self: owner };
    return action === undefined
      ? { ...madeOf([...values, ...options.values()]), ...(isClass(name) ? { name } : {}) }
      : action(one);
  });
  let last = result;
  if (givesOn.test(name))
    for (const value of args) last = handOn(machine, name, self ?? result, value) ?? last;
  for (const { body } of args)
    if (body !== undefined) last = runCallback(machine, name, self ?? result, result, body);
  return last;
}

const givesOn = /\.(then|forEach|map|each|on|once)$/;

/** `.then(eval)`: a function of the library is given to another. */
function handOn(machine: Machine, name: string, subject: Value, callee: Value): Value | undefined {
  if (callee.name === undefined || callee.body !== undefined || actionOf(machine, callee.name) === undefined)
    return undefined;
  return call(
    machine,
    callee.name,
    callee.self,
    [iterates.test(name) ? elementOf(subject) : subject],
    new Map(),
  );
}

const isClass = (name: string): boolean => /(^|\.)[A-Z]\w*$/.test(name);

const iterates =
  /\.(forEach|map|filter|flatMap|each|some|every|find|each_with_index|collect|select|reduce|for_each|reject|sort|any|all)$/;

/** A function given to another: to `each` and its like every element, to the others what the call comes to. */
function runCallback(machine: Machine, name: string, subject: Value, result: Value, body: Body): Value {
  if (iterates.test(name)) {
    const elements = alternatives(elementOf(subject)).slice(0, mostItems);
    const results = elements.map((element) => invoke(machine, body, [element]));
    return { ...madeOf(results), items: results };
  }
  const from = joinFrom(result.flow.from, subject.flow.from);
  const value: Value =
    result.name !== undefined && result.name !== name
      ? result
      : { ...result, flow: { text: result.flow.text, from } };
  return invoke(machine, body, [value]);
}

/** `puts x, y`, `system "ls"`, `unlink $f`. */
function bareCall(machine: Machine, name: string, ahead = 1): Value {
  machine.state.at += ahead;
  const args = bareArguments(machine);
  const known = machine.variables.get(name);
  if (known?.body !== undefined) return invoke(machine, known.body, args);
  return call(machine, known?.name ?? name, undefined, args, new Map());
}

function bareArguments(machine: Machine): readonly Value[] {
  const { state } = machine;
  const args: Value[] = [];
  const fields = new Map<string, Value>();
  for (let count = 0; count < mostItems; count += 1) {
    const key = keyAt(machine);
    if (key !== undefined) fields.set(key, expression(machine));
    else args.push(expression(machine));
    const token = peek(machine);
    if (isSign(token, ",")) {
      state.at += 1;
      while (peek(machine)?.kind === "line") state.at += 1;
    } else if (!(token?.kind === "text" || (token?.kind === "name" && /^[$@]/.test(token.text)))) break;
  }
  return fields.size === 0 ? args : [...args, { ...emptyValue, fields }];
}

/** Whether a name that the library knows is followed by an argument. */
function startsBareArgument(machine: Machine, name: string): boolean {
  if (
    /^[$@%]/.test(name) ||
    (actionOf(machine, name) === undefined && machine.variables.get(name)?.body === undefined)
  )
    return false;
  const token = peek(machine);
  if (token === undefined) return false;
  if (token.kind === "text" || token.kind === "number") return true;
  if (token.kind === "name")
    return !ends.test(token.text) && !/^(in|of|x|eq|ne|lt|gt|cmp|as)$/.test(token.text);
  return (
    isSign(token, "\\", "[") ||
    (isSign(token, "<", "-", "*", ":") && peek(machine, 1)?.kind === "name" && false)
  );
}

/** What a program prints is joined in the order in which it prints. */
export const print = ({ state }: Machine, flow: Flow): void => {
  state.printed = join(state.printed, flow);
};
