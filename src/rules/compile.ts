import type { Event } from "../fields/event.ts";
import type { Alert } from "../model/alert.ts";
import type { Priority } from "../model/priority.ts";
import type { Condition } from "./ast.ts";
import { compileCheck, type Matcher } from "./compile-check.ts";
import { type CompiledOutput, compileOutput } from "./compile-output.ts";
import type { Position, Ruleset, RulesetMacro, RulesetRule } from "./ruleset.ts";

export type Rule = {
  readonly name: string;
  readonly desc: string;
  readonly priority: Priority;
  readonly tags: readonly string[];
  readonly at: Position;
};

/** Stop at the first rule that matches, or find all. */
export type Matching = "all" | "first";

export type Rules = {
  /** Enabled rules in the order of evaluation. */
  readonly list: readonly Rule[];
  /** Rules that match an event, in their order. */
  match(event: Event, matching?: Matching): readonly Rule[];
  alert(rule: Rule, event: Event): Alert;
};

const none: readonly Rule[] = [];

/** Compiles a condition to a closure. A macro is compiled once, however many conditions use it. */
export function conditionCompiler(macros: Ruleset["macros"]): (condition: Condition) => Matcher {
  const compiled = new Map<RulesetMacro, Matcher>();
  const compile = (condition: Condition): Matcher => {
    switch (condition.kind) {
      case "and": {
        const terms = condition.terms.map(compile);
        return (event) => {
          for (const term of terms) if (!term(event)) return false;
          return true;
        };
      }
      case "or": {
        const terms = condition.terms.map(compile);
        return (event) => {
          for (const term of terms) if (term(event)) return true;
          return false;
        };
      }
      case "not": {
        const term = compile(condition.term);
        return (event) => !term(event);
      }
      case "macro": {
        const macro = macros[condition.name];
        if (macro === undefined) throw new Error(`internal: no macro ${condition.name}`);
        const known = compiled.get(macro) ?? compile(macro.condition);
        compiled.set(macro, known);
        return known;
      }
      default:
        return compileCheck(condition);
    }
  };
  return compile;
}

type Compiled = {
  readonly rule: Rule;
  readonly matches: Matcher;
  readonly source: RulesetRule;
  output: CompiledOutput | undefined;
};

/** Makes rules that can be asked about events. */
export function compileRules(ruleset: Ruleset): Rules {
  const compile = conditionCompiler(ruleset.macros);
  const compiled: readonly Compiled[] = ruleset.rules
    .filter(({ enabled }) => enabled)
    .map((source) => {
      const { name, desc, priority, tags, at } = source;
      return {
        rule: { name, desc, priority, tags, at },
        matches: compile(source.condition),
        source,
        output: undefined,
      };
    });
  const byRule = new Map(compiled.map((one) => [one.rule, one]));
  return {
    list: compiled.map(({ rule }) => rule),
    match: (event, matching = "all") => {
      let found: Rule[] | undefined;
      for (const { rule, matches } of compiled) {
        if (!matches(event)) continue;
        if (matching === "first") return [rule];
        found ??= [];
        found.push(rule);
      }
      return found ?? none;
    },
    alert: (rule, event) => {
      const one = byRule.get(rule);
      if (one === undefined) throw new Error(`internal: rule ${rule.name} is not of these`);
      one.output ??= compileOutput(one.source.output);
      return alertOf(rule, one.output, event);
    },
  };
}

function alertOf({ name, priority, tags }: Rule, output: CompiledOutput, event: Event): Alert {
  return { rule: name, priority, tags, output: output.render(event), outputFields: output.fields(event) };
}
