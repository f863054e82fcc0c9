import {
  type Acting,
  contact,
  load,
  noteCode,
  read,
  readTree,
  remove,
  runWords,
  send,
  sendFile,
  write,
} from "./act.ts";
import {
  blurred,
  type Flow,
  join,
  joinFrom,
  marked,
  networkFlow,
  nothing,
  outputFlow,
  storedSecret,
  unknownPart,
} from "./flow.ts";
import { type Names, namesOf, parseOptions } from "./options.ts";
import { absolutePath } from "./paths.ts";
import type { Behaviour, Option, Run, Use } from "./programs/program.ts";
import { deeper, subshell } from "./state.ts";
import type { Word } from "./word.ts";

/** Does what a program's row says, and returns what it prints, by whatever way. */
export function perform(start: Run, behaviour: Behaviour): Flow {
  const { draft } = start.shell;
  const before = draft.printed;
  draft.printed = nothing;
  const printed = join(follow(start, behaviour), draft.printed);
  draft.printed = before;
  return printed;
}

/** See programs/program.ts for the order. */
function follow(start: Run, behaviour: Behaviour): Flow {
  const names = namesOf(behaviour);
  if (asksForHelp(start.args, behaviour, names)) return outputFlow;
  const { options, operands } = parseOptions(start.args, names);
  const all = start.options.length === 0 ? options : [...start.options, ...options];
  const run: Run = { ...start, options: all, operands };
  if (behaviour.effects !== undefined)
    for (const effect of behaviour.effects) run.shell.draft.effects.add(effect);
  const inner = applyOptions(run, options, names);
  behaviour.before?.(inner);
  const below = subcommandOf(operands, behaviour, names);
  if (below !== undefined) return performSubcommand(inner, below, names);
  applyOperands(inner, behaviour, names);
  const wrapped = behaviour.wraps === undefined ? undefined : runWrapped(inner, behaviour.wraps);
  const told = behaviour.does?.(inner);
  return told ?? wrapped ?? outputOf(inner, behaviour);
}

const helpOptions: ReadonlySet<string> = new Set(["--help", "-help", "-h"]);

/**
 * `git branch -D --help` only prints, and so does `kubectl delete pod -h`. For programs without subcommands, options
 * that take a value and operands end the search: behind them some (interpreters, those of BSD) take it for an argument.
 */
function asksForHelp(args: readonly Word[], behaviour: Behaviour, { style, uses }: Names): boolean {
  if (!args.some(({ text }) => helpOptions.has(text))) return false;
  // On top `-h` is many a program's own: `sort -h`, `shutdown -h`.
  const isSubcommand = !("names" in behaviour);
  const last = args.at(-1)?.text ?? "";
  if (
    isSubcommand &&
    style === "gnu" &&
    /^(-h|--help)$/.test(last) &&
    !args.some(({ text }) => text === "--")
  )
    return !uses.has(last);
  for (const [index, { text }] of args.entries()) {
    if (text === "--help") return !uses.has(text);
    if (text === "-h" && isSubcommand && index === args.length - 1) return !uses.has(text);
    if (text === "-help") return isSubcommand || style === "dashed";
    if (style === "raw" || text.length < 2 || !text.startsWith("-") || text === "--" || uses.has(text))
      return false;
  }
  return false;
}

/** Options by use, those that name hosts first; returns the run in the folder that they lead to. */
function applyOptions(run: Run, options: readonly Option[], { uses, effects }: Names): Run {
  let inner = run;
  for (const { name, value } of options) {
    const effect = effects.get(name);
    if (effect !== undefined) run.shell.draft.effects.add(effect);
    if (value === undefined) continue;
    const use = uses.get(name);
    if (use === "folder")
      inner = { ...inner, shell: subshell(inner.shell, { cwd: absolutePath(inner.shell, value.text) }) };
    else if (use !== undefined && !isLate(use)) apply(inner, value, use);
  }
  return inner;
}

/** Uses that want to know hosts and what was read before. */
const isLate = (use: Use): boolean => use === "upload" || use === "send" || use === "write";

