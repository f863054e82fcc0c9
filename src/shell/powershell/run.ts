import { write } from "../act.ts";
import { type Flow, join, nothing, unknownPart } from "../flow.ts";
import type { Run } from "../programs/program.ts";
import { setVariable } from "../set-variable.ts";
import { deeper, type Io, type Shell, step } from "../state.ts";
import { literalWord, type Word, wordFrom, wordOf } from "../word.ts";
import { argumentsOf, expressionOf, flowOf } from "./expression.ts";
import { runCode } from "./methods.ts";
import { keepFunction, newRun, runPowershellWords, windowsPath } from "./run-words.ts";
import { addToTable, keepTable, splatted } from "./splat.ts";
import { type Token, tokenize } from "./tokens.ts";

const keywords =
  /^(if|elseif|else|foreach|for|while|do|until|try|catch|finally|switch|function|filter|param|return|throw|begin|process|end|exit|break|continue|class|trap|using|data|in)$/i;

/** Follows PowerShell text. */
export function runPowershell(shell: Shell, text: string, io: Io): Flow {
  if (!step(shell, text.length)) return nothing;
  return runTokens(newRun(shell, io), tokenize(text));
}

/** Statement after statement; what they print, together. */
function runTokens(run: Run, tokens: readonly Token[]): Flow {
  return deeper(
    run.shell,
    () =>
      splitAt(tokens, /^(;|\n|&&|\|\|)$/)
        .map((statement) => runStatement(run, statement))
        .reduce(join, nothing),
    nothing,
  );
}

function splitAt(tokens: readonly Token[], separator: RegExp): readonly (readonly Token[])[] {
  const result: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "operator" && (separator.test(token.text) || endsJob(token, result.at(-1))))
      result.push([]);
    else result.at(-1)?.push(token);
  }
  return result.filter((part) => part.length > 0);
}

/** `command &` runs in the background; `& command` calls. */
const endsJob = (token: Token, before: readonly Token[] | undefined): boolean =>
  token.kind === "operator" &&
  token.text === "&" &&
  before?.at(-1) !== undefined &&
  before.at(-1)?.kind !== "operator";

function runStatement(run: Run, tokens: readonly Token[]): Flow {
  const [first, second] = tokens;
  if (first === undefined || !step(run.shell)) return nothing;
  if (first.kind === "word" && keywords.test(first.text))
    return runKeyword(run, first.text.toLowerCase(), tokens);
  const equals = tokens.findIndex((token) => token.kind === "operator" && /^\+?=$/.test(token.text));
  if (
    equals > 0 &&
    equals <= 2 &&
    tokens.slice(0, equals).some((token) => token.kind === "word" && token.text.startsWith("$"))
  ) {
    return assign(run, tokens.slice(0, equals), tokens.slice(equals + 1), tokens[equals] as Token);
  }
  // A type before an assignment: `[string]$x = …` was met above; `{ … }` alone is run all the same.
  if (first.kind === "group" && first.open === "{" && second === undefined)
    return runTokens(run, first.tokens);
  return runPipeline(run, tokens);
}

/** Every condition and every block of a statement is followed. */
function runKeyword(run: Run, keyword: string, tokens: readonly Token[]): Flow {
  if (keyword === "foreach") return runLoop(run, tokens);
  if (keyword === "function" || keyword === "filter") return rememberFunction(run, tokens);
  if (keyword === "return" || keyword === "throw") return runPipeline(run, tokens.slice(1));
  const rest = tokens.slice(1);
  let printed = nothing;
  let words: Token[] = [];
  for (const token of rest) {
    if (token.kind === "group" && (token.open === "(" || token.open === "{")) {
      printed = join(printed, runTokens(run, token.tokens));
      words = [];
    } else words.push(token);
  }
  const after = words.findIndex((token) => !(token.kind === "word" && keywords.test(token.text)));
  return after === -1 || rest.length === words.length
    ? printed
    : join(printed, runPipeline(run, words.slice(after)));
}

/** `function NAME { … }`, `function NAME($a) { … }`. */
function rememberFunction(run: Run, tokens: readonly Token[]): Flow {
  const name = tokens[1];
  const body = tokens.find((token) => token.kind === "group" && token.open === "{");
  const list = tokens.find((token) => token.kind === "group" && token.open === "(");
  if (name?.kind !== "word" || body?.kind !== "group") return nothing;
  const head = list?.kind === "group" ? `param(${list.text})\n` : "";
  keepFunction(run.shell, name.text, head + body.text);
  return runPipeline(run, tokens.slice(tokens.indexOf(body) + 1));
}

/** Most turns of one loop that are followed. */
const mostTurns = 32;

/** What a text of several lines says, one by one; something unknown when there are none. */
function itemsOf(flow: Flow): readonly Word[] {
  const lines = flow.text.split("\n").filter((line) => line !== "");
  return (lines.length === 0 ? [unknownPart] : lines.slice(0, mostTurns)).map((line) =>
    wordFrom(line, flow.from),
  );
}

/** `foreach ($x in LIST) { … }`. */
function runLoop(run: Run, tokens: readonly Token[]): Flow {
  const [, head, body] = tokens;
  if (head?.kind !== "group" || body?.kind !== "group") return nothing;
  const [name, , ...list] = head.tokens;
  const key = name?.kind === "word" ? name.text.slice(1).toLowerCase() : "_";
  const turns = itemsOf(runPipeline(run, list)).map((item) => {
    run.shell.variables.set(key, [item]);
    return runTokens(run, body.tokens);
  });
  return join(turns.reduce(join, nothing), runPipeline(run, tokens.slice(3)));
}

