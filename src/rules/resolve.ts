import type { Item, Problem, Span } from "../model/problem.ts";
import type { Check, Condition, MacroUse } from "./ast.ts";
import { checkCheck } from "./check.ts";
import { hintFor } from "./collect-lists.ts";
import type { Sources } from "./collect-rules.ts";
import {
  type Definitions,
  type MacroDefinition,
  type Piece,
  type RuleDefinition,
  textOf,
} from "./definitions.ts";
import { valuesMistake, withExceptions } from "./exceptions.ts";
import {
  beforeExpansion,
  type Expanded,
  expandLists,
  type ResolvedList,
  resolveLists,
} from "./expand-lists.ts";
import { type OutputMistake, readOutput } from "./output.ts";
import { type Parsed, parseCondition } from "./parse.ts";
import { lineAt } from "./position.ts";
import { type ProblemCode, type Reporter, reporterTo } from "./report.ts";
import type { OutputTemplate, Position, Ruleset, RulesetMacro, RulesetRule } from "./ruleset.ts";
import { sourceOffset } from "./source-offset.ts";
import { ownSource } from "./sources.ts";
import type { Fields, Mistake } from "./type-of.ts";
import { visit } from "./visit.ts";
import { warnConstants } from "./warn-constants.ts";

/** A condition that was read, with all that is needed to find a place in it in its author's file. */
type Read = {
  readonly pieces: readonly Piece[];
  readonly expanded: Expanded;
  readonly at: Span;
  readonly item: Item;
};

type ReadMacro = Read & { readonly condition: Condition | undefined; readonly definition: MacroDefinition };

/** What one state of the definitions is resolved with. */
type Work = {
  readonly definitions: Definitions;
  readonly sources: Sources;
  readonly report: Reporter;
  readonly lists: readonly ResolvedList[];
  readonly usedLists: Set<string>;
  readonly usedMacros: Set<string>;
  readonly macros: Map<string, ReadMacro>;
  readonly parsed: Map<string, Parsed>;
};

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
    parsed,
  };
  for (const macro of definitions.macros.values()) readMacro(macro, work);
  for (const macro of work.macros.values()) checkMacroUses(macro, work);
  const rules: RulesetRule[] = [];
  for (const rule of definitions.rules.values()) {
    if (!rule.knownSource) continue;
    const resolved = resolveRule(rule, work);
    if (resolved !== undefined && rule.source === ownSource) rules.push(resolved);
  }
  warnUnused(work);
  return { ruleset: { version: 1, rules, macros: macrosOf(rules, work) }, problems };
}

/** The span of a range of the expanded text, in the file where it was written. */
function spanOf({ pieces, expanded, at }: Read, start: number, end: number): Span {
  const from = placeOf(pieces, beforeExpansion(expanded, start));
  if (from === undefined) return at;
  const last = placeOf(pieces, Math.max(beforeExpansion(expanded, end), beforeExpansion(expanded, start)));
  const until =
    last !== undefined && last.source === from.source && last.offset >= from.offset
      ? last.offset
      : from.offset + end - start;
  return { source: from.source, start: from.offset, end: Math.min(until, from.limit) };
}

function placeOf(
  pieces: readonly Piece[],
  offset: number,
): { readonly source: Span["source"]; readonly offset: number; readonly limit: number } | undefined {
  let left = offset;
  for (const [at, { text, node }] of pieces.entries()) {
    if (left < text.length || (at === pieces.length - 1 && left === text.length))
      return node === undefined
        ? undefined
        : { source: node.source, offset: sourceOffset(node, left), limit: node.end };
    left -= text.length;
  }
  return undefined;
}

