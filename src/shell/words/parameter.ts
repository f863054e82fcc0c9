import type { ParameterExpansionPart, ParameterOperation, Word as WordNode } from "unbash";
import { bounded, type From, isKnown, joinFrom, unknownPart } from "../flow.ts";
import { matchedLengths } from "../glob.ts";
import { type Shell, step } from "../state.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { isKnownVariable, parameterWords } from "./variables.ts";

type Expand = (word: WordNode) => Word;

/** Longest text in which a pattern is looked for, and longest pattern. */
const longestSearched = 2_048;
const longestPattern = 256;

/** How many comparisons of a character with a part of a pattern are as much work as a character of text. */
const comparisons = 16;

/** The words of `${…}`. */
export function expandParameter(shell: Shell, part: ParameterExpansionPart, expand: Expand): readonly Word[] {
  const { operation } = part;
  if (operation?.type === "Names")
    return [...shell.variables.keys()].filter((name) => name.startsWith(part.parameter)).map(literalWord);
  if (part.prefix === "!" && isWhole(part.index)) return keysOf(shell, part.parameter);
  const name = part.prefix === "!" ? indirectName(shell, part) : part.parameter;
  if (name === undefined) return [literalWord(unknownPart)];
  const words = elements(shell, name, part.index, expand);
  if (part.prefix === "#") return [literalWord(lengthOf(words, part.index))];
  if (operation === undefined) return words;
  if (operation.type === "Default") return withDefault(shell, name, words, operation, expand);
  if (operation.type === "Slice" && (name === "@" || name === "*" || part.index?.text === "@")) {
    return slicedWords(
      name === "@" || name === "*" ? [literalWord(shell.zero), ...words] : words,
      operation,
      expand,
    );
  }
  return words.map((word) => changed(shell, word, operation, expand));
}

/** `${!x}`: the name that x holds. */
function indirectName(shell: Shell, part: ParameterExpansionPart): string | undefined {
  const name = parameterWords(shell, part.parameter)[0]?.text ?? "";
  return /^\w+$/.test(name) ? name : undefined;
}

/** Under which name an element that has a key is kept; no variable has such a name. */
export const elementName = (name: string, key: string): string => `${name}[${key}]`;

function elements(shell: Shell, name: string, index: WordNode | undefined, expand: Expand): readonly Word[] {
  if (index === undefined) return parameterWords(shell, name);
  const all = shell.variables.get(name) ?? parameterWords(shell, name);
  if (isWhole(index)) return all;
  const key = expand(index).text;
  const keyed = shell.variables.get(elementName(name, key));
  if (keyed !== undefined) return keyed;
  const at = Number(key);
  return [(Number.isInteger(at) ? all.at(at) : undefined) ?? all[0] ?? literalWord("")];
}

/** `${!a[@]}`: the keys of an array. */
function keysOf(shell: Shell, name: string): readonly Word[] {
  const start = elementName(name, "").slice(0, -1);
  const keys = [...shell.variables.keys()].filter((key) => key.startsWith(start));
  if (keys.length > 0) return keys.map((key) => literalWord(key.slice(start.length, -1)));
  return (shell.variables.get(name) ?? []).map((_, at) => literalWord(String(at)));
}

const isWhole = (index: WordNode | undefined): boolean => index?.text === "@" || index?.text === "*";

function lengthOf(words: readonly Word[], index: WordNode | undefined): string {
  if (isWhole(index)) return String(words.length);
  const text = words[0]?.text ?? "";
  return text.includes(unknownPart) ? unknownPart : String(text.length);
}

/** What nobody set is taken for unset: the default is what is known. */
function withDefault(
  shell: Shell,
  name: string,
  words: readonly Word[],
  operation: ParameterOperation & { readonly type: "Default" },
  expand: Expand,
): readonly Word[] {
  const empty =
    words.length === 0 || (operation.operator.startsWith(":") && words.every(({ text }) => text === ""));
  const isSet = isKnownVariable(shell, name) && !empty;
  switch (operation.operator.at(-1)) {
    case "+":
      return empty && isKnownVariable(shell, name) ? [literalWord("")] : [expand(operation.operand)];
    case "?":
      return words;
    case "=": {
      if (isSet) return words;
      const value = expand(operation.operand);
      shell.variables.set(name, [value]);
      return [value];
    }
    default: {
      if (isSet) return words;
      const value = expand(operation.operand);
      const from = words.reduce<From>((sum, word) => joinFrom(sum, word.from), value.from);
      // An empty default of a variable that only the session knows: a secret that may be unset stays one.
      return [
        wordFrom(value.text === "" && from.variables.length > 0 ? unknownPart : value.text, from, value.glob),
      ];
    }
  }
}

function slicedWords(
  words: readonly Word[],
  operation: ParameterOperation & { readonly type: "Slice" },
  expand: Expand,
): readonly Word[] {
  const start = Number(expand(operation.offset).text);
  const length = operation.length === undefined ? undefined : Number(expand(operation.length).text);
  if (!Number.isInteger(start)) return words;
  return words.slice(start, length === undefined ? undefined : start + length);
}

