import { effect } from "../act.ts";
import { type Flow, fromCommand, join, joinFrom, nothing, unknownPart } from "../flow.ts";
import { operand } from "../given.ts";
import { parameterWords } from "../words/variables.ts";
import type { Run } from "./program.ts";

/** The whole environment as a text. */
const wholeEnvironment: Flow = { text: unknownPart, from: { ...fromCommand, variables: ["*"] } };

export function printsEnvironment(run: Run): Flow {
  effect(run, "env:dump");
  return wholeEnvironment;
}

/** The values of the variables that are named. */
export const printVariables = (run: Run): Flow =>
  run.operands.map(({ text }) => parameterWords(run.shell, text)[0] ?? nothing).reduce(join, nothing);

/** jq's `$ENV.X`, `env.X`, `env | .X` (not `.env`, `{env}` or `$env`), yq's `env(X)` and `strenv(X)`. */
const environmentInFilter =
  /(?:\$ENV|(?<![\w.$"'{,]\s*)env(?![\w(:]))(?:\s*\|)?(?:\s*(?:\.|\.?\[\s*"))?(\w+)?|(?<![\w.])(?:str)?env\(\s*(\w+)\s*\)/g;

/** The variables that a filter takes out of the environment; all of them where it names none. */
export function variablesIn(run: Run, filter: string): Flow {
  let found = nothing;
  if (!/env/i.test(filter)) return found;
  for (const [, first, second] of filter.matchAll(environmentInFilter)) {
    const name = first ?? second;
    const value = name === undefined ? wholeEnvironment : parameterWords(run.shell, name)[0];
    found = join(found, { text: unknownPart, from: value?.from ?? nothing.from });
  }
  return found;
}

/** What `$NAME` and `${NAME}` stand for in a text that is known; of another text, only what it is from. */
export function substituteVariables(run: Run): Flow {
  const { text, from } = run.io.stdin;
  const format = operand(run, 0);
  let found = nothing;
  for (const [whole, name = ""] of text.matchAll(/\$\{?(\w+)\}?/g))
    if (format === "" || format.includes(whole))
      found = join(found, parameterWords(run.shell, name)[0] ?? nothing);
  return { text: unknownPart, from: joinFrom(from, found.from) };
}
