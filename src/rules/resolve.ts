import type { Item, Problem, Span } from "../model/problem.ts";
import type { Condition, MacroUse } from "./ast.ts";
import { checkRule } from "./check-rule.ts";
import type { Sources } from "./collect-rules.ts";
import {
  type Definitions,
  type MacroDefinition,
  type Piece,
  type RuleDefinition,
  textOf,
} from "./definitions.ts";
import { valuesMistake, withExceptions } from "./exceptions.ts";
import { beforeExpansion, type Expanded, expandLists, resolveLists } from "./expand-lists.ts";
import { type ListSigns, signStart, signsIn } from "./list-signs.ts";
import { checkRuleSize, measureMacros } from "./measure.ts";
import { type Parsed, parseCondition } from "./parse.ts";
import { lineAt } from "./position.ts";
import { type ProblemCode, reporterTo } from "./report.ts";
import { resolveOutput } from "./resolve-output.ts";
import type { Position, Ruleset, RulesetMacro, RulesetRule } from "./ruleset.ts";
import { ownSource } from "./sources.ts";
import { visit } from "./visit.ts";
import { macroHint, type Read, type ReadMacro, spanOf, type Texts, unknownMacro, type Work } from "./work.ts";

export type Resolved = { readonly ruleset: Ruleset; readonly problems: readonly Problem[] };

/** Makes a ruleset of all that was defined so far. */
export function resolve(definitions: Definitions, sources: Sources, texts: Texts): Resolved {
  const problems: Problem[] = [];
  const usedLists = new Set<string>();
  const work: Work = {
    definitions,
    sources,
    report: reporterTo(problems),
    lists: resolveLists(definitions.lists, usedLists),
    usedLists,
    usedMacros: new Set(),
    macros: new Map(),
    sizes: new Map(),
    texts,
    outputs: new Map(),
    faultless: new Map(),
    grown: { characters: 0, tuples: 0 },
    checked: new Map(),
    looks: new Map(),
    said: new Map(),
    hints: new Map(),
    regexes: { seen: new Set(), pieces: new Set(), growth: 0 },
  };
  for (const macro of definitions.macros.values()) readMacro(macro, work);
  for (const macro of work.macros.values()) checkMacroUses(macro, work);
  measureMacros(work);
  const rules: RulesetRule[] = [];
  for (const rule of definitions.rules.values()) {
    if (!rule.knownSource) continue;
    const resolved = resolveRule(rule, work);
    if (resolved !== undefined && rule.source === ownSource) rules.push(resolved);
  }
  warnUnused(work);
  return { ruleset: { version: 1, rules, macros: macrosOf(rules, work) }, problems };
}

function readText(
  pieces: readonly Piece[],
  at: Span,
  item: Item,
  work: Work,
): Read & { readonly condition: Condition | undefined } {
  const written = textOf(pieces);
  const { expanded, parsed } = readSigned(written, work) ?? readExpanded(written, work);
  const read = { pieces, expanded, at, item };
  if (parsed === undefined) {
    const start = expanded.edits.at(-1)?.name ?? 0;
    const message = "with their lists put in as text, conditions are too long";
    work.report.error("too-long", spanOf(read, start, start), message, undefined, item);
    return { ...read, condition: undefined };
  }
  if ("condition" in parsed) return { ...read, condition: parsed.condition };
  const { code, message, hint, start, end } = parsed.problem;
  work.report.error(
    code as ProblemCode,
    spanOf(read, start, end),
    message,
    listHint(read, start, work) ?? hint,
    item,
  );
  return { ...read, condition: undefined };
}

/** A condition with its lists put in, and what it was read as; undefined where it became too long to be read. */
type Reading = { readonly expanded: Expanded; readonly parsed: Parsed | undefined };

/** Reads a condition with signs for its lists; undefined where a list stands in it as anything but values of a check. */
function readSigned(written: string, work: Work): Reading | undefined {
  const { texts } = work;
  if (written.includes(signStart)) return undefined;
  const expanded = expand(written, work, texts.signs);
  if (expanded.signs === 0) return undefined;
  if (expanded.tooLong) return { expanded, parsed: undefined };
  const parsed = parseOnce(expanded.text, texts, texts.signs.pieces);
  return "problem" in parsed || signsIn(parsed.condition, texts.signs) < expanded.signs
    ? undefined
    : { expanded, parsed };
}

function readExpanded(written: string, work: Work): Reading {
  const expanded = expand(written, work);
  return { expanded, parsed: expanded.tooLong ? undefined : parseOnce(expanded.text, work.texts) };
}

/** Most that lists may add to all conditions together, in characters, where their text is put in. */
const mostGrown = 1 << 18;

function expand(written: string, { lists, usedLists, grown }: Work, signs?: ListSigns): Expanded {
  const expanded = expandLists(written, lists, usedLists, mostGrown - grown.characters, signs);
  grown.characters += Math.max(0, expanded.text.length - written.length);
  return expanded;
}

