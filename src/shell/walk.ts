import {
  type AndOr,
  type Command,
  type CommandNode,
  type CompoundList,
  type For,
  type ParsedScript,
  type Pipeline,
  parse,
  type Redirection,
  type Select,
  type Statement,
  type TestExpression,
  type While,
  type Word as WordNode,
} from "unbash";
import { write } from "./act.ts";
import { type Flow, join, nothing, outputFlow, unknownPart } from "./flow.ts";
import { deliver, redirect } from "./redirect.ts";
import { runCommandWords } from "./run-words.ts";
import { setVariable } from "./set-variable.ts";
import { deeper, type Io, type Shell, step, subshell } from "./state.ts";
import { literalWord, type Word, wordFrom, wordOf } from "./word.ts";
import { expandArithmetic, expandWhole, expandWord, type Substitute } from "./words/expand.ts";

/** Commands with fewer words cost no more than their step. */
const manyWords = 64;

/** How much more a character costs that has to be parsed. */
const parseCost = 2;

/** What one more word costs, in characters. */
const wordCost = 16;

/** Most turns of one loop that are followed. */
const mostTurns = 64;

const noIo: Io = { stdin: nothing, socket: false };

const substitute: Substitute = (shell, script, stdin) => runScript(shell, script, { stdin, socket: false });

/** Follows a text as the shell would run it. */
export function runText(shell: Shell, text: string, io: Io): Flow {
  if (text === "" || text === unknownPart || !step(shell, text.length * parseCost)) return nothing;
  return runScript(shell, parse(text), io);
}

export function runScript(shell: Shell, script: ParsedScript, io: Io): Flow {
  if (script.errors !== undefined && script.errors.length > 0) shell.draft.parseError = true;
  return runStatements(shell, script.commands, io);
}

function runStatements(shell: Shell, statements: readonly Statement[], io: Io): Flow {
  let printed = nothing;
  for (const statement of statements) {
    if (!step(shell)) return printed;
    const inner =
      statement.background === true && !shell.concurrent ? subshell(shell, { concurrent: true }) : shell;
    printed = join(printed, runNode(inner, statement.command, io));
  }
  return printed;
}

type Node = Statement["command"] | CommandNode | CompoundList;

export function runNode(shell: Shell, node: Node, io: Io): Flow {
  switch (node.type) {
    case "Command":
      return toStandardOutput(shell, runCommand(shell, node, io));
    case "CompoundList":
      return runStatements(shell, node.commands, io);
    case "Pipeline":
      return runPipeline(shell, node, io);
    case "AndOr":
      return runAndOr(shell, node, io);
    default:
      return deeper(shell, () => runCompound(shell, node, io), nothing);
  }
}

/** What stands after `&&` or `||` may not run. */
function runAndOr(shell: Shell, node: AndOr, io: Io): Flow {
  let printed = nothing;
  for (const [index, command] of node.commands.entries()) {
    const before = shell.conditional;
    shell.conditional ||= index > 0;
    printed = join(printed, runNode(shell, command, io));
    shell.conditional = before;
  }
  return printed;
}

/** `exec > file` sends all that follows there. */
function toStandardOutput(shell: Shell, printed: Flow): Flow {
  const target = shell.descriptors.get(1);
  if (target === undefined || printed === nothing) return printed;
  const redirected = { io: noIo, out: target, append: true, silenced: false, descriptors: new Map() };
  return deliver(shell, redirected, printed);
}

function runCompound(
  shell: Shell,
  node: Exclude<Node, Command | Pipeline | CompoundList | { type: "AndOr" }>,
  io: Io,
): Flow {
  switch (node.type) {
    case "Redirected":
      return runRedirected(shell, node.redirects, io, (inner) => runNode(shell, node.command, inner));
    case "Subshell":
      return runStatements(subshell(shell), node.body.commands, io);
    case "BraceGroup":
      return runStatements(shell, node.body.commands, io);
    case "Function":
      shell.functions.set(node.name.value, node.body);
      return nothing;
    case "Coproc":
      return runNode(subshell(shell, { concurrent: true }), node.body, { stdin: outputFlow, socket: false });
    case "If":
      return runBranches(
        shell,
        [node.clause, node.then, ...node.elif.flatMap((one) => [one.clause, one.then]), node.else],
        io,
      );
    case "While":
      return runWhile(shell, node, io);
    case "For":
    case "Select":
      return runFor(shell, node, io);
    case "ArithmeticFor":
      for (const part of [node.initialize, node.test, node.update]) expandArithmetic(shell, part, substitute);
      return runNode(shell, node.body, io);
    case "Case":
      expandWhole(shell, node.word, substitute);
      return runBranches(
        shell,
        node.items.map((item) => item.body),
        io,
      );
    case "TestCommand":
      expandTest(shell, node.expression);
      return nothing;
    case "ArithmeticCommand":
      expandArithmetic(shell, node.expression, substitute);
      return nothing;
  }
}

