import { execute, noteCode } from "./act.ts";
import { type Flow, join, nothing, outputFlow, unknownPart } from "./flow.ts";
import { globMatches } from "./glob.ts";
import { baseName, keptPath } from "./paths.ts";
import { perform } from "./perform.ts";
import { noteServer } from "./programs/mcp-servers.ts";
import type { Run } from "./programs/program.ts";
import { programNamed, programNames } from "./programs/registry.ts";
import { asScript, startsItself } from "./self-starting.ts";
import { deeper, type Io, type Shell, step, subshell } from "./state.ts";
import { unlisted } from "./unlisted.ts";
import { lineOf, literalWord, type Word, wordFrom } from "./word.ts";
import { writtenAt } from "./written.ts";

/** What one more word of a command costs, in characters. */
const wordCost = 8;

/** What it costs to compare a pattern with the names of all programs, in characters. */
const patternCost = 1_024;

/** Longest pattern that the names of programs are compared with. */
const longestPattern = 64;

/** Follows one command given as words: a function, an alias, a file written before, or a program. */
export function runCommandWords(shell: Shell, words: readonly Word[], io: Io, direct = false): Flow {
  const [name] = words;
  if (name === undefined || !step(shell, words.length * wordCost)) return nothing;
  if (name.text === "") return runCommandWords(shell, words.slice(1), io, direct);
  const called = direct ? undefined : shell.functions.get(name.text);
  if (called !== undefined && !name.glob) return callFunction(shell, name.text, words.slice(1), io);
  const alias = direct ? undefined : shell.aliases.get(name.text);
  if (alias !== undefined) return runAlias(shell, name.text, alias, words.slice(1), io);
  if (name.glob && step(shell, patternCost)) {
    if (name.text.length > longestPattern) shell.draft.exceeded ??= "a command's name is too long a pattern";
    const names = programsLike(name.text);
    if (names.length > 0)
      return names.map((one) => runProgram(shell, literalWord(one), words, io)).reduce(join, nothing);
  }
  return runProgram(shell, name, words, io);
}

/** Known programs that a pattern fits: `/bin/c?t` may be any of them. */
function programsLike(pattern: string): readonly string[] {
  const base = baseName(pattern);
  return base.length <= longestPattern && /[^*?[\]]/.test(base)
    ? programNames.filter((name) => globMatches(base, name)).slice(0, 8)
    : [];
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
  draft.lines.push(lineOf(plain, args));
  if (name.text.includes("/")) {
    execute({ shell }, name);
    noteServer({ shell }, name, args);
  }
  const written =
    name.text.includes("/") || windowsProgram.test(name.text) ? writtenFile(shell, name) : undefined;
  if (written !== undefined) return runFile(shell, name, written, args, io);
  if (program === undefined) return runUnlisted(shell, plain, args, io);
  return perform(startRun(shell, plain, args, io), program);
}

/** `RM` and `rm.exe` are rm where file names have no case. */
const canonical = (name: string): string =>
  /[A-Z]|\.exe$/.test(name) ? name.replace(/\.exe$/i, "").toLowerCase() : name;

/** A name that can't be known. What it came from is what is run. */
function runUnknownName(shell: Shell, words: readonly Word[], io: Io): Flow {
  const [name] = words;
  shell.draft.dynamic = true;
  shell.draft.lines.push(lineOf(name?.text ?? "", words.slice(1)));
  if (name !== undefined && (name.from.network || name.from.decoded)) noteCode({ shell }, name);
  return perform(startRun(shell, "", words.slice(1), io), unlisted);
}

/** Windows looks for these where it is before it looks anywhere else. */
const windowsProgram = /\.(?:bat|cmd|exe|com)$/i;

function writtenFile(shell: Shell, name: Word): Flow | undefined {
  return writtenAt(shell, keptPath(shell, name.text));
}

/** A file that this command line made and now runs. */
function runFile(shell: Shell, name: Word, content: Flow, args: readonly Word[], io: Io): Flow {
  const { from } = content;
  // Out of an archive a program may be a release; a script is code like any other from there.
  const isRelease = from.unpacked && !/\.(?:sh|bash|zsh|py|pl|rb|js|mjs|ps1|bat|cmd)$/i.test(name.text);
  if (from.network) shell.draft.effects.add(isRelease ? "run:unpacked" : "run:downloaded");
  if (!(from.network && from.unpacked)) noteCode({ shell }, content);
  const path = keptPath(shell, name.text);
  if (startsItself(shell, path, args)) return outputFlow;
  const inner = subshell(shell, { ...asScript(shell, path, args), positional: args, zero: name.text });
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
  const outer = shell.calling.findLast((call) => call.body === body);
  // With fewer arguments each time it comes to an end, and so is followed.
  if (outer !== undefined && args.length >= outer.given) {
    if (shell.concurrent) shell.draft.effects.add("shell:fork-bomb");
    return nothing;
  }
  const before = shell.positional;
  const calling = [...shell.calling, { body, given: args.length }];
  const inner: Shell = { ...shell, calling, positional: args, concurrent: false };
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

function runUnlisted(shell: Shell, name: string, args: readonly Word[], io: Io): Flow {
  return perform(startRun(shell, name, args, io), unlisted);
}
