import { type Flow, joinAll, literalFlow, nothing } from "../flow.ts";
import type { Option, Run } from "../programs/program.ts";
import { runCommandWords } from "../run-words.ts";
import { deeper, type Io, type Shell } from "../state.ts";
import { lineOf, literalWord, type Word, wordFrom, wordOf } from "../word.ts";
import { type Cmdlet, cmdlets } from "./cmdlets.ts";

type Named = { readonly cmdlet: Cmdlet; readonly name: string };

/** By name and alias; an alias stands behind the full name that it is for. */
const table: ReadonlyMap<string, Named> = new Map(
  cmdlets.flatMap((cmdlet) => {
    let full = "";
    return cmdlet.names.split(" ").map((name) => {
      if (name.includes("-") || full === "") full = name;
      return [name, { cmdlet, name: full }] as const;
    });
  }),
);

/** A run of nothing yet. */
export const newRun = (shell: Shell, io: Io): Run => ({
  program: "powershell",
  args: [],
  options: [],
  operands: [],
  io,
  shell,
  content: { flow: nothing },
  hosts: new Set(),
});

/** Windows' separators become ours, so that paths can be compared. */
export const windowsPath = (word: Word): Word =>
  word.text.includes("\\") && !/^-/.test(word.text)
    ? wordFrom(word.text.replaceAll("\\", "/"), word.from, word.glob)
    : word;

/** A cmdlet, or else a program as in any shell. */
export function runPowershellWords(shell: Shell, words: readonly Word[], io: Io): Flow {
  const [name, ...args] = words;
  if (name === undefined) return nothing;
  const plain = name.text.toLowerCase();
  const body = functionBody(shell, plain);
  if (body !== undefined) return callFunction(shell, body, args, io);
  const alias = shell.aliases.get(plain);
  const found = table.get(alias?.toLowerCase() ?? plain);
  if (found === undefined || isRealProgram(plain, args))
    return runCommandWords(shell, [windowsPath(name), ...args.map(windowsPath)], io);
  const { cmdlet, name: canonical } = found;
  shell.draft.names.add(canonical);
  shell.draft.lines.push(lineOf(canonical, args));
  return cmdlet.does({
    ...newRun(shell, io),
    program: canonical,
    ...parameters(cmdlet, args.map(windowsPath)),
  });
}

/** Where the text of a function is kept; no variable has such a name. */
const functionKey = (name: string): string => `function ${name.toLowerCase()}`;

export const keepFunction = (shell: Shell, name: string, body: string): void => {
  shell.variables.set(functionKey(name), [literalWord(body)]);
};

const functionBody = (shell: Shell, name: string): string | undefined =>
  shell.variables.get(functionKey(name))?.[0]?.text;

/** The names of `param($a, $b)`, with or without types and defaults. */
const declared = /^\s*param\s*\(([^)]*)\)/i;

/** A function's arguments by name, by place and all together; the function itself is not known in it. */
function callFunction(shell: Shell, body: string, args: readonly Word[], io: Io): Flow {
  const variables = new Map([...shell.variables].filter(([, words]) => words[0]?.text !== body));
  const names = [...(declared.exec(body)?.[1] ?? "").matchAll(/\$(\w+)/g)].map(([, name = ""]) =>
    name.toLowerCase(),
  );
  let place = 0;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] as Word;
    const named = /^-(\w+)$/.exec(word.text)?.[1]?.toLowerCase();
    if (named !== undefined && names.includes(named)) variables.set(named, [args[++at] ?? literalWord("")]);
    else if (names[place] !== undefined) variables.set(names[place++] ?? "", [word]);
  }
  variables.set("args", [
    wordOf(joinAll(args.flatMap((word, at) => (at === 0 ? [word] : [literalFlow("\n"), word])))),
  ]);
  return deeper(shell, () => shell.walker.as("powershell").text({ ...shell, variables }, body, io), nothing);
}

/** Nobody types more letters behind one dash. */
const longestFlags = 32;

/** PowerShell elsewhere than on Windows has no alias for `curl`, `rm` …, and agents mix both. */
const isRealProgram = (name: string, args: readonly Word[]): boolean =>
  /^(curl|wget|ls|sort|tee|cat|cp|mv|rm|kill|sleep|start)$/.test(name) &&
  args.some(
    ({ text }) =>
      text.length < longestFlags &&
      /^(-[a-zA-Z]{1,2}|-[a-zA-Z]*[sSfLO]{2,}[a-zA-Z]*|--\S+|-\d+|-rf|-fr)$/.test(text) &&
      !/^-(r|fo|f|s|v)$/i.test(text),
  );

/** Parameters that every cmdlet has. */
const commonParameters =
  "erroraction: ea: warningaction: wa: informationaction: errorvariable: ev: outvariable: ov: pipelinevariable: verbose debug confirm whatif";

/** Parameters by their full names, which any beginning stands for; the rest by place. */
function parameters(
  cmdlet: Cmdlet,
  args: readonly Word[],
): {
  readonly options: readonly Option[];
  readonly operands: readonly Word[];
  readonly args: readonly Word[];
} {
  const known = `${cmdlet.parameters} ${commonParameters}`.split(/\s+/);
  const options: Option[] = [];
  const operands: Word[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] as Word;
    const found = /^-([A-Za-z]\w*)(?::(.*))?$/s.exec(word.text);
    if (found === null) {
      operands.push(word);
      continue;
    }
    const [, short = "", attached] = found;
    const full = known.find((name) => name !== "" && name.startsWith(short.toLowerCase()));
    const name = `-${(full ?? short).replace(":", "").toLowerCase()}`;
    if (attached !== undefined && attached !== "")
      options.push({ name, value: wordFrom(attached, word.from) });
    else if (full?.endsWith(":")) options.push({ name, value: args[++at] });
    else options.push({ name, value: undefined });
  }
  return { options, operands, args };
}
