import {
  type AndOr,
  type Command,
  type CommandNode,
  type CompoundList,
  type Coproc,
  type For,
  type ParsedScript,
  type Pipeline,
  parse,
  type Select,
  type Statement,
  type TestExpression,
  type While,
} from "unbash";
import { boundedText } from "./bounds.ts";
import { type Flow, join, nothing, outputFlow, unknownPart } from "./flow.ts";
import { deliver } from "./redirect.ts";
import { runCommand, runRedirected } from "./run-command.ts";
import { deeper, type Io, type Shell, step, subshell } from "./state.ts";
import { literalWord, type Word } from "./word.ts";
import { expandArithmetic, expandWhole, expandWord } from "./words/expand.ts";

/** How much more a character costs that has to be parsed. */
const parseCost = 2;

/** Most turns of one loop that are followed. */
const mostTurns = 64;

const noIo: Io = { stdin: nothing, socket: false };

/** Follows a text as the shell would run it. */
export function runText(shell: Shell, text: string, io: Io): Flow {
  if (text === "" || text === unknownPart || !step(shell, text.length * parseCost)) return nothing;
  const bounded = boundedText(text);
  if (bounded !== text) shell.draft.exceeded ??= "it is too long to follow to its end";
  return runScript(shell, parse(bounded), io);
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
      return runCoproc(shell, node);
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
      for (const part of [node.initialize, node.test, node.update]) expandArithmetic(shell, part);
      return runNode(shell, node.body, io);
    case "Case":
      expandWhole(shell, node.word);
      return runBranches(
        shell,
        node.items.map((item) => item.body),
        io,
      );
    case "TestCommand":
      expandTest(shell, node.expression);
      return nothing;
    case "ArithmeticCommand":
      expandArithmetic(shell, node.expression);
      return nothing;
  }
}

/** The numbers of the descriptors from and to a coprocess. The shell takes the first that are free from 60 or 63 on. */
const coprocDescriptors = [60, 61] as const;

/** `coproc NAME { …; }`: what it prints can be read from `${NAME[0]}`, and what is written to `${NAME[1]}` is its input. */
function runCoproc(shell: Shell, { name, body }: Coproc): Flow {
  const [from, to] = coprocDescriptors;
  const run = (stdin: Flow): Flow =>
    runNode(subshell(shell, { concurrent: true, descriptors: new Map() }), body, { stdin, socket: false });
  shell.descriptors.set(from, { kind: "flow", flow: run(outputFlow) });
  shell.descriptors.set(to, { kind: "commands", feed: run });
  shell.variables.set(name?.value ?? "COPROC", [literalWord(String(from)), literalWord(String(to))]);
  return nothing;
}

function runBranches(shell: Shell, lists: readonly (CompoundList | undefined)[], io: Io): Flow {
  const before = shell.conditional;
  shell.conditional = true;
  const printed = runAll(shell, lists, io);
  shell.conditional = before;
  return printed;
}

/**
 * Every branch is followed, one after the other: which is taken can't be known. Each begins with the same
 * positional parameters; those of the branch that took the fewest away are kept.
 */
function runAll(shell: Shell, lists: readonly (CompoundList | undefined)[], io: Io): Flow {
  let printed = nothing;
  const before = shell.positional;
  let kept: readonly Word[] | undefined;
  for (const list of lists) {
    if (list === undefined) continue;
    shell.positional = before;
    printed = join(printed, runStatements(shell, list.commands, io));
    if (shell.positional !== before && shell.positional.length >= (kept?.length ?? 0))
      kept = shell.positional;
  }
  shell.positional = kept ?? before;
  return printed;
}

/** `while read x; do …; done` takes a line a turn; one that shifts goes on while there is something to shift. */
function runWhile(shell: Shell, node: While, io: Io): Flow {
  const inner = { ...shell, conditional: shell.conditional || !isEndless(node) };
  const lines = readsLines(node) ? io.stdin.text.split("\n").filter((line) => line !== "") : [];
  if (lines.length < 2) return runShifting(inner, node, io);
  if (lines.length > mostTurns) shell.draft.exceeded ??= "a loop has too many turns to follow";
  let printed = nothing;
  for (const text of lines.slice(0, mostTurns)) {
    if (!step(shell)) return printed;
    printed = join(printed, runTurn(inner, node, { ...io, stdin: { text, from: io.stdin.from } }));
  }
  return printed;
}

const runTurn = (shell: Shell, { clause, body }: While, io: Io): Flow =>
  join(runStatements(shell, clause.commands, io), runStatements(shell, body.commands, io));

/** Any other loop is followed once, and again for as long as each turn leaves fewer positional parameters. */
function runShifting(shell: Shell, node: While, io: Io): Flow {
  let printed = nothing;
  for (let turn = 0; turn < mostTurns && step(shell); turn += 1) {
    const before = shell.positional.length;
    printed = join(printed, runTurn(shell, node, io));
    const { length } = shell.positional;
    if (length === 0 || length >= before) return printed;
  }
  shell.draft.exceeded ??= "a loop has too many turns to follow";
  return printed;
}

function readsLines(node: While): boolean {
  return clauseName(node) === "read";
}

/** `while true`, `while :`: what is in it is run for certain. */
const isEndless = (node: While): boolean => /^(true|:)$/.test(clauseName(node) ?? "");

function clauseName(node: While): string | undefined {
  const command = node.clause.commands[0]?.command;
  return command?.type === "Command" ? command.name?.value : undefined;
}

function runPipeline(shell: Shell, node: Pipeline, io: Io): Flow {
  if (node.commands.length === 1)
    return node.commands.reduce<Flow>((_, command) => runNode(shell, command, io), nothing);
  let { stdin } = io;
  for (const command of node.commands) {
    if (!step(shell)) return nothing;
    const captured = shell.captured || command !== node.commands.at(-1);
    stdin = runNode(subshell(shell, { concurrent: true, captured }), command, { stdin, socket: io.socket });
  }
  return stdin;
}

function runFor(shell: Shell, node: For | Select, io: Io): Flow {
  const name = node.name.value;
  const words = node.wordlist?.flatMap((word) => expandWord(shell, word)) ?? shell.positional;
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
      expandWhole(shell, expression.operand);
      break;
    case "TestBinary":
      expandWhole(shell, expression.left);
      expandWhole(shell, expression.right);
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
