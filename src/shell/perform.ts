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
  unknownPart,
} from "./flow.ts";
import { optionTable, parseOptions } from "./options.ts";
import { absolutePath } from "./paths.ts";
import type { Behaviour, Option, Run, Use } from "./programs/program.ts";
import { deeper, subshell } from "./state.ts";
import type { Word } from "./word.ts";

/** Does what a program's row says; see programs/program.ts for the order. */
export function perform(start: Run, behaviour: Behaviour): Flow {
  const { shell } = start;
  if (asksForHelp(start.args, behaviour)) return outputFlow;
  const parsed = parseOptions(start.args, optionTable(behaviour));
  const run: Run = { ...start, options: [...start.options, ...parsed.options], operands: parsed.operands };
  for (const effect of behaviour.effects ?? []) shell.draft.effects.add(effect);
  const inner = applyOptions(run, parsed.options, behaviour);
  behaviour.before?.(inner);
  const below = subcommandOf(inner, behaviour);
  if (below !== undefined) return performSubcommand(inner, below, behaviour);
  applyOperands(inner, behaviour);
  const wrapped = behaviour.wraps === undefined ? undefined : runWrapped(inner, behaviour.wraps);
  const told = behaviour.does?.(inner);
  return told ?? wrapped ?? outputOf(inner, behaviour);
}

/**
 * `git branch -D --help` only prints. Options that take a value and operands end the search: behind them some programs
 * (interpreters, those of BSD) take `--help` for an argument.
 */
function asksForHelp(args: readonly Word[], behaviour: Behaviour): boolean {
  const { style, uses } = optionTable(behaviour);
  // On top `-h` is many a program's own: `sort -h`, `shutdown -h`.
  const isSubcommand = !("names" in behaviour);
  for (const [index, { text }] of args.entries()) {
    if (text === "--help") return !uses.has(text);
    if (text === "-h" && isSubcommand && index === args.length - 1) return !uses.has(text);
    if (text === "-help") return isSubcommand || style === "dashed";
    if (style === "raw" || !/^-[^-]|^--./.test(text) || uses.has(text)) return false;
  }
  return false;
}

/** Options by use, those that name hosts first; returns the run in the folder that they lead to. */
function applyOptions(run: Run, options: readonly Option[], behaviour: Behaviour): Run {
  const { uses } = optionTable(behaviour);
  let inner = run;
  for (const { name, value } of options) {
    const effect = behaviour.when === undefined ? undefined : effectOf(behaviour.when, name);
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

function effectOf(
  when: NonNullable<Behaviour["when"]>,
  name: string,
): NonNullable<Behaviour["when"]>[string] | undefined {
  for (const names in when) {
    if (names === name || (names.includes(" ") && names.split(" ").includes(name))) return when[names];
  }
  return undefined;
}

const subcommandTables = new WeakMap<Behaviour, ReadonlyMap<string, Behaviour>>();

function subcommandOf(run: Run, behaviour: Behaviour): Behaviour | undefined {
  const { subcommands } = behaviour;
  const [first] = run.operands;
  if (subcommands === undefined || first === undefined) return undefined;
  let table = subcommandTables.get(behaviour);
  if (table === undefined) {
    table = new Map(
      Object.entries(subcommands).flatMap(([names, below]) =>
        names.split(" ").map((name) => [name, below] as const),
      ),
    );
    subcommandTables.set(behaviour, table);
  }
  return table.get(first.text) ?? behaviour.otherwise;
}

function performSubcommand(run: Run, below: Behaviour, above: Behaviour): Flow {
  if (run.options.some(({ name }) => name === "--help" || name === "-help")) return outputFlow;
  const late = run.options.filter(
    ({ name, value }) => value !== undefined && isLate(optionTable(above).uses.get(name) ?? "value"),
  );
  for (const { name, value } of late)
    if (value !== undefined) apply(run, value, optionTable(above).uses.get(name) ?? "value");
  return perform({ ...run, args: run.operands.slice(1), operands: [] }, below);
}

function applyOperands(run: Run, behaviour: Behaviour): void {
  const { operands: uses, last } = behaviour;
  const { uses: optionUses } = optionTable(behaviour);
  const late: (readonly [Word, Use])[] = [];
  if (uses !== undefined || last !== undefined) {
    run.operands.forEach((word, index) => {
      const isLast = last !== undefined && run.operands.length > 1 && index === run.operands.length - 1;
      const use = isLast ? last : (uses?.[index] ?? uses?.at(-1) ?? "value");
      if (isLate(use)) late.push([word, use]);
      else apply(run, word, use);
    });
  }
  for (const { name, value } of run.options) {
    const use = optionUses.get(name);
    if (value !== undefined && use !== undefined && isLate(use)) late.push([value, use]);
  }
  for (const [word, use] of late) apply(run, word, use);
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
  const from = run.args.reduce(
    (sum, word) => joinFrom(sum, word.from),
    joinFrom(outputFlow.from, run.content.flow.from),
  );
  return { text: unknownPart, from: { ...from, network: false, decoded: false } };
}
