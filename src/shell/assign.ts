import type { Command, Word as WordNode } from "unbash";
import { join } from "./flow.ts";
import { setVariable } from "./set-variable.ts";
import { type Shell, step } from "./state.ts";
import { literalWord, type Word, wordFrom, wordOf } from "./word.ts";
import { expandWhole, expandWord } from "./words/expand.ts";
import { elementName } from "./words/parameter.ts";

export type AssignmentNode = Extract<Command["prefix"][number], { type: "Assignment" }>;

export function assignmentWord(shell: Shell, node: AssignmentNode): Word {
  const { value } = node;
  if (value.type === "ArrayValue") {
    shell.variables.set(node.name, arrayWords(shell, node.name, value.elements));
    return literalWord(node.name);
  }
  const word = expandWhole(shell, value);
  return wordFrom(`${node.name}${node.append === true ? "+=" : "="}${word.text}`, word.from);
}

/** Sets a variable; returns its new value. */
export function assign(shell: Shell, node: AssignmentNode): Word | undefined {
  setVariable(shell, node.name, assignedValue(shell, node));
  return shell.variables.get(node.name)?.[0];
}

function assignedValue(shell: Shell, node: AssignmentNode): readonly Word[] {
  const words = assignedWords(shell, node);
  const before = shell.variables.get(node.name) ?? [];
  const [first = literalWord("")] = words;
  if (node.index !== undefined)
    return withElement(shell, node.name, before, expandWhole(shell, node.index).text, first);
  if (node.append !== true || before[0] === undefined) return words;
  return node.value.type === "ArrayValue"
    ? [...before, ...words]
    : [wordOf(join(before[0], first)), ...before.slice(1)];
}

function assignedWords(shell: Shell, { name, value }: AssignmentNode): readonly Word[] {
  if (value.type === "ArrayValue") return arrayWords(shell, name, value.elements);
  return [expandWhole(shell, value)];
}

/** `(a b)`, `([2]=a [key]=b)`. */
function arrayWords(shell: Shell, name: string, elements: readonly WordNode[]): readonly Word[] {
  let words: Word[] = [];
  for (const element of elements) {
    const named = element.text.startsWith("[") ? namedElement(expandWhole(shell, element)) : undefined;
    if (named === undefined) for (const word of expandWord(shell, element)) words.push(word);
    else if (step(shell, words.length)) words = withElement(shell, name, words, named.key, named.word);
  }
  return words;
}

function namedElement(word: Word): { readonly key: string; readonly word: Word } | undefined {
  const [whole, key] = /^\[([^\]]*)\]\+?=/.exec(word.text) ?? [];
  if (whole === undefined || key === undefined) return undefined;
  return { key, word: wordFrom(word.text.slice(whole.length), word.from) };
}

/** Longest array that is kept. */
const mostElements = 1_024;

/** An element by its number, or by its key, which stands for one more of the values and is kept beside them. */
function withElement(shell: Shell, name: string, before: readonly Word[], key: string, word: Word): Word[] {
  const at = Number(key);
  if (/^\d+$/.test(key) && at < mostElements) {
    const elements = [...before];
    elements[at] = word;
    return Array.from(elements, (element) => element ?? literalWord(""));
  }
  const isNew = !shell.variables.has(elementName(name, key));
  shell.variables.set(elementName(name, key), [word]);
  return isNew && before.length < mostElements ? [...before, word] : [...before];
}
/** Assignments before a command last as long as it does; returns what takes them back. */
export function assignFor(shell: Shell, node: Command): () => void {
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
