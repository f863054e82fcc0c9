import type { Event } from "../fields/event.ts";
import type { FieldValue } from "../fields/field.ts";
import type { Condition } from "./ast.ts";
import { conditionCompiler } from "./compile.ts";
import type { Matcher } from "./compile-check.ts";
import { compileExpression } from "./compile-expression.ts";
import { print } from "./print.ts";
import type { Ruleset } from "./ruleset.ts";

/** One part of a condition, and whether it held. Every part is evaluated, also those that did not matter. */
export type Explanation = {
  readonly kind: "and" | "or" | "not" | "macro" | "check";
  readonly held: boolean;
  readonly text: string;
  /** What the event had left of the operator. Only of a check. */
  readonly actual?: FieldValue;
  /** Terms of an "and" or "or", what a "not" negates, or a macro's condition. */
  readonly parts: readonly Explanation[];
};

/** Explains a rule for an event; undefined when there is no rule of that name. */
export function explain(ruleset: Ruleset, rule: string, event: Event): Explanation | undefined {
  const found = ruleset.rules.find(({ name }) => name === rule);
  if (found === undefined) return undefined;
  return explainCondition(found.condition, ruleset, conditionCompiler(ruleset.macros), event);
}

function explainCondition(
  condition: Condition,
  ruleset: Ruleset,
  compile: (part: Condition) => Matcher,
  event: Event,
): Explanation {
  const inner = (part: Condition) => explainCondition(part, ruleset, compile, event);
  const whole = (kind: Explanation["kind"], held: boolean, parts: readonly Explanation[]): Explanation => ({
    kind,
    held,
    text: print(condition),
    parts,
  });
  switch (condition.kind) {
    case "and": {
      const parts = condition.terms.map(inner);
      return whole(
        "and",
        parts.every(({ held }) => held),
        parts,
      );
    }
    case "or": {
      const parts = condition.terms.map(inner);
      return whole(
        "or",
        parts.some(({ held }) => held),
        parts,
      );
    }
    case "not": {
      const part = inner(condition.term);
      return whole("not", !part.held, [part]);
    }
    case "macro": {
      const macro = ruleset.macros[condition.name];
      if (macro === undefined) throw new Error(`internal: no macro ${condition.name}`);
      const part = inner(macro.condition);
      return whole("macro", part.held, [part]);
    }
    default: {
      const actual = compileExpression(condition.left)(event);
      const explained = whole("check", compile(condition)(event), []);
      return actual === undefined ? explained : { ...explained, actual };
    }
  }
}

/** The checks that made a condition come out as it did: changing any other changes nothing. */
export function decisive({ kind, held, parts, ...rest }: Explanation): readonly Explanation[] {
  switch (kind) {
    case "check":
      return [{ kind, held, parts, ...rest }];
    case "and":
      return parts.filter((part) => held || !part.held).flatMap(decisive);
    case "or":
      return parts.filter((part) => !held || part.held).flatMap(decisive);
    case "not":
    case "macro":
      return parts.flatMap(decisive);
  }
}
