import { expect, test } from "vitest";
import { eventFrom } from "../../src/fields/event.ts";
import { compileRules } from "../../src/rules/compile.ts";
import { lintRules } from "../../src/rules/lint.ts";
import { loadRules } from "../../src/rules/load.ts";
import { readTestFile } from "../../src/rules/test-file.ts";
import { cpuTime, patience } from "../fuzz/rules.ts";

// What a load refuses because it would take too long, or never end, and what it must not refuse for that.

const rule = (name: string, condition: string, more = "") =>
  `- rule: ${name}\n  desc: d\n  condition: ${condition}\n  output: x %tool.name\n  priority: INFO\n  source: coding_agent\n${more}`;

/** Codes of what is wrong, each with the piece of the text that it is about; warnings aside. */
function refusals(text: string): readonly string[] {
  const { problems } = loadRules([{ file: "rules.yaml", text }]);
  return problems
    .filter(({ severity }) => severity === "error")
    .map(({ code, span }) => `${code} ${span.start} ${JSON.stringify(text.slice(span.start, span.end))}`);
}

const many = (count: number, piece: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => piece(at)).join("");

test.for([
  ["500 brackets", "[".repeat(500) + "]".repeat(500), `yaml-syntax 499 "["`],
  ["500 lists in a row", "- ".repeat(500), `yaml-syntax 998 "-"`],
  ["32,000 brackets", "[".repeat(32_000) + "]".repeat(32_000), `yaml-syntax 499 "["`],
  ["65,000 lists in a row", "- ".repeat(65_000), `yaml-syntax 998 "-"`],
] as const)("too much YAML: %s", ([, text, want]) => expect(refusals(text)).toEqual([want]));

test.for([
  ["5,000 small rules", many(5_000, (at) => rule(`R${at}`, "tool.name = a"))],
  [
    "3,000 rules with tags",
    many(3_000, (at) => rule(`R${at}`, `tool.name in (a, b, c${at})`, "  tags: [a, b, c]\n")),
  ],
  ["a list of 50,000 domains", `- list: l\n  items: [${many(50_000, (at) => `host${at}.example, `)}]\n`],
  [
    "a list of 50,000 domains, one a line",
    `- list: l\n  items:\n${many(50_000, (at) => `    - host${at}.example\n`)}`,
  ],
  ["a list of 2,000 ports", `- list: l\n  items: [${many(2_000, (at) => `${at}, `)}]\n`],
  [
    "a rule with 2,000 exceptions",
    rule(
      "R",
      "tool.name exists",
      `  exceptions:\n  - name: e\n    fields: [tool.name, tool.kind]\n    values:\n${many(2_000, (at) => `    - [tool${at}, shell]\n`)}`,
    ),
  ],
  [
    "1,000 lines of comment, and blank ones",
    `${many(1_000, () => "# why this is so\n\n")}${rule("R", "tool.name = a")}`,
  ],
  [
    "490 brackets",
    `- {macro: m, condition: a.b = c, ${"[".repeat(490)}${"]".repeat(490)}: x}\n${rule("R", "tool.name = a")}`,
  ],
  ["20,000 small items", `- list: l\n  items: [${many(20_000, () => "a,")}]\n`],
  ["60,000 blank lines", "\n".repeat(60_000)],
  ["300 documents", "---\n".repeat(300)],
  ["100 documents", many(100, (at) => `---\n${rule(`R${at}`, "tool.name = a")}`)],
] as const)("not too much YAML: %s", ([, text]) => expect(refusals(text)).toEqual([]));

test("more tuples of exceptions than a file of that length needs", () => {
  const text = rule(
    "R",
    "tool.name exists",
    `  exceptions: [{name: e, fields: [tool.name, tool.kind], values: [${"[a,b],".repeat(6_000)}]}]\n`,
  );
  expect(refusals(text)).toEqual([`too-long 8 "R"`]);
});

/** Lists that double with each alias. */
const doubling = (levels: number) =>
  `- list: l\n  items: &a0 [x, x]\n${many(levels, (at) => `- list: l${at}\n  items: &a${at + 1} [*a${at}, *a${at}]\n`)}`;

test.for([
  [
    "exceptions",
    `${doubling(40)}${rule("R", "tool.name = a", "  exceptions: [{name: e, fields: tool.name, values: *a40}]\n")}`,
  ],
  ["a list", doubling(40)],
] as const)("aliases of aliases: %s", ([, text]) =>
  expect(refusals(text)[0]).toMatch(/^yaml-too-large \d+ "\*a\d+"$/),
);