function readText(
  pieces: readonly Piece[],
  at: Span,
  item: Item,
  work: Work,
): Read & { readonly condition: Condition | undefined } {
  const expanded = expandLists(textOf(pieces), work.lists, work.usedLists);
  const read = { pieces, expanded, at, item };
  if (expanded.tooLong) {
    const start = expanded.edits.at(-1)?.name ?? 0;
    work.report.error(
      "too-long",
      spanOf(read, start, start),
      "the condition is too long with its lists put in",
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

function unknownMacro(read: Read, { name, start, end }: MacroUse, hint: string, work: Work): void {
  if (work.definitions.broken.has(`macro ${name}`)) return;
  work.report.error("unknown-macro", spanOf(read, start, end), `unknown macro "${name}"`, hint, read.item);
}

function macroHint(name: string, { definitions }: Work): string {
  if (definitions.lists.has(name)) return `"${name}" is a list: write "field in (${name})"`;
  return hintFor(name, definitions.macros.keys());
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

function resolveOutput(
  rule: RuleDefinition,
  fields: Fields,
  item: Item,
  work: Work,
): OutputTemplate | undefined {
  const text = textOf(rule.output);
  const cleaned = text.replaceAll("%container.info", "");
  const pieces = rule.output;
  const read: Read = { pieces, expanded: { text, edits: [], tooLong: false }, at: rule.at, item };
  if (cleaned !== text)
    work.report.warn(
      "deprecated",
      spanOf(read, 0, text.length),
      `"%container.info" is deprecated and left out`,
      "take it away",
      item,
    );
  const result = readOutput(cleaned, fields);
  if ("template" in result) return result.template;
  for (const mistake of result.mistakes) reportOutput(rule, mistake, read, work);
  return undefined;
}

function reportOutput(
  rule: RuleDefinition,
  { code, message, hint, start, end }: OutputMistake,
  read: Read,
  work: Work,
): void {
  // Leading blanks were trimmed from the text, but not from the scalar that offsets are of.
  const shift = leadingBlanks(read.pieces);
  const span = spanOf({ ...read, pieces: shift.pieces }, start + shift.by, end + shift.by);
  if (rule.skipIfUnknown && code === "unknown-output-field")
    work.report.warn(
      "skipped-unknown-field",
      span,
      `rule "${rule.name}" is left out: ${message}`,
      hint,
      read.item,
    );
  else work.report.error(code, span, message, hint, read.item);
}

function leadingBlanks(pieces: readonly Piece[]): { readonly pieces: readonly Piece[]; readonly by: number } {
  const [first, ...rest] = pieces;
  if (first?.node === undefined || first.node.value === first.text) return { pieces, by: 0 };
  return {
    pieces: [{ ...first, text: first.node.value }, ...rest],
    by: first.node.value.length - first.node.value.trimStart().length,
  };
}

/** A check of a rule, and in which text it was written: the rule's or a macro's. */
type Place = { readonly read: Read; readonly check: Check };

/** Checks of a condition and of the macros that it uses; undefined when a macro is missing. */
function placesOf(read: Read, condition: Condition, work: Work): readonly Place[] | undefined {
  const places: Place[] = [];
  const seen = new Set<string>();
  let complete = true;
  const add = (from: Read, part: Condition, inRule: boolean): void =>
    visit(part, (leaf) => {
      if (leaf.kind !== "macro") {
        places.push({ read: from, check: leaf });
        return;
      }
      work.usedMacros.add(leaf.name);
      const macro = work.macros.get(leaf.name);
      if (macro?.condition === undefined) {
        complete = false;
        if (macro === undefined && inRule) unknownMacro(from, leaf, macroHint(leaf.name, work), work);
      } else if (!seen.has(leaf.name)) {
        seen.add(leaf.name);
        add(macro, macro.condition, false);
      }
    });
  add(read, condition, true);
  return complete ? places : undefined;
}

/** Checks a rule with all its macros; false when it can't be evaluated. */
function checkRule(
  rule: RuleDefinition,
  read: Read,
  condition: Condition,
  fields: Fields,
  work: Work,
): boolean {
  const places = placesOf(read, condition, work);
  if (places === undefined) return false;
  const found = places.flatMap(({ read: from, check }) =>
    mistakesOf(rule, check, fields).map((mistake) => ({ from, check, mistake })),
  );
  const skipped = rule.skipIfUnknown && found[0]?.mistake.code === "unknown-field";
  for (const { from, check, mistake } of skipped ? found.slice(0, 1) : found) {
    const span = mistakeSpan(from, check, mistake.at);
    if (skipped)
      work.report.warn(
        "skipped-unknown-field",
        span,
        `rule "${rule.name}" is left out: ${mistake.message}`,
        mistake.hint,
        read.item,
      );
    else work.report.error(mistake.code as ProblemCode, span, mistake.message, mistake.hint, read.item);
  }
  if (found.length > 0) return false;
  for (const { read: from, check } of places)
    for (const { code, message, hint, at } of warnConstants(check, fields))
      work.report.warn(code, mistakeSpan(from, check, at), message, hint, read.item);
  if (rule.source !== ownSource && rule.warnEvttypes && !namesEventType(condition, work))
    work.report.warn(
      "no-event-type",
      rule.at,
      `rule "${rule.name}" looks at every event: its condition names no evt.type`,
      undefined,
      read.item,
    );
  return true;
}

/** Whether a condition holds for events of some types only. */
function namesEventType(condition: Condition, work: Work): boolean {
  switch (condition.kind) {
    case "and":
      return condition.terms.some((term) => namesEventType(term, work));
    case "or":
      return condition.terms.every((term) => namesEventType(term, work));
    case "not":
      return false;
    case "macro": {
      const macro = work.macros.get(condition.name)?.condition;
      return macro !== undefined && namesEventType(macro, work);
    }
    default:
      return condition.left.kind === "field" && condition.left.name === "evt.type";
  }
}

function mistakesOf({ source }: RuleDefinition, check: Check, fields: Fields): readonly Mistake[] {
  const mistakes = checkCheck(check, fields);
  return source === ownSource ? mistakes : mistakes.filter(({ code }) => code === "unknown-field");
}

/** Where in a check a word stands: behind the field for what is compared, anywhere for the rest. */
function mistakeSpan(read: Read, { start, end }: Check, word: string): Span {
  const text = read.expanded.text.slice(start, end);
  const found = text.indexOf(word);
  const at = found === -1 || word === "" ? text.lastIndexOf(word.slice(0, 20)) : found;
  return at === -1 || word === ""
    ? spanOf(read, start, end)
    : spanOf(read, start + at, start + at + word.length);
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
