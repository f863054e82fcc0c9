import type { Flow } from "../flow.ts";
import type { Run } from "../programs/program.ts";
import type { Shell } from "../state.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { flowOf, type RunTokens } from "./expression.ts";
import type { Token } from "./tokens.ts";

/** Where the parameters are kept that a table stands for; no variable has such a name. */
const tableKey = (name: string): string => `@${name.toLowerCase()}`;

/** `@{ Path = $x; Recurse = $true }`: what `@name` will mean as arguments. */
export function keepTable(run: Run, name: string, tokens: readonly Token[], runTokens: RunTokens): void {
  const words: Word[] = [];
  let entry: Token[] = [];
  for (const token of [...tokens, undefined]) {
    if (token !== undefined && !(token.kind === "operator" && /^[;\n]$/.test(token.text))) {
      entry.push(token);
      continue;
    }
    words.push(...entryWords(run, entry, runTokens));
    entry = [];
  }
  run.shell.variables.set(tableKey(name), words);
}

/** `Path = $x`, `Path=$x`, which is one bareword. */
function entryWords(run: Run, [first, ...rest]: readonly Token[], runTokens: RunTokens): readonly Word[] {
  if (first === undefined || first.kind === "group" || first.kind === "operator") return [];
  const [, key = "", attached = ""] = /^([^=]*)=?(.*)$/s.exec(first.text) ?? [];
  const own: readonly Token[] = attached === "" ? [] : [{ kind: "word", text: attached, spaced: true }];
  const value = [...own, ...rest.filter((token) => !(token.kind === "operator" && token.text === "="))];
  return parameter(key, flowOf(run, value, runTokens));
}

/** A switch that is off is no argument, and one that is on has no value. */
function parameter(name: string, { text, from }: Flow): readonly Word[] {
  if (/^false$/i.test(text)) return [];
  return /^true$/i.test(text) ? [literalWord(`-${name}`)] : [literalWord(`-${name}`), wordFrom(text, from)];
}

/** `$name.Recurse = $true` on a table that is known. */
export function addToTable(shell: Shell, target: string, value: Flow): void {
  const [, name = "", key = ""] = /^(\w+)\.(\w+)$/.exec(target) ?? [];
  const before = shell.variables.get(tableKey(name));
  if (before !== undefined) shell.variables.set(tableKey(name), [...before, ...parameter(key, value)]);
}

/** `@name` as arguments: a table's parameters, or the elements of a list. */
export function splatted(shell: Shell, [first, ...rest]: readonly Token[]): readonly Word[] | undefined {
  const name = first?.kind === "word" && rest.length === 0 ? /^@(\w+)$/.exec(first.text)?.[1] : undefined;
  if (name === undefined) return undefined;
  const table = shell.variables.get(tableKey(name));
  if (table !== undefined) return table;
  const list = shell.variables.get(name.toLowerCase())?.[0];
  return list?.text.split("\n").map((line) => wordFrom(line, list.from));
}