test("aliases of aliases in a test file", () => {
  const text = `- name: t\n  expect: allow\n  event: { command: ls, a0: &a0 [x, x], ${many(40, (at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}], `)} }\n`;
  expect(readTestFile({ file: "a.test.yaml", text }).problems[0]?.code).toBe("yaml-too-large");
});

test.for([
  ["an item", "- &a [*a]\n", `anchor-loop 6 "*a"`],
  ["a rule", rule("R", "tool.name = a", "  exceptions: &e [*e]\n"), `anchor-loop 128 "*e"`],
  ["a map", "- &m {rule: *m}\n", `anchor-loop 12 "*m"`],
] as const)("an anchor inside of itself: %s", ([, text, want]) => expect(refusals(text)[0]).toBe(want));

const append = (name: string, condition: string) =>
  `- macro: ${name}\n  condition: ${condition}\n  override: {condition: append}\n`;
const macro = (name: string, condition: string) => `- macro: ${name}\n  condition: ${condition}\n`;

test.for([
  ["itself", macro("a", "tool.name = x") + append("a", "or a"), "macro-loop"],
  ["by another", macro("a", "tool.name = x") + macro("b", "a") + append("a", "or b"), "macro-loop"],
  [
    "by two others",
    macro("a", "tool.name = x") + macro("b", "a") + macro("c", "b and b") + append("a", "or not c"),
    "macro-loop",
  ],
  [
    "a chain of 1,500",
    macro("m0", "tool.name = x") + many(1_500, (at) => macro(`m${at + 1}`, `m${at} or tool.kind = x`)),
    "too-deep",
  ],
  [
    "a chain of 1,500, made backwards",
    many(1_500, (at) => macro(`m${at}`, "tool.name = x")) +
      many(1_499, (at) => append(`m${at}`, `or m${at + 1}`)),
    "too-deep",
  ],
  [
    "doubling 40 times",
    macro("m0", "tool.name = x") + many(40, (at) => macro(`m${at + 1}`, `(m${at} or m${at})`)),
    "too-long",
  ],
] as const)("macros that would never end: %s", ([, text, code]) => {
  const users = many(3, (at) => rule(`R${at}`, at === 0 ? "a or b or m0 or m1" : "m9 or m39"));
  const found = refusals(
    text + users.replaceAll(/ or (?:b|m0|m1|m9|m39)/g, "").replaceAll("m9", "tool.name = a"),
  );
  expect([...new Set(found.map((one) => one.split(" ")[0]))]).toContain(code);
});

test("macros as large as they may be are compiled, linted and matched", () => {
  const text = `${macro("m0", "tool.name = x")}${many(14, (at) => macro(`m${at + 1}`, `(m${at} or m${at})`))}${macro("n0", "tool.name = x")}${many(400, (at) => macro(`n${at + 1}`, `n${at} or tool.kind = x`))}${rule("R", "m14 or n400")}`;
  const source = { file: "rules.yaml", text };
  const { ruleset, problems } = loadRules([source]);
  expect(problems).toEqual([]);
  if (ruleset === undefined) throw new Error("no rules");
  lintRules(ruleset, [source]);
  const rules = compileRules(ruleset);
  for (let round = 0; round < 60; round += 1) {
    expect(rules.match(eventFrom({ "tool.name": "x" })).length).toBe(1);
    expect(rules.match(eventFrom({ "tool.name": "y" })).length).toBe(0);
  }
});

test.for([
  ["one", `tool.name regex "(${"abcdefgh".repeat(25)}){20}"`, "the expression is too large"],
  ["one as large as it may be", `tool.name regex "a{1000}b{999}"`, undefined],
  [
    "many, of which each is small",
    many(600, (at) => `tool.name regex "a{400}${at}" or `).concat("tool.name exists"),
    'with "a{400}126" the repetitions of all regular expressions are more than 50000 when written out',
  ],
  [
    "the same many times",
    many(600, () => `tool.name regex "a{400}" or `).concat("tool.name exists"),
    undefined,
  ],
] as const)("regular expressions written out: %s", ([, condition, want]) => {
  const { problems } = loadRules([{ file: "rules.yaml", text: rule("R", JSON.stringify(condition)) }]);
  const errors = problems.filter(({ severity }) => severity === "error");
  expect(errors[0]?.message.includes(want ?? "") ?? "loads").toBe(want === undefined ? "loads" : true);
});

/** 400 rules with a list of 4,000 values. */
const ofOneList = (condition: (at: number) => string, item = (at: number) => `a${at}`) =>
  `- list: l\n  items: [${many(4_000, (at) => `${item(at)}, `)}]\n${many(400, (at) => rule(`R${at}`, condition(at)))}`;

test("a list in every one of many conditions, as values", () => {
  const text = ofOneList((at) => `tool.name in (l, ${at})`);
  expect(refusals(text)).toEqual([]);
});

test("a list in every one of many conditions, as text", () => {
  // A list that is defined later is put into the text of the first.
  const text = ofOneList(
    (at) => `tool.name in (l, ${at})`,
    (at) => (at === 7 ? "later" : `a${at}`),
  ).replace("- rule", "- {list: later, items: [b]}\n- rule");
  expect(refusals(text)[0]).toMatch(/^too-long /);
});

const nested = (open: string, inner: string, close: string) => open.repeat(40) + inner + close.repeat(40);

test.for([
  ["concat", nested("concat(tool.name, ", "tool.name", ")")],
  ["concat, to the left", nested("concat(", "tool.name", ", tool.name)")],
  ["join", nested('join(",", (', "tool.name", "))")],
  ["getopt", nested('join(",", (getopt((', "tool.name", '), "a:")[a]))')],
  ["tolower of concat", nested("tolower(concat(tool.name, ", "tool.name", "))")],
] as const)("nested 40 times: %s", ([, expression]) => {
  for (const condition of [`${expression} = a`, `tool.name = ${expression}`])
    expect(refusals(rule("R", JSON.stringify(condition)))).toEqual([]);
  const text = rule("R", "tool.name exists").replace("x %tool.name", () => JSON.stringify(`%${expression}`));
  expect(refusals(text)).toEqual([]);
});

test.for([
  [
    "values and checks of a field",
    rule(
      "R",
      `tool.name in (${many(2_500, (at) => `a${at}, `)}b) and ${many(2_500, (at) => `tool.name != c${at} and `)}tool.name = b`,
    ),
  ],
  [
    "a macro of many rules",
    `- macro: m\n  condition: ${many(1_000, (at) => `tool.name contains x${at} or `)}tool.name = a\n${many(400, (at) => `- {rule: R${at}, desc: d, condition: m, output: x, priority: INFO, source: coding_agent}\n`)}`,
  ],
  [
    "unknown macros with names that are like others",
    many(700, (at) => `- {macro: macro${at}, condition: acro${at}}\n`),
  ],
  [
    "regular expressions that need none",
    rule("R", `cmd.names regex anyof (${many(7_000, (at) => `a${at}, `)}a)`),
  ],
  [
    "blanks in an output",
    rule("R", "tool.name = a").replace("x %tool.name", () => `"x${" ".repeat(60_000)}y"`),
  ],
  ["regular expressions", rule("R", `cmd.names regex anyof (${many(4_000, (at) => `"(a|b)*${at}", `)}a)`)],
] as const)("loaded and linted in time: %s", ([, text]) => {
  const source = { file: "rules.yaml", text };
  const once = () =>
    cpuTime(() => {
      const { ruleset } = loadRules([source]);
      if (ruleset !== undefined) lintRules(ruleset, [source]);
    });
  expect(Math.min(...Array.from({ length: 5 }, once))).toBeLessThan(patience);
});

test("of a check's many wrong values some are reported", () => {
  const values = many(5_000, (at) => `v${at}, `);
  expect(refusals(rule("R", `agent.pid in (${values}v)`)).length).toBe(50);
});

test("1,000 rules are linted in a fraction of what loading them takes", () => {
  const text = many(1_000, (at) =>
    rule(
      `R${at}`,
      `tool.name = a${at % 500} and cmd.names in (a, b, c${at})`,
      "  tags: [coding_agent_ask]\n",
    ),
  );
  const source = { file: "rules.yaml", text };
  const { ruleset } = loadRules([source]);
  if (ruleset === undefined) throw new Error("no rules");
  expect(lintRules(ruleset, [source])).toEqual([]);
  const once = (what: () => unknown) => Math.min(cpuTime(what), cpuTime(what), cpuTime(what));
  expect(once(() => lintRules(ruleset, [source]))).toBeLessThan(once(() => loadRules([source])));
});
