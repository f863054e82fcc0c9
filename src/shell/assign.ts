import type { Command, Word as WordNode } from "unbash";
import { join } from "./flow.ts";
import { setVariable } from "./set-variable.ts";
import type { Shell } from "./state.ts";
import { literalWord, type Word, wordFrom, wordOf } from "./word.ts";
import { expandWhole, expandWord } from "./words/expand.ts";

export type AssignmentNode = Extract<Command["prefix"][number], { type: "Assignment" }>;

export function assignmentWord(shell: Shell, node: AssignmentNode): Word {
  const { value } = node;
  if (value.type === "ArrayValue") {
    const words = value.elements.flatMap((element) => expandWord(shell, element));
    shell.variables.set(node.name, words);
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
  const words = assignedWords(shell, node.value);
  const before = shell.variables.get(node.name) ?? [];
  const [first = literalWord("")] = words;
  if (node.index !== undefined) {
    const at = Number(expandWhole(shell, node.index).text);
    const elements = [...before];
    elements[Number.isInteger(at) && at >= 0 && at < 1_024 ? at : 0] = first;
    return Array.from(elements, (element) => element ?? literalWord(""));
  }
  if (node.append !== true || before[0] === undefined) return words;
  return node.value.type === "ArrayValue"
    ? [...before, ...words]
    : [wordOf(join(before[0], first)), ...before.slice(1)];
}

function assignedWords(shell: Shell, value: AssignmentNode["value"]): readonly Word[] {
  if (value.type === "ArrayValue")
    return value.elements.flatMap((element: WordNode) => expandWord(shell, element));
  return [expandWhole(shell, value)];
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
