import { expect, test } from "vitest";
import { eventFrom } from "../../src/fields/event.ts";
import type { Problem } from "../../src/model/problem.ts";
import { compileRules } from "../../src/rules/compile.ts";
import { loadRules } from "../../src/rules/load.ts";
import { parseCondition } from "../../src/rules/parse.ts";
import { print } from "../../src/rules/print.ts";
import { type ConditionVector, type FilesVector, readVectors, type Values } from "./vectors.ts";

// Replays what Falco 0.44.1 was recorded to answer. What we answer otherwise is listed here and, with the reason, in
// docs/falco-compatibility.md; nothing else may differ.

const conditions = readVectors<ConditionVector>("falco-conditions.jsonl");
const files = readVectors<FilesVector>("falco-rulefiles.jsonl");

/** We may answer these as the language is meant: see "Where we differ" in docs/falco-compatibility.md. */
const mayDiffer = ({ tags, parse }: ConditionVector) => tags.includes("engine-bug") || parse === "crash";

/** Events came a millisecond apart. */
function eventAt(values: Values, index: number) {
  return eventFrom({
    ...values,
    "evt.rawtime": 1_700_000_000_000_000_000n + BigInt(index) * 1_000_000n,
    "evt.reltime": BigInt(index) * 1_000_000n,
    "evt.num": BigInt(index + 1),
  });
}

const errorsOf = (problems: readonly Problem[]) => problems.filter(({ severity }) => severity === "error");
const codesOf = (problems: readonly { readonly falcoCode: string }[]) =>
  [...new Set(problems.map(({ falcoCode }) => falcoCode))].sort();

function load({ prelude = "", condition }: ConditionVector) {
  const rule = `- rule: R\n  desc: d\n  condition: ${JSON.stringify(condition)}\n  output: x\n  priority: INFO\n  source: coding_agent\n`;
  return loadRules([{ file: "rules.yaml", text: prelude + rule }]);
}

const unused = ["LOAD_UNUSED_LIST", "LOAD_UNUSED_MACRO"]; // of the prelude, which the recording left out

/** What differs from the recorded answer, in words; empty when all agrees. */
function differences(vector: ConditionVector): readonly string[] {
  const { ruleset, problems } = load(vector);
  if ((ruleset !== undefined) !== (vector.parse === "ok"))
    return [`load: ${errorsOf(problems).map(({ message }) => message)}`];
  if (ruleset === undefined) {
    const [first] = errorsOf(problems);
    return vector.error_code != null && first?.falcoCode !== vector.error_code
      ? [`code: ${first?.falcoCode}`]
      : [];
  }
  const wanted = [...new Set((vector.warnings ?? []).map(({ code }) => code))].sort();
  const warned = codesOf(problems).filter((code) => !unused.includes(code));
  const wrong =
    JSON.stringify(wanted.filter((code) => !unused.includes(code))) === JSON.stringify(warned)
      ? []
      : [`warnings: ${warned}`];
  const rules = compileRules(ruleset);
  return [
    ...wrong,
    ...vector.events.flatMap((values, index) => {
      const want = vector.match[index];
      const matched = rules.match(eventAt(values, index)).length > 0;
      return typeof want === "boolean" && matched !== want ? [`event ${index}: ${matched}`] : [];
    }),
  ];
}

test("conditions: load, error code, warnings and every event", () => {
  const wrong = conditions
    .filter((vector) => !mayDiffer(vector))
    .map((vector) => [vector.id, vector.condition.slice(0, 200), ...differences(vector)])
    .filter(({ length }) => length > 2);
  expect(wrong).toEqual([]);
});

test("conditions: those that may differ are the listed ones", () => {
  expect(
    conditions
      .filter(mayDiffer)
      .filter((vector) => differences(vector).length > 0)
      .map(({ id }) => id),
  ).toEqual(["cachequirk-0002", "cachequirk-0003", "cachequirk-0005"]);
});