function runBranches(shell: Shell, lists: readonly (CompoundList | undefined)[], io: Io): Flow {
  const before = shell.conditional;
  shell.conditional = true;
  const printed = runAll(shell, lists, io);
  shell.conditional = before;
  return printed;
}

/** Every branch is followed, one after the other: which is taken can't be known. */
function runAll(shell: Shell, lists: readonly (CompoundList | undefined)[], io: Io): Flow {
  let printed = nothing;
  for (const list of lists)
    if (list !== undefined) printed = join(printed, runStatements(shell, list.commands, io));
  return printed;
}

/** `while read x; do …; done` takes a line a turn; any other loop is followed once. */
function runWhile(shell: Shell, node: While, io: Io): Flow {
  const inner = { ...shell, conditional: true };
  const lines = readsLines(node) ? io.stdin.text.split("\n").filter((line) => line !== "") : [];
  if (lines.length < 2) return runAll(inner, [node.clause, node.body], io);
  if (lines.length > mostTurns) shell.draft.exceeded ??= "a loop has too many turns to follow";
  let printed = nothing;
  for (const text of lines.slice(0, mostTurns)) {
    if (!step(shell)) return printed;
    printed = join(
      printed,
      runAll(inner, [node.clause, node.body], { ...io, stdin: { text, from: io.stdin.from } }),
    );
  }
  return printed;
}

function readsLines(node: While): boolean {
  const command = node.clause.commands[0]?.command;
  return command?.type === "Command" && command.name?.value === "read";
}

function runPipeline(shell: Shell, node: Pipeline, io: Io): Flow {
  if (node.commands.length === 1)
    return node.commands.reduce<Flow>((_, command) => runNode(shell, command, io), nothing);
  let { stdin } = io;
  for (const command of node.commands) {
    if (!step(shell)) return nothing;
    stdin = runNode(subshell(shell, { concurrent: true }), command, { stdin, socket: io.socket });
  }
  return stdin;
}

function runFor(shell: Shell, node: For | Select, io: Io): Flow {
  const name = node.name.value;
  const words = node.wordlist?.flatMap((word) => expandWord(shell, word, substitute)) ?? shell.positional;
  let printed = nothing;
  for (const word of words.length === 0 ? [literalWord(unknownPart)] : words.slice(0, mostTurns)) {
    if (!step(shell)) return printed;
    shell.variables.set(name, [word]);
    printed = join(printed, runStatements(shell, node.body.commands, io));
  }
  if (words.length > mostTurns) shell.draft.exceeded ??= "a loop has too many turns to follow";
  return printed;
}

/** Only for the commands that are substituted in it. */
function expandTest(shell: Shell, expression: TestExpression): void {
  switch (expression.type) {
    case "TestUnary":
      expandWhole(shell, expression.operand, substitute);
      break;
    case "TestBinary":
      expandWhole(shell, expression.left, substitute);
      expandWhole(shell, expression.right, substitute);
      break;
    case "TestLogical":
      for (const operand of expression.operands) expandTest(shell, operand);
      break;
    case "TestNot":
      expandTest(shell, expression.operand);
      break;
    case "TestGroup":
      expandTest(shell, expression.expression);
  }
}

function runRedirected(
  shell: Shell,
  redirections: readonly Redirection[],
  io: Io,
  run: (io: Io) => Flow,
): Flow {
  if (redirections.length === 0) return run(io);
  const redirected = redirect(shell, redirections, io, substitute);
  return deliver(shell, redirected, run(redirected.io));
}

