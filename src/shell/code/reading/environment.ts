import { parameterWords } from "../../words/variables.ts";
import type { Machine } from "../language.ts";
import { unknownValue, type Value } from "../value.ts";

export function environmentVariable({ shell }: Machine, name: string): Value {
  const [word] = parameterWords(shell, name);
  return word === undefined ? unknownValue : { flow: { text: word.text, from: word.from } };
}

export function setEnvironment({ shell, run }: Machine, name: string, value: Value): void {
  run.shell.draft.envSets.add(name);
  shell.variables.set(name, [{ ...value.flow, glob: false }]);
}
