import { expect, test } from "vitest";
import { eventFrom } from "../../src/fields/event.ts";
import type { FieldValue } from "../../src/fields/field.ts";
import { fieldTable } from "../../src/fields/table.ts";
import { checkCheck } from "../../src/rules/check.ts";
import { compileCheck } from "../../src/rules/compile-check.ts";
import { numberTable, stringTable, truthTable } from "../../src/rules/operators/table.ts";
import { fieldsIn } from "../../src/rules/output.ts";
import { parseCondition } from "../../src/rules/parse.ts";
import { operatorReference, transformerReference } from "../../src/rules/reference.ts";

function holds(text: string, field: FieldValue): boolean {
  const parsed = parseCondition(text);
  if ("problem" in parsed) throw new Error(parsed.problem.message);
  const check = parsed.condition;
  if (check.kind === "and" || check.kind === "or" || check.kind === "not" || check.kind === "macro")
    throw new Error(`${text} is more than a check`);
  expect(checkCheck(check, fieldTable)).toEqual([]);
  const [name = ""] = [...fieldsIn(check.left), ...(check.kind === "field" ? fieldsIn(check.right) : [])];
  return compileCheck(check)(eventFrom({ [name]: field }));
}

const examples = operatorReference.flatMap(({ examples: rows }) => rows);

test.for(examples.map((row) => [`${row.condition}, ${String(row.field)}`, row] as const))(
  "%s",
  ([, { condition, field, expect: want }]) => {
    expect(holds(condition, field)).toBe(want);
  },
);

test.for(
  [...stringTable, ...numberTable, ...truthTable].map(
    ([name, { examples: rows }]) => [name, rows.length] as const,
  ),
)("%s has an example", ([, count]) => {
  expect(count).toBeGreaterThan(0);
});

test.for(
  transformerReference.flatMap(({ examples: rows }) =>
    rows.map((row) => [`${row.expression}, ${row.field}`, row] as const),
  ),
)("%s", ([, { expression, field, is }]) => {
  const absent = is === undefined;
  const condition = expression.startsWith("val(")
    ? `tool.name = ${expression}`
    : absent
      ? `${expression} exists`
      : `${expression} = "${is}"`;
  expect(holds(condition, field)).toBe(!absent);
});

// What the language says of values that no example shows.
test.for<[condition: string, field: FieldValue, want: boolean]>([
  [`tool.input_command contains ""`, "", true],
  [`tool.input_command glob ?`, "é", false],
  [`tool.input_command glob ??`, "é", true],
  [`tool.input_command glob "[[:upper:]]*"`, "Bash", true],
  [`tool.input_command iglob "[[:upper:]]*"`, "bash", false],
  [`tool.input_command iglob "[A-C]*"`, "bash", true],
  [`tool.input_command glob "["`, "[", true],
  [`len(tool.name)= 4`, "日", false],
  [`len(tool.name) = 3`, "日", true],
  [`tool.name < 5`, "\u{1f642}", false],
  [`tool.input_command regex "a|b"`, "ab", false],
  [`tool.input_command regex "^a$\n^b$"`, "a\nb", true],
  [`tool.input_command regex ".*"`, "a\nb", false],
  [`tool.input_command regex "[^x]*"`, "a\nb", true],
  [`tool.input_command regex "a**"`, "aaa", true],
  [`tool.input_command regex "a{2}?"`, "", true],
  [`agent.pid < -1`, 5n, true],
  [`agent.pid > -1`, 5n, false],
  [`agent.pid = 99999999999999999999999`, 18_446_744_073_709_551_615n, true],
  [`correlation.id = 9007199254740993`, 9_007_199_254_740_992n, false],
  [`cmd.names != rm`, ["rm"], false],
  [`cmd.names != rm`, ["rm", "ls"], true],
  [`cmd.names in (rm)`, [], false],
  [`cmd.names regex "r."`, ["ls", "rm"], true],
  [`tolower(cmd.names) = rm`, ["RM"], true],
  [`basename(tool.writes) in (.env)`, ["/a/.env"], true],
  [`len(cmd.names) = 0`, [], true],
  [`tool.writes pmatch (/etc)`, ["/tmp/x", "/etc/x"], true],
  [`cmd.names = allof (rm, ls)`, ["rm", "ls"], false],
  [`cmd.dynamic = true`, undefined, false],
  [`tool.file_path pmatch (/home/*/x, /home/*/y)`, "/home/u/y", true],
  [`tool.file_path pmatch (/)`, "", true],
  [`b64(tool.input_command) = "a"`, "YQBi", true],
  [`b64(tool.input_command) in ("a")`, "YQBi", false],
])("%s, %s: %s", ([condition, field, want]) => expect(holds(condition, field)).toBe(want));

/** Patterns and texts on which backtracking takes time exponential or quadratic in the length. */
test.for([
  ["(a+)+b", "a"],
  ["(a|aa)+b", "a"],
  ["(a*)*b", "a"],
  ["([a-z]+)*[0-9]", "a"],
  ["(.*a){20}", "a"],
  ["(x+x+)+y", "x"],
])("regex %s stays linear over 64 KiB of %s", ([pattern = "", unit = ""]) => {
  const parsed = parseCondition(`tool.input_command regex "${pattern}"`);
  if ("problem" in parsed || parsed.condition.kind !== "compare") throw new Error("no comparison");
  const matches = compileCheck(parsed.condition);
  const time = (length: number) => {
    const event = eventFrom({ "tool.input_command": unit.repeat(length) });
    matches(event);
    const before = process.threadCpuUsage();
    matches(event);
    const { user, system } = process.threadCpuUsage(before);
    return user + system;
  };
  time(1 << 10);
  // Sixteen times the text may take some forty times as long, but not 256 times; clock ticks are 4 ms.
  expect(time(1 << 16)).toBeLessThan(40 * Math.max(time(1 << 12), 5_000));
});
