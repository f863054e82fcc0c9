import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "../../build/paths.ts";
import { eventFrom } from "../../src/fields/event.ts";
import type { FieldValue } from "../../src/fields/field.ts";
import { compileRules } from "../../src/rules/compile.ts";
import { loadRules } from "../../src/rules/load.ts";

type Event = Readonly<Record<string, FieldValue>>;

/** `expect` is what the condition says of the event, or the code of the error with which it doesn't load. */
type ConditionVector = {
  readonly name: string;
  readonly condition: string;
  readonly event: Event;
  readonly expect: boolean | string;
};

/** `matches` are the rules that match each of the events, with their outputs. */
type FilesVector = {
  readonly name: string;
  readonly files: readonly string[];
  readonly outcome: string;
  readonly warnings?: readonly string[];
  readonly matches?: readonly (readonly string[])[];
};

const events: readonly Event[] = [{ "tool.name": "a" }, { "tool.name": "b" }, {}];

const vectors: readonly (ConditionVector | FilesVector)[] = parse(
  readFileSync(join(root, "test", "vectors", "language.yaml"), "utf8"),
);

function load(texts: readonly string[]) {
  const files = texts.map((text, at) => ({ file: `${at}.yaml`, text }));
  const { ruleset, problems } = loadRules(files, { unused: "after-every-file" });
  const codes = (wanted: string) =>
    problems.filter(({ severity }) => severity === wanted).map(({ falcoCode }) => falcoCode);
  const rules = ruleset === undefined ? undefined : compileRules(ruleset);
  return { rules, error: codes("error")[0], warnings: codes("warning").sort() };
}

function answer(vector: ConditionVector) {
  const { rules, error } = load([
    `- rule: R\n  desc: d\n  condition: ${JSON.stringify(vector.condition)}\n  output: x\n  priority: INFO\n  source: coding_agent\n`,
  ]);
  return rules === undefined ? error : rules.match(eventFrom(vector.event)).length > 0;
}

function outcome({ name, files }: FilesVector) {
  const { rules, error, warnings } = load(files);
  if (rules === undefined) return { name, files, outcome: error };
  const matches = events.map(eventFrom).map((event) =>
    rules.match(event).map((rule) => {
      const alert = rules.alert(rule, event);
      return `${alert.rule}: ${alert.output}`;
    }),
  );
  return { name, files, outcome: "loads", warnings, matches };
}

test.for(vectors.map((vector) => [vector.name, vector] as const))("%s", ([, vector]) => {
  if ("condition" in vector) expect(answer(vector)).toBe(vector.expect);
  else expect(outcome(vector)).toEqual(vector);
});
