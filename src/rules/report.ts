import type { Item, Problem, Span } from "../model/problem.ts";

/** Falco's own code for each of ours; "" for what Falco has no code for. */
const falcoCodes = {
  "yaml-syntax": "LOAD_ERR_YAML_PARSE",
  "anchor-loop": "LOAD_ERR_YAML_VALIDATE",
  "yaml-too-large": "",
  "not-a-list-of-items": "LOAD_ERR_YAML_VALIDATE",
  "not-an-item": "LOAD_ERR_YAML_VALIDATE",
  "missing-key": "LOAD_ERR_YAML_VALIDATE",
  "empty-key": "LOAD_ERR_YAML_VALIDATE",
  "not-a-text": "LOAD_ERR_YAML_VALIDATE",
  "empty-text": "LOAD_ERR_YAML_VALIDATE",
  "bad-value": "LOAD_ERR_YAML_VALIDATE",
  "not-a-list": "LOAD_ERR_YAML_VALIDATE",
  "not-a-map": "LOAD_ERR_YAML_VALIDATE",
  "bad-list-item": "LOAD_ERR_YAML_VALIDATE",
  "unknown-priority": "LOAD_ERR_YAML_VALIDATE",
  "bad-version": "LOAD_ERR_YAML_VALIDATE",
  "bad-override": "LOAD_ERR_YAML_VALIDATE",
  "override-key": "LOAD_ERR_YAML_VALIDATE",
  "bad-override-shape": "LOAD_ERR_VALIDATE",
  "nothing-to-change": "LOAD_ERR_VALIDATE",
  "other-source": "LOAD_ERR_VALIDATE",
  "empty-append": "LOAD_ERR_VALIDATE",
  "bad-exception": "LOAD_ERR_VALIDATE",
  "engine-version": "LOAD_ERR_VALIDATE",
  "plugin-version-form": "LOAD_ERR_VALIDATE",
  "plugin-version": "",
  "unknown-macro": "LOAD_ERR_VALIDATE",
  "macro-loop": "LOAD_ERR_VALIDATE",
  syntax: "LOAD_ERR_COMPILE_CONDITION",
  "unknown-operator": "LOAD_ERR_COMPILE_CONDITION",
  "bad-escape": "LOAD_ERR_COMPILE_CONDITION",
  "too-deep": "LOAD_ERR_COMPILE_CONDITION",
  "too-long": "LOAD_ERR_COMPILE_CONDITION",
  "unknown-field": "LOAD_ERR_COMPILE_CONDITION",
  "field-argument": "LOAD_ERR_COMPILE_CONDITION",
  "argument-type": "LOAD_ERR_COMPILE_CONDITION",
  "argument-count": "LOAD_ERR_COMPILE_CONDITION",
  "operator-type": "LOAD_ERR_COMPILE_CONDITION",
  "operator-right-field": "LOAD_ERR_COMPILE_CONDITION",
  "right-field-type": "LOAD_ERR_COMPILE_CONDITION",
  "constant-too-long": "LOAD_ERR_COMPILE_CONDITION",
  "not-a-number": "LOAD_ERR_COMPILE_CONDITION",
  "not-a-truth-value": "LOAD_ERR_COMPILE_CONDITION",
  "bad-regex": "LOAD_ERR_COMPILE_CONDITION",
  "bad-output": "LOAD_ERR_COMPILE_OUTPUT",
  "unknown-output-field": "LOAD_ERR_COMPILE_OUTPUT",
  "unknown-source": "LOAD_UNKNOWN_SOURCE",
  "no-event-type": "LOAD_NO_EVTTYPE",
  "skipped-unknown-field": "LOAD_UNKNOWN_FILTER",
  "unused-macro": "LOAD_UNUSED_MACRO",
  "unused-list": "LOAD_UNUSED_LIST",
  "unknown-item": "LOAD_UNKNOWN_ITEM",
  deprecated: "LOAD_DEPRECATED_ITEM",
  "append-without-values": "LOAD_APPEND_NO_VALUES",
  "exception-name-twice": "LOAD_EXCEPTION_NAME_NOT_UNIQUE",
  "macro-name": "LOAD_INVALID_MACRO_NAME",
  "list-name": "LOAD_INVALID_LIST_NAME",
  "field-as-text": "LOAD_COMPILE_CONDITION",
  "transformer-as-text": "LOAD_COMPILE_CONDITION",
  "simple-regex": "LOAD_COMPILE_CONDITION",
  "unknown-key": "LOAD_UNKNOWN_KEY",
  // What only the linter finds, and what is wrong with tests of rules.
  "never-matches": "",
  "never-holds": "",
  "shadowed-rule": "",
  "absent-output-field": "",
  "unknown-verdict-tag": "",
  "no-verdict-tag": "",
  "bad-mark-label": "",
  "unknown-mark": "",
  "bad-test": "",
} as const;

export type ProblemCode = keyof typeof falcoCodes;

/** Takes what a pass finds wrong. */
export type Reporter = {
  readonly error: (code: ProblemCode, span: Span, message: string, hint?: string, item?: Item) => undefined;
  readonly warn: (code: ProblemCode, span: Span, message: string, hint?: string, item?: Item) => undefined;
};

export function reporterTo(problems: Problem[]): Reporter {
  const report =
    (severity: Problem["severity"]) =>
    (
      code: ProblemCode,
      { source, start, end }: Span,
      message: string,
      hint?: string,
      item?: Item,
    ): undefined => {
      const problem = {
        severity,
        code,
        falcoCode: falcoCodes[code],
        message,
        span: { source, start, end: Math.max(start, end) },
      };
      problems.push({
        ...problem,
        ...(hint === undefined ? {} : { hint }),
        ...(item === undefined ? {} : { item }),
      });
    };
  return { error: report("error"), warn: report("warning") };
}
