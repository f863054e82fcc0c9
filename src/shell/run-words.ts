import {
  type Acting,
  contact,
  execute,
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
import { globMatches } from "./glob.ts";
import { urlsIn } from "./hosts.ts";
import { optionTable, parseOptions } from "./options.ts";
import { absolutePath, baseName } from "./paths.ts";
import { noteServer } from "./programs/mcp-servers.ts";
import type { Behaviour, Option, Run, Use } from "./programs/program.ts";
import { programNamed, programNames } from "./programs/registry.ts";
import { deeper, type Io, type Shell, step, subshell } from "./state.ts";
import { lineOf, literalWord, type Word, wordFrom } from "./word.ts";

/** What one more word of a command costs, in characters. */
const wordCost = 8;

/** Follows one command given as words: a function, an alias, a file written before, or a program. */
export function runCommandWords(shell: Shell, words: readonly Word[], io: Io, direct = false): Flow {
  const [name] = words;
  if (name === undefined || !step(shell, words.length * wordCost)) return nothing;
  if (name.text === "") return runCommandWords(shell, words.slice(1), io, direct);
  const called = direct ? undefined : shell.functions.get(name.text);
  if (called !== undefined && !name.glob) return callFunction(shell, name.text, words.slice(1), io);
  const alias = direct ? undefined : shell.aliases.get(name.text);
  if (alias !== undefined) return runAlias(shell, name.text, alias, words.slice(1), io);
  if (name.glob) {
    const names = programsLike(name.text);
    if (names.length > 0)
      return names.map((one) => runProgram(shell, literalWord(one), words, io)).reduce(join, nothing);
  }
  return runProgram(shell, name, words, io);
}

/** Known programs that a pattern fits: `/bin/c?t` may be any of them. */
function programsLike(pattern: string): readonly string[] {
  const base = baseName(pattern);
  return /[^*?[\]]/.test(base) ? programNames.filter((name) => globMatches(base, name)).slice(0, 8) : [];
}

function runProgram(shell: Shell, name: Word, words: readonly Word[], io: Io): Flow {
  const base = baseName(name.text);
  const { draft } = shell;
  if (base.includes(unknownPart)) {
    // `c${x}at`: what nobody set is most likely empty.
    const guessed = name.text.replaceAll(unknownPart, "");
    if (programNamed(baseName(guessed)) === undefined || name.from.network)
      return runUnknownName(shell, words, io);
    return runProgram(shell, wordFrom(guessed, name.from), words, io);
  }
  const args = words.slice(1);
  const program = programNamed(base);
  const plain = program === undefined ? base : canonical(base);
  draft.names.add(plain);
  draft.lines.add(lineOf([literalWord(plain), ...args]));
  if (name.text.includes("/")) {
    execute({ shell }, name);
    noteServer({ shell }, name, args);
  }
  const written = name.text.includes("/") ? writtenFile(shell, name) : undefined;
  if (written !== undefined) return runFile(shell, name, written, args, io);
  if (program === undefined) return runUnlisted(shell, plain, args, io);
  return perform(startRun(shell, plain, args, io), program);
}

/** `RM` and `rm.exe` are rm where file names have no case. */
const canonical = (name: string): string => name.replace(/\.exe$/i, "").toLowerCase();

/** A name that can't be known. What it came from is what is run. */
function runUnknownName(shell: Shell, words: readonly Word[], io: Io): Flow {
  const [name] = words;
  shell.draft.dynamic = true;
  shell.draft.lines.add(lineOf(words));
  if (name !== undefined && (name.from.network || name.from.decoded)) noteCode({ shell }, name);
  return perform(startRun(shell, "", words.slice(1), io), unlisted);
}

function writtenFile(shell: Shell, name: Word): Flow | undefined {
  const path = absolutePath(shell, name.text);
  return shell.files.get(path) ?? shell.files.get(`${path.slice(0, path.lastIndexOf("/"))}/`);
}

/** A file that this command line made and now runs. */
function runFile(shell: Shell, name: Word, content: Flow, args: readonly Word[], io: Io): Flow {
  const { from } = content;
  if (from.network) shell.draft.effects.add(from.unpacked ? "run:unpacked" : "run:downloaded");
  if (!(from.network && from.unpacked)) noteCode({ shell }, content);
  const inner = subshell(shell, { positional: args, zero: name.text });
  const shebang = /^#!\s*(?:\/usr\/bin\/env\s+(?:-S\s+)?)?(\S+)/.exec(content.text)?.[1];
  const interpreter = shebang === undefined ? "sh" : baseName(shebang);
  if (/^(ba|z|da|k|a)?sh$/.test(interpreter))
    return deeper(shell, () => shell.walker.as("posix").text(inner, content.text, io), nothing);
  if (content.text === unknownPart) return outputFlow;
  return deeper(
    shell,
    () => shell.walker.words(inner, [literalWord(interpreter), name, ...args], io),
    nothing,
  );
}

function callFunction(shell: Shell, name: string, args: readonly Word[], io: Io): Flow {
  const body = shell.functions.get(name);
  if (body === undefined) return nothing;
  if (shell.calling.includes(body)) {
    if (shell.concurrent) shell.draft.effects.add("shell:fork-bomb");
    return nothing;
  }
  const before = shell.positional;
  const inner: Shell = { ...shell, calling: [...shell.calling, body], positional: args, concurrent: false };
  const printed = deeper(shell, () => shell.walker.node(inner, body, io), nothing);
  shell.cwd = inner.cwd;
  shell.previous = inner.previous;
  shell.positional = before;
  return printed;
}

/** An alias is text: what follows its name is put behind it. */
function runAlias(shell: Shell, name: string, text: string, args: readonly Word[], io: Io): Flow {
  const aliases = new Map(shell.aliases);
  aliases.delete(name);
  const quoted = args.map((word) => ` '${word.text.replaceAll("'", `'\\''`)}'`).join("");
  return deeper(shell, () => shell.walker.text({ ...shell, aliases }, `${text}${quoted}`, io), nothing);
}

function startRun(shell: Shell, program: string, args: readonly Word[], io: Io): Run {
  return {
    program,
    args,
    options: [],
    operands: args,
    io,
    shell,
    content: { flow: nothing },
    hosts: new Set(),
  };
}

/** Does what a program's row says; see programs/program.ts for the order. */
export function perform(start: Run, behaviour: Behaviour): Flow {
  const { shell } = start;
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
function withArguments(run: Run): Flow {
  const from = run.args.reduce(
    (sum, word) => joinFrom(sum, word.from),
    joinFrom(outputFlow.from, run.content.flow.from),
  );
  return { text: unknownPart, from: { ...from, network: false, decoded: false } };
}

/** A program that no row describes. */
const unlisted: Behaviour = {
  style: "raw",
  does: (run) => {
    for (const word of run.args) touch(run, word);
    // It may be a filter: what it prints may hold all that it was given.
    const printed = withArguments(run);
    const { from } = join(run.io.stdin, printed);
    return { text: unknownPart, from: { ...from, shell: false } };
  },
};

/** An argument, or the value attached to an option, that looks like a path or a URL. */
function touch(run: Run, word: Word): void {
  const text = word.text.startsWith("-") ? (/^--?[\w-]+=(.*)$/s.exec(word.text)?.[1] ?? "") : word.text;
  if (text === "") return;
  for (const url of urlsIn(text)) contact(run, url);
  if (text.includes("://")) return;
  if (!looksLikePath(text) && !word.glob) return;
  run.content.flow = join(run.content.flow, read(run, wordFrom(text, word.from, word.glob)));
}

const looksLikePath = (text: string): boolean =>
  text.length < 1_024 &&
  !/[\n<>|]/.test(text) &&
  (/^[~./]|\//.test(text) || /^(id_(rsa|ed25519|ecdsa|dsa)|.*\.(pem|key|kdbx))$/.test(text));

function runUnlisted(shell: Shell, name: string, args: readonly Word[], io: Io): Flow {
  return perform(startRun(shell, name, args, io), unlisted);
}
