import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../build/paths.ts";
import { lintRules } from "../../src/rules/lint.ts";
import { loadRules } from "../../src/rules/load.ts";
import { printProblem } from "../../src/rules/print-problem.ts";

const folder = join(root, "test", "golden", "problems");
const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

test.for(names)("%s", async (name) => {
  const source = { file: name, text: readFileSync(join(folder, name), "utf8") };
  const { ruleset, problems } = loadRules([source]);
  const found = [...problems, ...(ruleset === undefined ? [] : lintRules(ruleset, [source]))];
  await expect(`${found.map(printProblem).join("\n")}\n`).toMatchFileSnapshot(
    join(folder, name.replace(".yaml", ".txt")),
  );
});

/** A mistake at ^ in each way of writing a scalar: the column must be that of the author's character. */
test.for([
  ["plain", "  condition: tool.name = Bash and tool.nam = x\n"],
  ["plain over lines", "  condition: tool.name = Bash\n    and tool.nam = x\n"],
  ["single-quoted", "  condition: 'tool.name = ''a'' and tool.nam = x'\n"],
  ["double-quoted", '  condition: "tool.name = \\"a\\" and \\u0074ool.name = x and tool.nam = x"\n'],
  ["double-quoted over lines", '  condition: "tool.name = a \\\n    and\n    tool.nam = x"\n'],
  ["literal", "  condition: |\n    tool.name = a\n      and tool.nam = x\n"],
  ["folded", "  condition: >\n    tool.name = a\n    and\n\n    tool.nam = x\n"],
  [
    "folded, more indented",
    "  condition: >-\n    tool.name = a\n      and tool.name = b\n    and tool.nam = x\n",
  ],
  ["literal with CRLF", "  condition: |\r\n    tool.name = a\r\n    and tool.nam = x\r\n"],
  ["behind a list", "  condition: tool.name in (l) and tool.nam = x\n"],
  ["behind two lists", "  condition: >\n    tool.name in (l, l)\n    and tool.nam = x\n"],
  ["non-ASCII before", "  condition: tool.name = é🙂 and tool.nam = x\n"],
])("a column in a scalar: %s", ([, condition = ""]) => {
  const text = `- list: l\n  items: [one, two words]\n- rule: R\n  desc: d\n${condition}  output: x\n  priority: INFO\n  source: coding_agent\n`;
  const problems = loadRules([{ file: "rules.yaml", text }]).problems.filter(
    ({ severity }) => severity === "error",
  );
  expect(problems.map(({ code }) => code)).toEqual(["unknown-field"]);
  expect(problems[0]?.span.start).toBe(text.indexOf("tool.nam "));
  expect(problems[0]?.span.end).toBe(text.indexOf("tool.nam ") + "tool.nam".length);
});

/** The mistake is where ^ stands. */
test.for([
  "tool.name = val(^tool.nam)",
  "agent.pid ^contains pid",
  "session.mark_call[a] = val(^session.mark_call)",
  "session.mark_call[^B] = B",
  "agent.pid in (1, ^pid)",
  "agent.pid = ^agent",
])("the place of a mistake: %s", (marked) => {
  const condition = marked.replace("^", "");
  const text = `- rule: R\n  desc: d\n  condition: ${condition}\n  output: x\n  priority: INFO\n  source: coding_agent\n`;
  const [problem] = loadRules([{ file: "rules.yaml", text }]).problems;
  expect((problem?.span.start ?? 0) - text.indexOf(condition)).toBe(marked.indexOf("^"));
});

test("a file that is read later can't help one before it", () => {
  const a = {
    file: "a.yaml",
    text: "- rule: A\n  desc: d\n  condition: m\n  output: x\n  priority: INFO\n  source: coding_agent\n",
  };
  const b = { file: "b.yaml", text: "- macro: m\n  condition: tool.name exists\n" };
  expect(loadRules([a, b]).problems.map(({ code }) => code)).toEqual(["unknown-macro"]);
  expect(loadRules([b, a]).problems).toEqual([]);
});

test("a broken item is reported once, not everything that needs it", () => {
  const text =
    "- macro: m\n  condition: tool.name =\n- list: l\n  items: x\n- rule: A\n  desc: d\n  condition: m and tool.name in (l)\n  output: x\n  priority: INFO\n  source: coding_agent\n- macro: m\n  condition: or tool.name exists\n  override: {condition: append}\n- list: l\n  items: [y]\n  override: {items: append}\n";
  expect(
    loadRules([{ file: "rules.yaml", text }])
      .problems.filter(({ severity }) => severity === "error")
      .map(({ code, item }) => `${code} ${item?.kind}`),
  ).toEqual(["not-a-list list", "syntax macro"]);
});
