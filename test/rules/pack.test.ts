import { expect, test } from "vitest";
import { builtinRuleset } from "#builtin-rules";
import { loadRules } from "../../src/rules/load.ts";
import { pack, unpack } from "../../src/rules/pack.ts";
import type { Ruleset } from "../../src/rules/ruleset.ts";

function load(text: string): Ruleset {
  const { ruleset, problems } = loadRules([{ file: "rules.yaml", text }]);
  if (ruleset === undefined) throw new Error(problems[0]?.message);
  return ruleset;
}

const throughJson = (ruleset: Ruleset) => JSON.stringify(pack(ruleset));

const rule = (name: string, condition: string) =>
  `- {rule: ${name}, desc: d, condition: '${condition}', output: "%tool.name", priority: INFO, source: coding_agent}\n`;

test.for([
  ["the built-in rules", builtinRuleset],
  ["a list alone", load(`- {list: l, items: [a, b]}\n${rule("R", "tool.name in (l)")}`)],
  [
    "lists among values, and in macros",
    load(
      `- {list: l, items: [a, "b c"]}\n- {list: k, items: [l, 0]}\n- {macro: m, condition: 'tool.name in (x, l, k)'}\n${rule("R", "m and not tool.kind contains anyof (k, l, 1)")}`,
    ),
  ],
] as const)("comes back as it was: %s", ([, ruleset]) =>
  expect(unpack(JSON.parse(throughJson(ruleset)))).toEqual(ruleset),
);

test("a list is in it once, however many rules use it", () => {
  const items = Array.from({ length: 500 }, (_, at) => `name-of-something-${at}`);
  const rules = Array.from({ length: 200 }, (_, at) => rule(`R${at}`, `tool.name in (l, x${at})`));
  const text = throughJson(load(`- {list: l, items: [${items}]}\n${rules.join("")}`));
  expect(text.split(`"name-of-something-42"`).length).toBe(2);
  const pieces = unpack(JSON.parse(text)).rules.map(({ condition }) =>
    condition.kind === "list" ? condition.items[0] : undefined,
  );
  expect(new Set(pieces).size).toBe(1);
});