function subcommandOf(
  [first]: readonly Word[],
  behaviour: Behaviour,
  { subcommands }: Names,
): Behaviour | undefined {
  if (behaviour.subcommands === undefined || first === undefined) return undefined;
  return subcommands.get(first.text) ?? behaviour.otherwise;
}

function performSubcommand(run: Run, below: Behaviour, above: Names): Flow {
  if (run.options.some(({ name }) => name === "--help" || name === "-help")) return outputFlow;
  applyLate(run, above);
  return perform({ ...run, args: run.operands.slice(1), operands: [] }, below);
}

/** The late uses among the options. */
function applyLate(run: Run, { uses }: Names): void {
  for (const { name, value } of run.options) {
    const use = uses.get(name);
    if (value !== undefined && use !== undefined && isLate(use)) apply(run, value, use);
  }
}

function applyOperands(run: Run, { operands: uses, last }: Behaviour, names: Names): void {
  const { operands } = run;
  const late: (readonly [Word, Use])[] = [];
  if (uses !== undefined || last !== undefined) {
    for (const [index, word] of operands.entries()) {
      const isLast = last !== undefined && operands.length > 1 && index === operands.length - 1;
      const use = isLast ? last : (uses?.[index] ?? uses?.at(-1) ?? "value");
      if (isLate(use)) late.push([word, use]);
      else apply(run, word, use);
    }
  }
  for (const [word, use] of late) apply(run, word, use);
  applyLate(run, names);
}

function apply(run: Run, word: Word, use: Use): void {
  switch (use) {
    case "value":
    case "identity":
    case "folder":
      break;
    case "read":
      run.content.flow = join(run.content.flow, read(run, word));
      break;
    case "read-tree":
      run.content.flow = join(run.content.flow, readTree(run, word));
      break;
    case "write":
      write(run, word, blurred(run.content.flow === nothing ? run.io.stdin : run.content.flow));
      break;
    case "create":
      write(run, word);
      break;
    case "edit":
      write(run, word, blurred(read(run, word)));
      break;
    case "delete":
      remove(run, word);
      break;
    case "delete-tree":
      remove(run, word, true);
      break;
    case "host":
      contact(run, word.text);
      break;
    case "upload":
      sendFile(run, word, run.hosts);
      break;
    case "send":
      send(run, word, run.hosts);
      break;
    case "shell":
      noteCode(run, word);
      deeper(run.shell, () => run.shell.walker.text(subshell(run.shell), word.text, run.io), nothing);
      break;
    case "environment":
      load(run, word);
      break;
  }
}

function runWrapped(run: Run, skipped: number): Flow {
  run.shell.draft.wrappers.add(run.program);
  return runWords(run, run.operands.slice(skipped));
}

function outputOf(run: Run, { output = "output" }: Behaviour): Flow {
  const { flow } = run.content;
  switch (output) {
    case "none":
      return nothing;
    case "input":
      return run.io.stdin;
    case "content":
      return blurred(flow === nothing ? run.io.stdin : flow);
    case "lines":
      return flow === nothing ? run.io.stdin : flow;
    case "encoded":
      return encoded(run, flow === nothing ? run.io.stdin : flow);
    case "network":
      return networkFlow;
    case "output":
      return withArguments(run);
  }
}

/** Encodes a text so that what it says can't be seen; secrets in it are still in it. */
export function encoded(run: Acting, flow: Flow): Flow {
  for (const variable of flow.from.variables) {
    run.shell.draft.effects.add(variable === "*" ? "env:dump-encoded" : "env:secret-encoded");
  }
  return marked(blurred(flow), { encoded: true });
}

/** What a program prints may hold what it was given. */
export function withArguments(run: Run): Flow {
  const given = run.args.reduce((sum, word) => joinFrom(sum, word.from), outputFlow.from);
  // A password that a program is given is not what it prints.
  const variables = given.variables.filter((name) => name !== storedSecret);
  const from = joinFrom(run.content.flow.from, { ...given, variables });
  return { text: unknownPart, from: { ...from, network: false, decoded: false } };
}
