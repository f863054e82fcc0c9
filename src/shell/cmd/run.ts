import { read, write } from "../act.ts";
import { type Flow, join, joinFrom, nothing, unknownPart } from "../flow.ts";
import { absolutePath } from "../paths.ts";
import { windowsVariable } from "../powershell/variables.ts";
import { runCommandWords } from "../run-words.ts";
import { deeper, type Io, type Shell, step } from "../state.ts";
import { lineOf, literalWord, type Word, wordFrom } from "../word.ts";
import { builtins } from "./builtins.ts";

/** Follows the text of a batch file or of `cmd /c`. */
export function runBatch(shell: Shell, text: string, io: Io): Flow {
  if (!step(shell, text.length)) return nothing;
  return deeper(
    shell,
    () =>
      commandLines(text)
        .map((line) => runPipeline(shell, line, io))
        .reduce(join, nothing),
    nothing,
  );
}

/** Pieces between `&`, `&&`, `||` and line ends, outside quotes; a caret escapes, and brackets only group. */
function commandLines(text: string): readonly string[] {
  return cutAt(text.replace(/\^\r?\n/g, ""), /^(?:&&|\|\||[&\n])/).map(withoutBrackets);
}

function withoutBrackets(line: string): string {
  const plain = line.trim().replace(/^@+/, "");
  return plain.startsWith("(")
    ? plain.replace(/^[(\s]+/, "").replace(/(?<![\s)])[\s)]+$/, "")
    : plain.replace(/(?<!\s)\s+\)+$/, "");
}

function cutAt(text: string, separator: RegExp): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') quoted = !quoted;
    if (char === "^" && !quoted) {
      at += 1;
      continue;
    }
    // `2>&1` is no separator.
    const found = quoted || text[at - 1] === ">" ? undefined : separator.exec(text.slice(at, at + 2))?.[0];
    if (found === undefined) continue;
    parts.push(text.slice(start, at));
    at += found.length - 1;
    start = at + 1;
  }
  parts.push(text.slice(start));
  return parts.filter((part) => part.trim() !== "");
}

function runPipeline(shell: Shell, line: string, io: Io): Flow {
  let { stdin } = io;
  for (const part of cutAt(line, /^\|(?!\|)/)) stdin = runLine(shell, part.trim(), { stdin, socket: false });
  return stdin;
}

const comparison = "(?:==|equ|neq|lss|gtr)";

/** What `if` compares: `a==b`, `a== b`, `a equ b`. Each word is taken whole, or a long one could be parted in many places. */
const condition = [
  String.raw`(?=\S+${comparison}\S)(?=(\S+))\1`,
  String.raw`(?=(\S+))\2(?<=\S${comparison})\s+(?=(\S+))\3`,
  String.raw`(?=(\S+))\4\s+${comparison}(?=(\s*\S+))\5`,
].join("|");

const nestedLine = new RegExp(
  String.raw`^(?:if\s+(?:\/i\s+)?(?:not\s+)?(?:(?:exist|defined|errorlevel)\s+\S+|${condition})|else|for\s+(?:\/[a-z]\s+(?:"[^"]*"\s+|\S+\s+)?)?%+\w\s+in\s+\((?<list>.*?)\)\s+do)\s+(?<body>.*)$`,
  "is",
);

function runLine(shell: Shell, line: string, io: Io): Flow {
  if (!step(shell)) return nothing;
  const nested = nestedLine.exec(line)?.groups;
  if (nested !== undefined) return runNested(shell, nested["list"] ?? "", nested["body"] ?? "", io);
  const words = wordsOf(shell, line);
  const redirected = redirect(shell, words, io);
  const printed = runBatchWords(shell, redirected.words, redirected.io);
  if (redirected.out === undefined) return printed;
  write({ shell }, redirected.out, printed, redirected.append);
  return nothing;
}

