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
import { checkRuleSize, measureMacros } from "./measure.ts";
import { type Parsed, parseCondition } from "./parse.ts";
import { lineAt } from "./position.ts";
import { type ProblemCode, reporterTo } from "./report.ts";
import { resolveOutput } from "./resolve-output.ts";
import type { Position, Ruleset, RulesetMacro, RulesetRule } from "./ruleset.ts";
import { ownSource } from "./sources.ts";
import { visit } from "./visit.ts";
import { macroHint, type Read, type ReadMacro, spanOf, unknownMacro, type Work } from "./work.ts";

export type Resolved = { readonly ruleset: Ruleset; readonly problems: readonly Problem[] };

/** Makes a ruleset of all that was defined so far. `parsed` remembers conditions from one file's end to the next. */
export function resolve(definitions: Definitions, sources: Sources, parsed: Map<string, Parsed>): Resolved {
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
    parsed,
    outputs: new Map(),
    faultless: new Map(),
    grown: { characters: 0 },
    checked: new Map(),
    looks: new Map(),
    hints: new Map(),
    regexes: { seen: new Set(), growth: 0 },
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
  const expanded = expandLists(textOf(pieces), work.lists, work.usedLists);
  const read = { pieces, expanded, at, item };
  if (expanded.tooLong || growsTooMuch(pieces, expanded, work)) {
    const start = expanded.edits.at(-1)?.name ?? 0;
    work.report.error(
      "too-long",
      spanOf(read, start, start),
      expanded.tooLong
        ? "the condition is too long with its lists put in"
        : "all conditions together are too long with their lists put in",
      undefined,
      item,
    );
    return { ...read, condition: undefined };
  }
  const parsed = work.parsed.get(expanded.text) ?? parseCondition(expanded.text);
  work.parsed.set(expanded.text, parsed);
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

/** Most that lists may add to all conditions together, in characters: each is read and compiled anew. */
const mostGrown = 1 << 23;

function growsTooMuch(pieces: readonly Piece[], { text, edits }: Expanded, { grown, parsed }: Work): boolean {
  if (edits.length > 0 && !parsed.has(text))
    grown.characters += Math.max(0, text.length - textOf(pieces).length);
  return grown.characters > mostGrown;
}

/** What to write where the text of a list does not fit. */
function listHint({ pieces, expanded }: Read, start: number, { lists }: Work): string | undefined {
  const at = beforeExpansion(expanded, start);
  if (!expanded.edits.some(({ name }) => name === at)) return undefined;
  const rest = textOf(pieces).slice(at);
  const list = lists.find(({ name }) => rest.startsWith(name));
  return list === undefined ? undefined : `"${list.name}" is a list: write (${list.name})`;
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
  const output = resolveOutput(rule, fields, item, work);
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
    text: read.expanded.text,
    condition: read.condition,
    output,
    outputText: textOf(rule.output),
    at: positionIn(rule.at),
  };
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
        text: macro.expanded.text,
        condition: macro.condition,
        at: positionIn(macro.definition.at),
      };
      add(macro.condition);
    }
  };
  for (const { condition } of rules) add(condition);
  return found;
}
