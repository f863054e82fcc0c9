import { type Event, eventFrom } from "../fields/event.ts";
import type { FieldValue } from "../fields/field.ts";
import { fieldUse } from "../fields/table.ts";
import { type Problem, positionOf, type Source } from "../model/problem.ts";
import type { Decision } from "../model/verdict.ts";
import type { Rule, Rules } from "./compile.ts";
import { readNumber, readTruth } from "./constants.ts";
import { nearest } from "./nearest.ts";
import { lookUp, type MapNode, readYaml, type YamlNode } from "./read-yaml.ts";
import { type Reporter, reporterTo } from "./report.ts";
import { decisionOf } from "./verdict-tags.ts";

/** Data of a test as YAML 1.2 reads it: numbers, truth values and null where a text is not quoted. */
type Data = string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data };

/** What a tool call is made of; an injected function turns it into an event. */
type TestedCall = { readonly [key: string]: Data };

export type RuleTest = {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly given:
    | { readonly kind: "fields"; readonly event: Event }
    | { readonly kind: "call"; readonly call: TestedCall };
  /** The verdict that is expected; undefined when the test doesn't say. */
  readonly expect: Decision | undefined;
  /** Rules that must match, in any order and no others; undefined when the test doesn't say. */
  readonly rules: readonly string[] | undefined;
  /** Rules that must not match. */
  readonly without: readonly string[];
};

export type TestFile = { readonly tests: readonly RuleTest[]; readonly problems: readonly Problem[] };

const keys = ["name", "fields", "event", "expect", "rules", "without"];
const decisions: readonly Decision[] = ["allow", "ask", "deny"];

/** Reads a `*.test.yaml`: a list of tests, each with `fields` or `event`, and with `expect`, `rules` or `without`. */
export function readTestFile(source: Source): TestFile {
  const problems: Problem[] = [];
  const report = reporterTo(problems);
  const yaml = readYaml(source);
  for (const { code, message, hint, start, end } of yaml.problems)
    report.error(code, { source, start, end }, message, hint);
  const tests = yaml.documents.flatMap((document) => {
    if (document === undefined || (document.kind === "scalar" && document.isNull)) return [];
    if (document.kind === "list") return document.items.flatMap((item) => readTest(item, report) ?? []);
    report.error("not-a-list-of-items", document, "a test file must be a list of tests", "- name: …");
    return [];
  });
  return { tests, problems };
}

function readTest(item: YamlNode, report: Reporter): RuleTest | undefined {
  if (item.kind !== "map") return report.error("not-an-item", item, "a test must be a map", "- name: …");
  const bad = (node: YamlNode, message: string, hint?: string): undefined =>
    report.error("bad-test", node, message, hint);
  for (const [key] of item.entries)
    if (key.kind !== "scalar" || !keys.includes(key.value)) {
      const name = key.kind === "scalar" ? key.value : "";
      return bad(key, `unknown key "${name}"`, `did you mean "${nearest(name, keys) ?? "event"}"?`);
    }
  const name = lookUp(item, "name");
  if (name?.kind !== "scalar" || name.value === "") return bad(item, `a test needs a "name"`, "- name: …");
  const given = readGiven(item, bad);
  const expect = lookUp(item, "expect");
  const decision = expect?.kind === "scalar" ? decisions.find((one) => one === expect.value) : undefined;
  if (expect !== undefined && decision === undefined)
    return bad(expect, `"expect" must be allow, ask or deny`);
  const [rules, without] = [namesAt(item, "rules", bad), namesAt(item, "without", bad)];
  if (given === undefined || rules === "bad" || without === "bad") return undefined;
  if (expect === undefined && rules === undefined && without === undefined)
    return bad(name, "the test expects nothing", "expect: allow");
  const { line } = positionOf(name.source.text, name.start);
  return {
    name: name.value,
    file: name.source.file,
    line,
    given,
    expect: decision,
    rules,
    without: without ?? [],
  };
}

type Bad = (node: YamlNode, message: string, hint?: string) => undefined;

function namesAt(item: MapNode, key: string, bad: Bad): readonly string[] | undefined | "bad" {
  const node = lookUp(item, key);
  if (node === undefined) return undefined;
  if (node.kind !== "list" || node.items.some(({ kind }) => kind !== "scalar"))
    return bad(node, `"${key}" must be a list of rule names`) ?? "bad";
  return node.items.map((one) => (one.kind === "scalar" ? one.value : ""));
}