/** `for %i in (list) do …`, `if … …`: a command in quotes in the list is run. */
function runNested(shell: Shell, list: string, body: string, io: Io): Flow {
  const command = /^\s*(['`])(.*)\1\s*$/s.exec(list)?.[2];
  const first = command === undefined ? list.trim() : runBatch(shell, command, io).text;
  return runBatch(
    shell,
    body.replace(/(?<!%)%+[a-z]\b/gi, () => (first === "" ? unknownPart : first)),
    io,
  );
}

type Redirected = {
  readonly words: readonly Word[];
  readonly io: Io;
  readonly out: Word | undefined;
  readonly append: boolean;
};

function redirect(shell: Shell, all: readonly Word[], io: Io): Redirected {
  const words: Word[] = [];
  let stdin = io.stdin;
  let out: Word | undefined;
  let append = false;
  for (let at = 0; at < all.length; at += 1) {
    const word = all[at] as Word;
    const found = /^(\d?)(>>|>|<)(&\d)?(.*)$/s.exec(word.text);
    if (found === null) {
      words.push(word);
      continue;
    }
    if (found[3] !== undefined) continue;
    const target = found[4] === "" ? all[++at] : wordFrom(found[4] ?? "", word.from);
    if (target === undefined || /^nul$/i.test(target.text)) continue;
    if (found[2] === "<") stdin = read({ shell, io }, target);
    else if (found[1] === "2") write({ shell }, target, nothing, true);
    else {
      out = target;
      append = found[2] === ">>";
    }
  }
  return { words, io: { stdin, socket: false }, out, append };
}

/** Words of a line: quotes taken off, carets too, variables put in, Windows' separators turned. */
function wordsOf(shell: Shell, line: string): readonly Word[] {
  const words: Word[] = [];
  let text = "";
  let quoted = false;
  let open = false;
  const close = (): void => {
    if (open) words.push(expanded(shell, text));
    text = "";
    open = false;
  };
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] as string;
    if (char === '"') quoted = !quoted;
    else if (char === "^" && !quoted) text += line[++at] ?? "";
    else if (!quoted && /[\s;,=]/.test(char) && !(char === "=" && text.length > 0)) {
      close();
      continue;
    } else if (!quoted && /[<>]/.test(char) && !/^\d?>?$/.test(text)) {
      close();
      text = char;
    } else text += char;
    open = true;
  }
  close();
  return words;
}

/** `%NAME%`, `%NAME:a=b%`, `%NAME:~1,2%`, `!NAME!`. */
const variable = /%([^%:\s]+)(?::~(-?\d+)(?:,(-?\d+))?|:([^=%]+)=([^%]*))?%|!(\w+)!/g;

function expanded(shell: Shell, source: string): Word {
  let from = nothing.from;
  const text = source.replace(
    variable,
    (_, name?: string, start?: string, length?: string, old?: string, put?: string, delayed?: string) => {
      const flow = windowsVariable(shell, name ?? delayed ?? "", true);
      from = joinFrom(from, flow.from);
      if (start !== undefined)
        return sliced(flow.text, Number(start), length === undefined ? undefined : Number(length));
      return old === undefined ? flow.text : flow.text.replaceAll(old, () => put ?? "");
    },
  );
  return wordFrom(text, from, /[*?]/.test(text));
}

function sliced(text: string, start: number, length: number | undefined): string {
  const rest = text.slice(start);
  return length === undefined ? rest : rest.slice(0, length < 0 ? length : length);
}

/** A program of cmd's own, or else one as in any shell. */
export function runBatchWords(shell: Shell, words: readonly Word[], io: Io): Flow {
  const [name, ...args] = words;
  if (name === undefined || !step(shell)) return nothing;
  // `cd\`, `del/q` and `echo.` need no space.
  const [, glued = "", rest = ""] = /^([a-z]+)([\\/.:].*)$/is.exec(name.text) ?? [];
  const isGlued =
    glued !== "" && builtins.has(glued.toLowerCase()) && !/\.(exe|cmd|bat|com)$/i.test(name.text);
  const plain = (isGlued ? glued : name.text).toLowerCase();
  const builtin = builtins.get(plain);
  if (builtin === undefined)
    return runCommandWords(shell, [separated(here(shell, name)), ...args.map(separated)], io);
  const given = isGlued ? [literalWord(rest), ...args] : args;
  shell.draft.names.add(plain);
  shell.draft.lines.push(lineOf(plain, given));
  const operands = given.filter((word) => !isSwitch(word)).map(separated);
  const options = given
    .filter(({ text }) => /^\/[a-z?]/i.test(text))
    .map(({ text }) => ({ name: text.toLowerCase(), value: undefined }));
  return builtin({
    program: plain,
    args: given,
    options,
    operands,
    io,
    shell,
    content: { flow: nothing },
    hosts: new Set(),
  });
}

/** cmd looks into the folder first. */
const here = (shell: Shell, name: Word): Word =>
  shell.files.has(absolutePath(shell, name.text)) ? wordFrom(`./${name.text}`, name.from) : name;

/** `/q`, `/s`, `/mir`, `/a:h`. */
const isSwitch = ({ text }: Word): boolean => /^\/[a-z?-]{1,5}(:\S*)?$/i.test(text);

const separated = (word: Word): Word =>
  word.text.includes("\\") ? wordFrom(word.text.replaceAll("\\", "/"), word.from, word.glob) : word;