function changed(shell: Shell, word: Word, operation: ParameterOperation, expand: Expand): Word {
  // What the operation says may hold substitutions, which run whatever the value is.
  if (!isKnown(word)) changedText(shell, "", operation, expand);
  if (!isKnown(word))
    return word.text === unknownPart ? word : wordFrom(unknownAround(word.text, operation), word.from);
  const text = changedText(shell, word.text, operation, expand);
  return wordFrom(bounded(text), word.from, word.glob);
}

/** What stays known of a partly known text: case and suffix changes leave most of it as it is. */
const unknownAround = (text: string, operation: ParameterOperation): string =>
  operation.type === "Remove" ? text : unknownPart;

function changedText(shell: Shell, text: string, operation: ParameterOperation, expand: Expand): string {
  switch (operation.type) {
    case "Remove":
      return withoutPattern(shell, text, operation.operator, expand(operation.operand).text);
    case "Replace":
      return replaced(
        shell,
        text,
        operation.operator,
        expand(operation.pattern).text,
        expand(operation.replacement).text,
      );
    case "Slice":
      return sliced(text, expand(operation.offset).text, operation.length && expand(operation.length).text);
    case "CaseModification":
      return recased(text, operation.operator);
    case "Transform":
      return transformed(text, operation.operand.text);
    default:
      return unknownPart;
  }
}

/** `${x#p}`, `${x##p}`, `${x%p}`, `${x%%p}`. */
function withoutPattern(shell: Shell, text: string, operator: string, pattern: string): string {
  if (text.length > longestSearched || pattern.length > longestPattern) return unknownPart;
  if (!step(shell, (text.length * pattern.length) / comparisons)) return unknownPart;
  const atStart = operator.startsWith("#");
  const lengths = matchedLengths(pattern, text, !atStart);
  const length = operator.length === 2 ? lengths.at(-1) : lengths[0];
  if (length === undefined) return text;
  return atStart ? text.slice(length) : text.slice(0, text.length - length);
}

function replaced(
  shell: Shell,
  text: string,
  operator: string,
  pattern: string,
  replacement: string,
): string {
  if (!/[*?[]/.test(pattern)) return replacedPlain(text, operator, pattern, replacement);
  if (text.length > longestSearched / 8 || pattern.length > longestPattern) return unknownPart;
  if (!step(shell, text.length * pattern.length)) return unknownPart;
  let result = "";
  for (let at = 0; at < text.length; ) {
    const length = operator === "/#" && at > 0 ? 0 : longestMatch(text.slice(at), pattern, operator === "/%");
    if (length === 0) result += text[at++];
    else if (operator === "//") {
      result += replacement;
      at += length;
    } else return result + replacement + text.slice(at + length);
  }
  return result;
}

function longestMatch(text: string, pattern: string, whole: boolean): number {
  const longest = matchedLengths(pattern, text).at(-1) ?? 0;
  return whole && longest < text.length ? 0 : longest;
}

function replacedPlain(text: string, operator: string, pattern: string, replacement: string): string {
  const plain = pattern.replaceAll("\\", "");
  if (plain === "") return text;
  if (operator === "//") return text.replaceAll(plain, () => replacement);
  if (operator === "/#") return text.startsWith(plain) ? replacement + text.slice(plain.length) : text;
  if (operator === "/%") return text.endsWith(plain) ? text.slice(0, -plain.length) + replacement : text;
  return text.replace(plain, () => replacement);
}

function sliced(text: string, offset: string, length: string | undefined): string {
  const start = Number(offset);
  if (!Number.isInteger(start)) return unknownPart;
  const rest = text.slice(start);
  const count = length === undefined ? undefined : Number(length);
  return count === undefined ? rest : Number.isInteger(count) ? rest.slice(0, count) : unknownPart;
}

function recased(text: string, operator: string): string {
  switch (operator) {
    case "^":
      return text.slice(0, 1).toUpperCase() + text.slice(1);
    case ",":
      return text.slice(0, 1).toLowerCase() + text.slice(1);
    case "^^":
      return text.toUpperCase();
    default:
      return text.toLowerCase();
  }
}

function transformed(text: string, operator: string): string {
  switch (operator) {
    case "U":
      return text.toUpperCase();
    case "L":
      return text.toLowerCase();
    case "u":
      return text.slice(0, 1).toUpperCase() + text.slice(1);
    case "Q":
    case "P":
    case "A":
    case "a":
    case "K":
    case "k":
      return text;
    case "E":
      return text.replace(/\\x([0-9a-f]{1,2})|\\([0-7]{1,3})/gi, (_, hex?: string, octal?: string) =>
        String.fromCharCode(hex !== undefined ? Number.parseInt(hex, 16) : Number.parseInt(octal ?? "0", 8)),
      );
    default:
      return unknownPart;
  }
}