function readGiven(item: MapNode, bad: Bad): RuleTest["given"] | undefined {
  const [fields, event] = [lookUp(item, "fields"), lookUp(item, "event")];
  if ((fields === undefined) === (event === undefined))
    return bad(item, `a test needs either "fields" or "event"`);
  const node = fields ?? event;
  if (node?.kind !== "map") return bad(node ?? item, "the event must be a map");
  if (fields === undefined) return { kind: "call", call: dataOf(node) as TestedCall };
  const values: Record<string, FieldValue> = {};
  for (const [key, value] of node.entries) {
    const name = key.kind === "scalar" ? key.value : "";
    const read = fieldValue(name, value);
    if (read === undefined)
      return bad(
        key,
        fieldUse(name) !== undefined
          ? `"${name}" must be a ${fieldUse(name)?.field.type}`
          : `unknown field "${name}"`,
      );
    values[name] = read;
  }
  return { kind: "fields", event: eventFrom(values) };
}

/** A value of a field's type; undefined when it is none. */
function fieldValue(name: string, node: YamlNode): FieldValue {
  const type = fieldUse(name)?.field.type;
  if (type === "list")
    return node.kind === "list"
      ? node.items.map((item) => (item.kind === "scalar" ? item.value : ""))
      : undefined;
  if (node.kind !== "scalar" || type === undefined) return undefined;
  return type === "uint64" ? readNumber(node.value) : type === "bool" ? readTruth(node.value) : node.value;
}

const number = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/;

function dataOf(node: YamlNode): Data {
  switch (node.kind) {
    case "list":
      return node.items.map(dataOf);
    case "map":
      return Object.fromEntries(
        node.entries.map(([key, value]) => [key.kind === "scalar" ? key.value : "", dataOf(value)]),
      );
    case "scalar":
      if (node.isNull) return null;
      if (node.style !== "plain") return node.value;
      if (node.value === "true" || node.value === "false") return node.value === "true";
      return number.test(node.value) ? Number(node.value) : node.value;
  }
}

type TestResult = {
  readonly test: RuleTest;
  /** What was not as expected, in words; empty when the test passed. */
  readonly failures: readonly string[];
  readonly decision: Decision;
  readonly matched: readonly string[];
};

export type TestRun = {
  readonly results: readonly TestResult[];
  /** Names of rules that no test made match, in the order of evaluation. */
  readonly untested: readonly string[];
};

export type TestWorld = {
  /** Makes an event of a tool call, or says why that is impossible. */
  readonly eventOf: (call: TestedCall) => Event | { readonly failure: string };
  readonly decisionOf?: (rules: readonly Rule[]) => Decision;
};

export function runTests(tests: readonly RuleTest[], rules: Rules, world: TestWorld): TestRun {
  const fired = new Set<string>();
  const results = tests.map((test) => runTest(test, rules, world, fired));
  return { results, untested: rules.list.map(({ name }) => name).filter((name) => !fired.has(name)) };
}

function runTest(test: RuleTest, rules: Rules, world: TestWorld, fired: Set<string>): TestResult {
  const event = test.given.kind === "fields" ? test.given.event : world.eventOf(test.given.call);
  if ("failure" in event) return { test, failures: [event.failure], decision: "allow", matched: [] };
  const found = rules.match(event, "all");
  const matched = found.map(({ name }) => name);
  for (const name of matched) fired.add(name);
  const decision = (world.decisionOf ?? decisionOf)(found);
  return { test, failures: failuresOf(test, decision, matched), decision, matched };
}

function failuresOf(
  { expect, rules, without }: RuleTest,
  decision: Decision,
  matched: readonly string[],
): readonly string[] {
  const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");
  const missing = (rules ?? []).filter((name) => !matched.includes(name));
  const surplus =
    rules === undefined
      ? without.filter((name) => matched.includes(name))
      : matched.filter((name) => !rules.includes(name));
  return [
    ...(expect === undefined || expect === decision
      ? []
      : [`expected ${expect}, got ${decision}${matched.length > 0 ? ` by ${quoted(matched)}` : ""}`]),
    ...(missing.length === 0 ? [] : [`did not match: ${quoted(missing)}`]),
    ...(surplus.length === 0 ? [] : [`matched, but should not: ${quoted(surplus)}`]),
  ];
}
