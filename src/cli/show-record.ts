import type { Event } from "../fields/event.ts";
import type { JudgeOptions } from "../judge/judge.ts";
import type { Decision } from "../model/verdict.ts";
import { compileRules } from "../rules/compile.ts";
import { explain } from "../rules/explain.ts";
import type { Ruleset } from "../rules/ruleset.ts";
import type { StoredRecord } from "../store/record.ts";
import { type Because, checksOf } from "./explain.ts";
import { eventOf, judgeRecord } from "./judge-record.ts";

/** What a rule that matched once makes of the recorded fields today. */
export type AlertToday = {
  readonly rule: string;
  /** False when there is no such rule any more; then nothing else is known. */
  readonly inForce: boolean;
  readonly matches: boolean;
  /** "rules/40-threats.yaml:12" */
  readonly at: string | null;
  readonly because: readonly Because[];
};

/** What the rules of today make of a record; `alerts` in the record's order. */
export type RecordToday = {
  readonly now: Decision;
  readonly rule: string | null;
  readonly alerts: readonly AlertToday[];
};

export function recordToday(record: StoredRecord, ruleset: Ruleset, options: JudgeOptions): RecordToday {
  const event = eventOf(record.fields);
  const { verdict } = judgeRecord(record, compileRules(ruleset), options);
  return {
    now: verdict.decision,
    rule: verdict.rule ?? null,
    alerts: record.alerts.map(({ rule }) => alertToday(rule, ruleset, event)),
  };
}

function alertToday(rule: string, ruleset: Ruleset, event: Event): AlertToday {
  const found = ruleset.rules.find(({ name, enabled }) => name === rule && enabled);
  const explained = found === undefined ? undefined : explain(ruleset, rule, event);
  if (found === undefined || explained === undefined)
    return { rule, inForce: false, matches: false, at: null, because: [] };
  const at = `${found.at.file}:${found.at.line}`;
  return { rule, inForce: true, matches: explained.held, at, because: checksOf(explained) };
}
