import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "../../build/paths.ts";
import { eventFrom } from "../../src/fields/event.ts";
import type { FieldValue } from "../../src/fields/field.ts";
import { compileRules } from "../../src/rules/compile.ts";
import { loadRules } from "../../src/rules/load.ts";

type Vector = {
  readonly name: string;
  readonly condition: string;
  readonly event: Readonly<Record<string, FieldValue>>;
  readonly expect: boolean;
};

const file = join(root, "test", "vectors", "lists.yaml");
const vectors: readonly Vector[] = parse(readFileSync(file, "utf8"), { intAsBigInt: true });

test.for(vectors.map((vector) => [vector.name, vector] as const))(
  "%s",
  ([, { condition, event, expect: want }]) => {
    const text = `- rule: R\n  desc: d\n  condition: ${JSON.stringify(condition)}\n  output: x\n  priority: INFO\n  source: coding_agent\n`;
    const { ruleset, problems } = loadRules([{ file: "rules.yaml", text }]);
    expect(problems).toEqual([]);
    expect(ruleset === undefined ? undefined : compileRules(ruleset).match(eventFrom(event)).length > 0).toBe(
      want,
    );
  },
);