/** A simple command: assignments, words, redirections. */
function runCommand(shell: Shell, node: Command, io: Io): Flow {
  const { name } = node;
  if (node.suffix.length > manyWords && !step(shell, node.suffix.length * wordCost)) return nothing;
  if (name === undefined) return runBare(shell, node, io);
  const words = [...expandWord(shell, name, substitute)];
  const redirections: Redirection[] = [];
  for (const item of node.prefix) if (item.type !== "Assignment") redirections.push(item);
  for (const item of node.suffix) {
    if (item.type === "Word") for (const word of expandWord(shell, item, substitute)) words.push(word);
    else if (item.type === "Assignment") words.push(assignmentWord(shell, item));
    else redirections.push(item);
  }
  const restore = assignFor(shell, node);
  const printed =
    words[0]?.text === "exec" && redirections.length > 0
      ? runExec(shell, words, redirections, io)
      : runRedirected(shell, redirections, io, (inner) => runCommandWords(shell, words, inner));
  restore();
  runUnusedSinks(shell);
  return printed;
}

/** `exec` without a command keeps what it opens. */
function runExec(shell: Shell, words: readonly Word[], redirections: readonly Redirection[], io: Io): Flow {
  const redirected = redirect(shell, redirections, io, substitute);
  if (words.length === 1) {
    for (const [number, target] of redirected.descriptors) shell.descriptors.set(number, target);
    if (redirected.out?.kind === "file") write({ shell }, redirected.out.word, nothing, true);
    return nothing;
  }
  return deliver(shell, redirected, runCommandWords(shell, words, redirected.io));
}

/** Whoever reads from `>(…)` and was not written to by name gets something unknown. */
function runUnusedSinks(shell: Shell): void {
  for (const [path, script] of shell.sinks) {
    shell.sinks.delete(path);
    deeper(shell, () => runScript(subshell(shell), script, { stdin: outputFlow, socket: false }), nothing);
  }
}

function runBare(shell: Shell, node: Command, io: Io): Flow {
  let from = nothing.from;
  for (const item of node.prefix) {
    if (item.type !== "Assignment") continue;
    from = assign(shell, item)?.from ?? from;
  }
  const redirections = node.redirects;
  if (redirections.length === 0) return nothing;
  // `$(< file)` prints the file; a bare `> file` empties it.
  return runRedirected(shell, redirections, io, (inner) =>
    redirections.some(isInput) ? inner.stdin : nothing,
  );
}

const isInput = (redirection: Redirection): boolean =>
  redirection.type !== "Redirect" || redirection.operator === "<";

type AssignmentNode = Extract<Command["prefix"][number], { type: "Assignment" }>;

function assignmentWord(shell: Shell, node: AssignmentNode): Word {
  const { value } = node;
  if (value.type === "ArrayValue") {
    const words = value.elements.flatMap((element) => expandWord(shell, element, substitute));
    shell.variables.set(node.name, words);
    return literalWord(node.name);
  }
  const word = expandWhole(shell, value, substitute);
  return wordFrom(`${node.name}${node.append === true ? "+=" : "="}${word.text}`, word.from);
}

/** Sets a variable; returns its new value. */
function assign(shell: Shell, node: AssignmentNode): Word | undefined {
  setVariable(shell, node.name, assignedValue(shell, node));
  return shell.variables.get(node.name)?.[0];
}

function assignedValue(shell: Shell, node: AssignmentNode): readonly Word[] {
  const words = assignedWords(shell, node.value);
  const before = shell.variables.get(node.name) ?? [];
  const [first = literalWord("")] = words;
  if (node.index !== undefined) {
    const at = Number(expandWhole(shell, node.index, substitute).text);
    const elements = [...before];
    elements[Number.isInteger(at) && at >= 0 && at < 1_024 ? at : 0] = first;
    return Array.from(elements, (element) => element ?? literalWord(""));
  }
  if (node.append !== true || before[0] === undefined) return words;
  return node.value.type === "ArrayValue"
    ? [...before, ...words]
    : [wordOf(join(before[0], first)), ...before.slice(1)];
}

function assignedWords(shell: Shell, value: AssignmentNode["value"]): readonly Word[] {
  if (value.type === "ArrayValue")
    return value.elements.flatMap((element: WordNode) => expandWord(shell, element, substitute));
  return [expandWhole(shell, value, substitute)];
}

/** Assignments before a command last as long as it does; returns what takes them back. */
function assignFor(shell: Shell, node: Command): () => void {
  if (node.prefix.length === 0) return () => {};
  const before = new Map<string, readonly Word[] | undefined>();
  for (const item of node.prefix) {
    if (item.type !== "Assignment") continue;
    before.set(item.name, shell.variables.get(item.name));
    assign(shell, item);
  }
  return () => {
    for (const [name, words] of before) {
      if (words === undefined) shell.variables.delete(name);
      else shell.variables.set(name, words);
    }
  };
}