function assign(run: Run, target: readonly Token[], expression: readonly Token[], operator: Token): Flow {
  const name = target.find((token) => token.kind === "word" && token.text.startsWith("$"));
  if (name?.kind !== "word") return runPipeline(run, expression);
  const plain = name.text.slice(1).replace(/^\{|\}$/g, "");
  const [table] = expression;
  if (table?.kind === "group" && table.open === "@{" && expression.length === 1)
    keepTable(run, plain, table.tokens, runTokens);
  const flow = runPipeline(run, expression);
  addToTable(run.shell, plain, flow);
  const key = plain.replace(/^\w+:/, "").toLowerCase();
  const before =
    operator.kind === "operator" && operator.text === "+=" ? run.shell.variables.get(key)?.[0] : undefined;
  const value = wordOf(before === undefined ? trimmed(flow) : join(before, trimmed(flow)));
  run.shell.variables.set(key, [value]);
  if (/^env:/i.test(plain)) setVariable(run.shell, plain.slice(4), [value]);
  return nothing;
}

/** A command's output, kept in a variable, has no line break at its end. */
const trimmed = (flow: Flow): Flow =>
  flow.text.endsWith("\n") ? { ...flow, text: flow.text.replace(/(?<!\n)\n+$/, "") } : flow;

function runPipeline(run: Run, tokens: readonly Token[]): Flow {
  let { io } = run;
  let printed = nothing;
  for (const part of splitAt(tokens, /^\|$/)) {
    printed = runElement({ ...run, io }, part);
    io = { stdin: printed, socket: false };
  }
  return printed;
}

/** One element of a pipeline: a command or an expression. */
function runElement(run: Run, tokens: readonly Token[]): Flow {
  const invoked = isCall(tokens[0]) ? tokens.slice(1) : undefined;
  const args = argumentsOf(redirected(invoked ?? tokens).words);
  const [head] = args;
  const [first] = head ?? [];
  if (head === undefined || first === undefined) return nothing;
  const isExpression = first.kind !== "word" || /^[$\d+]/.test(first.text);
  const printed =
    invoked !== undefined
      ? runInvoked(run, head, args.slice(1))
      : isExpression
        ? expressionOf(run, redirected(tokens).words, runTokens)
        : runCommand(run, literalWord(first.text), head.slice(1), args.slice(1));
  return deliver(run, tokens, printed);
}

const isCall = (token: Token | undefined): boolean =>
  (token?.kind === "operator" && token.text === "&") ||
  (token?.kind === "word" && (token.text === "." || token.text === "&"));

/** `& 'name' args`, `& { … }`, `& ([scriptblock]::Create(code))`. */
function runInvoked(run: Run, head: readonly Token[], args: readonly (readonly Token[])[]): Flow {
  const [first] = head;
  if (first?.kind === "group" && first.open === "{") return runTokens(run, first.tokens);
  const name = wordOf(flowOf(run, head, runTokens));
  if (name.from.network || name.from.decoded || /\s/.test(name.text.trim())) return runCode(run, name);
  return runCommand(run, name, [], args);
}

type Redirects = {
  readonly words: readonly Token[];
  readonly file: readonly Token[] | undefined;
  readonly append: boolean;
};

function redirected(all: readonly Token[]): Redirects {
  const tokens = all.filter((token) => !joinsStreams(token));
  const at = tokens.findIndex((token) => token.kind === "operator" && />/.test(token.text));
  if (at === -1) return { words: tokens, file: undefined, append: false };
  const operator = tokens[at] as Token;
  const text = operator.kind === "operator" ? operator.text : "";
  const [file = [], ...after] = argumentsOf(tokens.slice(at + 1));
  return { words: [...tokens.slice(0, at), ...after.flat()], file, append: text.endsWith(">>") };
}

/** `2>&1` leads nowhere else. */
const joinsStreams = (token: Token): boolean => token.kind === "operator" && /^\d?>&/.test(token.text);

function deliver(run: Run, tokens: readonly Token[], printed: Flow): Flow {
  const { file, append } = redirected(tokens);
  if (file === undefined) return printed;
  const word = wordOf(flowOf(run, file, runTokens));
  if (!/^\$?null$/i.test(word.text) && word.text !== "") write(run, windowsPath(word), printed, append);
  return nothing;
}

function runCommand(
  run: Run,
  name: Word,
  suffix: readonly Token[],
  args: readonly (readonly Token[])[],
): Flow {
  const blocks = args.flat().filter((token) => token.kind === "group" && token.open === "{");
  const words = [...(suffix.length > 0 ? [suffix] : []), ...args].flatMap(
    (tokens) => splatted(run.shell, tokens) ?? [argumentWord(run, tokens)],
  );
  for (const block of blocks) runBlock(run, block);
  return runPowershellWords(run.shell, [name, ...words], run.io);
}

/** A script block sees what comes through the pipeline as `$_`. */
function runBlock(run: Run, block: Token): void {
  if (block.kind !== "group") return;
  for (const item of itemsOf(run.io.stdin)) {
    run.shell.variables.set("_", [item]);
    run.shell.variables.set("psitem", [item]);
    runTokens(run, block.tokens);
  }
}

function argumentWord(run: Run, tokens: readonly Token[]): Word {
  const flow = flowOf(run, tokens, runTokens);
  const bare = tokens[0]?.kind === "word";
  return wordFrom(flow.text, flow.from, bare && /[*?]/.test(flow.text));
}