function parseOnce(text: string, { parsed }: Texts, lists?: ListSigns["pieces"]): Parsed {
  const known = parsed.get(text) ?? parseCondition(text, lists);
  parsed.set(text, known);
  return known;
}

/** What to write where the text of a list does not fit. */
function listHint({ pieces, expanded }: Read, start: number, { lists }: Work): string | undefined {
  const at = beforeExpansion(expanded, start);
  if (!expanded.edits.some(({ name }) => name === at)) return undefined;
  const rest = textOf(pieces).slice(at);
  const name = [...lists.places.keys()].find((one) => rest.startsWith(one));
  return name === undefined ? undefined : `"${name}" is a list: write (${name})`;
}

function readMacro(definition: MacroDefinition, work: Work): void {
  const item = { kind: "macro", name: definition.name };
  work.macros.set(definition.name, {
    ...readText(definition.condition, definition.at, item, work),
    definition,
  });
}

function macroUses(condition: Condition): readonly MacroUse[] {
  const uses: MacroUse[] = [];
  visit(condition, (leaf) => {
    if (leaf.kind === "macro") uses.push(leaf);
  });
  return uses;
}

/** A macro sees those that were first defined before its own last change. */
function checkMacroUses({ definition, condition, ...read }: ReadMacro, work: Work): void {
  if (condition === undefined) return;
  for (const use of macroUses(condition)) {
    const target = work.definitions.macros.get(use.name);
    if (target === definition) {
      work.report.error(
        "macro-loop",
        spanOf(read, use.start, use.end),
        `macro "${use.name}" uses itself`,
        undefined,
        read.item,
      );
      continue;
    }
    if (target !== undefined && target.age.defined < definition.age.changed) {
      work.usedMacros.add(use.name);
      continue;
    }
    const hint =
      target === undefined
        ? macroHint(use.name, work)
        : `define macro "${use.name}" before "${definition.name}"`;
    unknownMacro(read, use, hint, work);
  }
}

function resolveRule(rule: RuleDefinition, work: Work): RulesetRule | undefined {
  const fields = work.sources.fieldsOf(rule.source);
  if (fields === undefined) return undefined;
  const item = { kind: "rule", name: rule.name };
  for (const exception of rule.exceptions) {
    const mistake = valuesMistake(exception);
    if (mistake === undefined) continue;
    work.report.error("bad-exception", exception.at, mistake, undefined, item);
    return undefined;
  }
  if (hasTooManyTuples(rule, work)) {
    const message = `files of this length may have ${mostTuples(work)} lists of values in their exceptions`;
    work.report.error("too-long", rule.at, message, undefined, item);
    return undefined;
  }
  const output = resolveOutput(rule, fields, item, work);
  if (output === "left-out") return undefined;
  const read = readText(withExceptions(rule.condition, rule.exceptions), rule.at, item, work);
  if (
    read.condition === undefined ||
    !checkRuleSize(read, read.condition, work) ||
    !checkRule(rule, read, read.condition, fields, work) ||
    output === undefined
  )
    return undefined;
  return {
    name: rule.name,
    desc: rule.desc,
    priority: rule.priority,
    source: rule.source,
    tags: rule.tags,
    enabled: rule.enabled,
    written: textOf(rule.condition),
    condition: read.condition,
    output,
    outputText: textOf(rule.output),
    at: positionIn(rule.at),
  };
}

/** Each becomes a part of the condition, several times as long as the shortest that can be written. */
const mostTuples = ({ definitions }: Work): number => 2_000 + (definitions.length >> 5);

function hasTooManyTuples({ exceptions }: RuleDefinition, work: Work): boolean {
  for (const { shape, values } of exceptions) if (shape === "tuple") work.grown.tuples += values.length;
  return work.grown.tuples > mostTuples(work);
}

function positionIn({ source, start }: Span): Position {
  const { line, column } = lineAt(source, start);
  return { file: source.file, line, column };
}

function warnUnused({ definitions, usedLists, usedMacros, report }: Work): void {
  for (const { name, at } of definitions.macros.values())
    if (!usedMacros.has(name))
      report.warn("unused-macro", at, `macro "${name}" is not used`, undefined, { kind: "macro", name });
  for (const { name, at } of definitions.lists.values())
    if (!usedLists.has(name))
      report.warn("unused-list", at, `list "${name}" is not used`, undefined, { kind: "list", name });
}

/** The macros that rules use, and those that these use. */
function macrosOf(rules: readonly RulesetRule[], { macros }: Work): Ruleset["macros"] {
  const found: Record<string, RulesetMacro> = {};
  const add = (condition: Condition): void => {
    for (const { name } of macroUses(condition)) {
      const macro = macros.get(name);
      if (macro?.condition === undefined || Object.hasOwn(found, name)) continue;
      found[name] = {
        condition: macro.condition,
        at: positionIn(macro.definition.at),
      };
      add(macro.condition);
    }
  };
  for (const { condition } of rules) add(condition);
  return found;
}
