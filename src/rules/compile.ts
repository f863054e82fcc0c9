import type { Event } from "../fields/event.ts";
import type { Alert } from "../model/alert.ts";
import type { Priority } from "../model/priority.ts";
import type { Check, CompareList, Condition } from "./ast.ts";
import { compileCheck, type Matcher } from "./compile-check.ts";
import { type CompiledOutput, compileOutput } from "./compile-output.ts";
import { countOf } from "./items.ts";
import { keyPrinter } from "./print.ts";
import { everyCondition, indexConditions } from "./rule-index.ts";
import type { Position, Ruleset, RulesetMacro, RulesetRule } from "./ruleset.ts";
import { triggerFinder } from "./triggers.ts";

export type Rule = {
  readonly name: string;
  readonly desc: string;
  readonly priority: Priority;
  readonly tags: readonly string[];
  readonly at: Position;
};

/** Stop at the first rule that matches, or find all. */
type Matching = "all" | "first";

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
        const known = compiled.get(macro) ?? oncePerEvent(compile(macro.condition), macro.condition);
        compiled.set(macro, known);
        return known;
      }
      default:
        return isLong(condition) ? longCheck(condition) : lazily(() => compileCheck(condition));
    }
  };
  const longChecks = new Map<string, Matcher>();
  const keyOf = keyPrinter();
  const longCheck = (condition: CompareList): Matcher =>
    lazily(() => {
      const key = keyOf(condition);
      const known = longChecks.get(key) ?? oncePerEvent(compileCheck(condition), condition);
      longChecks.set(key, known);
      return known;
    });
  return compile;
}

/** Compiles when first asked: most checks are never reached by the one event that a hook without a daemon judges. */
function lazily(make: () => Matcher): Matcher {
  let matches: Matcher | undefined;
  return (event) => {
    matches ??= make();
    return matches(event);
  };
}

/** Values of a check after which it is asked once for all the conditions that have it. */
const manyValues = 50;

const isLong = (check: Check): check is CompareList =>
  check.kind === "list" && countOf(check.items) > manyValues;

/** Remembers the answer for the event that was asked about last, unless it is as quick to ask again. */
function oncePerEvent(matches: Matcher, condition: Condition): Matcher {
  if (condition.kind !== "list" && condition.kind !== "and" && condition.kind !== "or") return matches;
  let last: Event | undefined;
  let held = false;
  return (event) => {
    if (event !== last) {
      held = matches(event);
      last = event;
    }
    return held;
  };
}

/** Rules with the same condition, which is evaluated once for all of them. */
type Case = {
  readonly condition: Condition;
  readonly rules: readonly number[];
  matches: Matcher | undefined;
};

/** Events after which the index is built. A process that judges one call is done before it would have paid. */
const eventsBeforeIndex = 48;

/** Makes rules that can be asked about events. Conditions and outputs are compiled when they are first needed. */
export function compileRules(ruleset: Ruleset): Rules {
  const sources = ruleset.rules.filter(({ enabled }) => enabled);
  const list = sources.map(
    ({ name, desc, priority, tags, at }): Rule => ({ name, desc, priority, tags, at }),
  );
  const match = matcherOf(sources, list, ruleset.macros);
  const outputs = new Map<Rule, CompiledOutput>();
  const places = new Map(list.map((rule, at) => [rule, at]));
  const outputOf = (rule: Rule): CompiledOutput => {
    const source = sources[places.get(rule) ?? -1];
    if (source === undefined) throw new Error(`internal: rule ${rule.name} is not of these`);
    const output = compileOutput(source.output);
    outputs.set(rule, output);
    return output;
  };
  return {
    list,
    match,
    alert: (rule, event) => alertOf(rule, outputs.get(rule) ?? outputOf(rule), event),
  };
}

function matcherOf(
  sources: readonly RulesetRule[],
  list: readonly Rule[],
  macros: Ruleset["macros"],
): Rules["match"] {
  const compile = conditionCompiler(macros);
  let cases: readonly Case[] = sources.map(({ condition }, at) => ({
    condition,
    rules: [at],
    matches: undefined,
  }));
  let candidates = everyCondition(cases.length);
  let events = 0;
  let event: Event = [];
  let first = false;
  let found: number[] | undefined;
  const each = (index: number): boolean => {
    const one = cases[index] as Case;
    one.matches ??= compile(one.condition);
    if (!one.matches(event)) return true;
    found ??= [];
    found.push(...one.rules);
    return !first;
  };
  return (next, matching = "all") => {
    events += 1;
    if (events === eventsBeforeIndex) {
      cases = distinctCases(sources);
      candidates = indexConditions(cases.map(({ condition }) => condition).map(triggerFinder(macros)));
    }
    event = next;
    first = matching === "first";
    found = undefined;
    candidates(next, each);
    return found === undefined ? none : rulesAt(found, list, first);
  };
}

/** Rules by their place in the list, in its order; only the first if that is all that is wanted. */
function rulesAt(places: number[], list: readonly Rule[], first: boolean): readonly Rule[] {
  const sorted = places.length === 1 ? places : places.sort((a, b) => a - b);
  const rules: Rule[] = [];
  for (const place of sorted) {
    rules.push(list[place] as Rule);
    if (first) break;
  }
  return rules;
}

/** Conditions that differ, in the order of their first rules. */
function distinctCases(sources: readonly RulesetRule[]): readonly Case[] {
  const cases = new Map<string, Case & { readonly rules: number[] }>();
  const keyOf = keyPrinter();
  for (const [at, { condition }] of sources.entries()) {
    const key = keyOf(condition);
    const known = cases.get(key);
    if (known === undefined) cases.set(key, { condition, rules: [at], matches: undefined });
    else known.rules.push(at);
  }
  return [...cases.values()];
}

function alertOf({ name, priority, tags }: Rule, output: CompiledOutput, event: Event): Alert {
  return { rule: name, priority, tags, output: output.render(event), outputFields: output.fields(event) };
}
