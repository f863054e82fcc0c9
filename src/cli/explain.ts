import { adapterNamed } from "../agents/registry.ts";
import { type Event, namedValues } from "../fields/event.ts";
import type { FieldValue } from "../fields/field.ts";
import { type Judgement, judge } from "../judge/judge.ts";
import type { Decision } from "../model/verdict.ts";
import type { Config } from "../platform/config-keys.ts";
import { decisionsByTag, tagsOf } from "../platform/config-tags.ts";
import { locateHome } from "../platform/home.ts";
import { configIn } from "../platform/in-force.ts";
import { userRuleFiles, withoutDisabled } from "../platform/rules-files.ts";
import { worldFor } from "../platform/world.ts";
import { compileRules } from "../rules/compile.ts";
import { decisive, explain as explainRule, type Explanation as Part } from "../rules/explain.ts";
import type { Ruleset } from "../rules/ruleset.ts";
import { decisionOf } from "../rules/verdict-tags.ts";
import { Refusal } from "./refusal.ts";
import { loadChosen, printProblems, readSource, readSources } from "./rule-files.ts";

export type Asked = {
  readonly tool: string;
  readonly input: unknown;
  /** The session's folder. */
  readonly cwd: string;
  readonly rules: readonly string[];
  readonly homeOption: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What rule files are relative to. */
  readonly here: string;
  readonly stderr: { readonly write: (text: string) => unknown };
};

export type Because = {
  readonly check: string;
  readonly held: boolean;
  /** What the call had; null where it had nothing. */
  readonly actual: string | null;
};

export type MatchedRule = {
  readonly rule: string;
  /** What this rule alone would decide. */
  readonly verdict: Decision;
  readonly priority: string;
  readonly tags: readonly string[];
  readonly output: string;
  /** "rules/40-threats.yaml:12" */
  readonly at: string;
  /** The checks that made the condition hold; one that did not hold stands under a "not". */
  readonly because: readonly Because[];
};

export type Explanation = {
  readonly verdict: Decision;
  readonly rule: string | null;
  readonly reason: string;
  readonly rules: readonly MatchedRule[];
  /** Every field of the call that has a value. */
  readonly understood: readonly { readonly field: string; readonly value: string }[];
};

/** Undefined when rules have errors, which are then on stderr. */
export async function explain(asked: Asked): Promise<Explanation | undefined> {
  const home = locateHome(asked.homeOption, asked.env);
  const own = userRuleFiles(home).map((file) => readSource(file, asked.here));
  const files = [...own, ...readSources(asked.rules, asked.here)];
  const { ruleset, problems } = await loadChosen({ builtin: true, files });
  await printProblems(problems, asked.stderr);
  if (ruleset === undefined) return undefined;
  const config = await configIn(home);
  return explainBy(withoutDisabled(ruleset, config.disabled), config, asked);
}

function explainBy(ruleset: Ruleset, config: Config, asked: Asked): Explanation {
  const adapter = adapterNamed("claude-code");
  if (adapter === undefined) throw new Error("internal: no adapter for Claude Code");
  const world = { ...worldFor(0n), correlationId: 1n };
  const judged = judge(adapter, hookInput(asked), compileRules(ruleset), world, {
    matching: config.matching,
    tags: tagsOf(config),
  });
  if ("undecodable" in judged) throw new Refusal(judged.undecodable);
  const { verdict, alerts, event } = judged;
  return {
    verdict: verdict.decision,
    rule: verdict.rule ?? null,
    reason: verdict.reason,
    rules: alerts.map((alert) => matchedRule(alert, ruleset, event, decisionsByTag(config))),
    understood: namedValues(event)
      .filter(([name, value]) => /^(tool|cmd|session)\.|^agent\.real_cwd$/.test(name) && hasValue(value))
      .map(([field, value]) => ({ field, value: valueText(value) })),
  };
}

const hookInput = ({ tool, input, cwd }: Asked): object => ({
  session_id: "",
  transcript_path: "",
  cwd,
  permission_mode: "default",
  hook_event_name: "PreToolUse",
  tool_name: tool,
  tool_input: input,
  tool_use_id: "",
});

function matchedRule(
  alert: Judgement["alerts"][number],
  ruleset: Ruleset,
  event: Event,
  byTag: Readonly<Record<string, Decision>>,
): MatchedRule {
  const found = ruleset.rules.find(({ name }) => name === alert.rule);
  if (found === undefined) throw new Error(`internal: no rule ${alert.rule}`);
  const { rule, priority, tags, output } = alert;
  return {
    rule,
    verdict: decisionOf([alert], byTag),
    priority,
    tags,
    output,
    at: `${found.at.file}:${found.at.line}`,
    because: becauseOf(rule, ruleset, event),
  };
}

function becauseOf(rule: string, ruleset: Ruleset, event: Event): readonly Because[] {
  const explained = explainRule(ruleset, rule, event);
  return explained === undefined ? [] : checksOf(explained);
}

/** The checks that made a condition come out as it did. */
export function checksOf(explained: Part): readonly Because[] {
  return decisive(explained).map(({ text, held, actual }) => ({
    check: text,
    held,
    actual: actual === undefined ? null : valueText(actual),
  }));
}

const hasValue = (value: FieldValue): boolean =>
  value !== undefined && value !== "" && value !== false && !(Array.isArray(value) && value.length === 0);

const valueText = (value: FieldValue): string => (Array.isArray(value) ? value.join("  ·  ") : String(value));
