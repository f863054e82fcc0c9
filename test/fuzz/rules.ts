// Rule files out of random characters, and real ones with random changes: none crashes, hangs or means something else.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../build/paths.ts";
import { eventFrom } from "../../src/fields/event.ts";
import type { Condition, Expression } from "../../src/rules/ast.ts";
import { compileRules } from "../../src/rules/compile.ts";
import { lintRules } from "../../src/rules/lint.ts";
import { loadRules } from "../../src/rules/load.ts";
import { parseCondition } from "../../src/rules/parse.ts";
import { print } from "../../src/rules/print.ts";
import { printProblem } from "../../src/rules/print-problem.ts";
import { visit } from "../../src/rules/visit.ts";
import { evaluate } from "../rules/naive.ts";
import { type ConditionVector, readVectors, type Values } from "../rules/vectors.ts";
import { below, mutate, pick, type Random } from "./random.ts";

export const pieces: readonly string[] = [
  ..."()[]{}\"'\\,=<>!.%&*|>-?:#~@`$ \n\r\t\b\v\0",
  ..."and|or|not|not |not(|and(|or(|in |in(|exists|contains |icontains |startswith |endswith |glob |regex |pmatch |intersects ".split(
    "|",
  ),
  ...'anyof (|allof (|oneof (|val(|tolower(|len(|b64(|join(",", (|concat(|getopt((|tool.name|agent.pid|session.mark_count[a]|session.mark_call["a"]|session.mark_call[|cmd.names|cmd.dynamic'.split(
    "|",
  ),
  ..."\n- |: |\n  |: >\n    |: |\n |&a |*a|<<: |---\n|...|%YAML 1.2|!!str |null|true|\n\t|rule: |macro: |list: |items: |override: ".split(
    "|",
  ),
  ..."append: true|exceptions: |[[]]|[]|{}|42|-1|0x2a|18446744073709551616|é|日本|🙂|\ud800|\ufeff|\u00a0|a{2}|(a|[[:alpha:]]|\\d".split(
    "|",
  ),
];

const conditions = readVectors<ConditionVector>("falco-conditions.jsonl")
  .map(({ condition }) => condition)
  .filter(({ length }) => length < 2_000);
const folders = [join(root, "rules"), join(root, "test", "golden", "problems")];
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => readFileSync(join(folder, name), "utf8").slice(0, 6_000)),
);

const events: readonly Values[] = [
  {
    "tool.name": "Bash",
    "tool.input_command": "rm -rf /",
    "agent.pid": 42n,
    "cmd.names": ["rm"],
    "cmd.dynamic": true,
  },
  { "tool.name": "", "tool.file_path": "/etc/é", "agent.pid": 0n, "cmd.names": [] },
  {},
];

/**
 * Most that may be computed for 64 KiB, in ms: 50 on a machine that has nothing else to do, and twice that where tests
 * run beside each other.
 */
export const patience = 100;

/** Milliseconds that this thread computed. */
export function cpuTime(once: () => void): number {
  const before = process.threadCpuUsage();
  once();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1e3;
}

/** Loads a file and asks everything that one can ask of the outcome; throws when an answer can't be right. */
export function exercise(text: string): void {
  const source = { file: "fuzz.yaml", text };
  const { ruleset, problems } = loadRules([source]);
  for (const problem of problems) {
    if (problem.span.start < 0 || problem.span.end > text.length)
      throw new Error(`a problem lies outside of the file: ${problem.message}`);
  }
  for (const problem of problems.slice(0, 50)) printProblem(problem);
  if ((ruleset === undefined) !== problems.some(({ severity }) => severity === "error"))
    throw new Error("rules without an error, or neither");
  if (ruleset === undefined) return;
  lintRules(ruleset, [source]);
  const rules = compileRules(ruleset);
  for (const values of events) {
    const event = eventFrom(values);
    for (const rule of rules.match(event)) rules.alert(rule, event);
  }
}

/** A rule file with one rule of a condition. */
export function ruleWith(condition: string): string {
  return `- rule: R\n  desc: d\n  condition: ${JSON.stringify(condition)}\n  output: x %tool.name\n  priority: INFO\n  source: coding_agent\n`;
}

/** What a condition means must survive being printed, and be what a naive interpreter says. */
export function checkMeaning(condition: string): void {
  const parsed = parseCondition(condition);
  if ("problem" in parsed) return;
  const again = parseCondition(print(parsed.condition));
  if ("problem" in again || print(again.condition) !== print(parsed.condition))
    throw new Error(`does not read back: ${print(parsed.condition)}`);
  const { ruleset } = loadRules([{ file: "fuzz.yaml", text: ruleWith(condition) }]);
  const rule = ruleset?.rules[0];
  if (ruleset === undefined || rule === undefined || !isPlain(rule.condition)) return;
  const rules = compileRules(ruleset);
  for (const values of events)
    if (rules.match(eventFrom(values)).length > 0 !== evaluate(rule.condition, {}, values))
      throw new Error(`compiled and naive differ: ${condition}`);
}

/** Whether the naive interpreter knows all of it. */
function isPlain(condition: Condition): boolean {
  let plain = true;
  const plainExpression = (expression: Expression): boolean => {
    if (expression.kind === "chain")
      return !expression.names.includes("b64") && plainExpression(expression.of);
    return expression.kind === "text" || (expression.kind === "field" && !expression.name.startsWith("evt."));
  };
  visit(condition, (leaf) => {
    if (leaf.kind === "macro") return;
    plain &&= plainExpression(leaf.left) && (leaf.kind !== "field" || plainExpression(leaf.right));
    if (leaf.kind === "compare" || leaf.kind === "list")
      plain &&=
        /^(?:[=!]=?|i?contains|startswith|endswith|in|intersects)$/.test(leaf.operator) &&
        !isNumber(leaf.left);
  });
  return plain;
}

const isNumber = (expression: Expression): boolean =>
  expression.kind === "chain"
    ? expression.names.includes("len") || isNumber(expression.of)
    : expression.kind === "field" && /pid|correlation/.test(expression.name);

function randomText(random: Random): string {
  return Array.from({ length: 1 + below(random, 80) }, () =>
    random() < 0.8 ? pick(random, pieces) : String.fromCharCode(below(random, 0x3000)),
  ).join("");
}

/** One round: a file, a condition, or a changed one of either. */
export function fuzz(random: Random): void {
  const kind = random();
  if (kind < 0.5) {
    const condition = mutate(random, pick(random, conditions), pieces);
    attempt(condition, () => checkMeaning(condition));
    attempt(condition, () => exercise(ruleWith(condition)));
  } else {
    const text =
      kind < 0.8
        ? mutate(random, pick(random, files), pieces)
        : kind < 0.9
          ? randomText(random)
          : ruleWith(randomText(random));
    attempt(text, () => exercise(text));
  }
}

function attempt(input: string, once: () => void): void {
  try {
    once();
  } catch (cause) {
    throw new Error(`failed on ${JSON.stringify(input)}`, { cause });
  }
}