test("conditions: what Falco prints of a compiled condition reads as the same condition", () => {
  const reread = (text: string) => {
    const parsed = parseCondition(text);
    return "condition" in parsed ? print(parsed.condition) : `can't read ${text}`;
  };
  // It quotes too little: what has a bracket, a comma or a backslash in a string does not read back.
  const lossy = /join|concat|getopt|\\|''|""|(["'])[^"']*[(),][^"']*\1/;
  const plain = conditions.filter(
    ({ ast, prelude, condition, tags }) =>
      typeof ast === "string" &&
      prelude === undefined &&
      !lossy.test(condition) &&
      !tags.includes("engine-bug"),
  );
  expect(plain.length).toBeGreaterThan(1000);
  expect(
    plain
      .filter(({ condition, ast }) => reread(condition) !== reread(ast ?? ""))
      .map(({ id, condition, ast }) => [id, condition, ast]),
  ).toEqual([]);
});

test("conditions: a syntax error points where Falco stopped", () => {
  // Offsets are bytes there. An escape is pointed at itself, not at the end of its string.
  const wrong = conditions
    .filter(
      ({ prelude, condition, pos }) =>
        prelude === undefined && pos !== undefined && !/[^\0-\x7f]/.test(condition),
    )
    .flatMap(({ id, condition, pos }) => {
      const parsed = parseCondition(condition);
      if ("condition" in parsed || parsed.problem.code === "bad-escape") return [];
      return BigInt(parsed.problem.start) === pos?.idx
        ? []
        : [[id, condition, pos?.idx, parsed.problem.start]];
    });
  expect(wrong).toEqual([]);
});

/** As the alerts were recorded. */
function alertsOf(vector: FilesVector) {
  const { ruleset } = loadRules(sourcesOf(vector));
  if (ruleset === undefined) return undefined;
  const rules = compileRules(ruleset);
  return vector.events.map((values, index) => {
    const event = eventAt(values, index);
    return rules.match(event, vector.options?.rule_matching).map((rule) => {
      const { rule: name, priority, output, tags, outputFields } = rules.alert(rule, event);
      return { rule: name, priority, output, tags, output_fields: outputFields };
    });
  });
}

const sourcesOf = ({ files: all }: FilesVector) =>
  all.map(({ name, content }) => ({ file: name, text: content }));

test("rule files: load and error code", () => {
  const wrong = files
    .filter(({ load: outcome }) => outcome !== "crash")
    .flatMap((vector) => {
      const { problems } = loadRules(sourcesOf(vector));
      const [first] = errorsOf(problems);
      if ((first === undefined) !== (vector.load === "ok")) return [[vector.id, first?.message]];
      const code = vector.errors[0]?.code;
      return code != null && first?.falcoCode !== code
        ? [[vector.id, code, first?.falcoCode, first?.message]]
        : [];
    });
  expect(wrong).toEqual([]);
});

test("rule files: warning codes, of those that load", () => {
  const wrong = files
    .filter(({ load: outcome }) => outcome === "ok")
    .flatMap((vector) => {
      const { problems } = loadRules(sourcesOf(vector), { unused: "after-every-file" });
      const [got, want] = [
        problems.map(({ falcoCode }) => falcoCode).sort(),
        vector.warnings.map(({ code }) => code).sort(),
      ];
      return JSON.stringify(got) === JSON.stringify(want) ? [] : [[vector.id, want, got]];
    });
  expect(wrong).toEqual([]);
});

test("rule files: alerts", () => {
  const wrong = files
    .filter(({ load: outcome }) => outcome === "ok")
    .flatMap((vector) => {
      const got = alertsOf(vector);
      const text = (value: unknown) =>
        JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? `${part}n` : part));
      return text(got) === text(vector.alerts) ? [] : [[vector.id, text(vector.alerts), text(got)]];
    });
  expect(wrong).toEqual([]);
});

test("rule files: what aborts Falco is refused or read", () => {
  const outcomes = files
    .filter(({ load: outcome }) => outcome === "crash")
    .map((vector) => [vector.id, loadRules(sourcesOf(vector)).problems.map(({ code }) => code)]);
  expect(outcomes).toMatchInlineSnapshot(`
    [
      [
        "type-102",
        [
          "bad-override-shape",
        ],
      ],
      [
        "yaml-015",
        [
          "not-an-item",
        ],
      ],
      [
        "yaml-109",
        [
          "not-a-map",
        ],
      ],
      [
        "yaml-110",
        [
          "not-an-item",
        ],
      ],
    ]
  `);
});
