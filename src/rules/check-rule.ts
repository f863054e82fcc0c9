import type { Span } from "../model/problem.ts";
import type { Check, Condition } from "./ast.ts";
import { checkCheck } from "./check.ts";
import type { RuleDefinition } from "./definitions.ts";
import { valuesOf } from "./items.ts";
import { growthOfRegex } from "./regex.ts";
import type { ProblemCode } from "./report.ts";
import { ownSource, sourceHint } from "./sources.ts";
import type { Fields, Mistake } from "./type-of.ts";
import { visit } from "./visit.ts";
import { type ConstantWarning, warnConstants } from "./warn-constants.ts";
import { macroHint, type Read, spanOf, unknownMacro, type Work } from "./work.ts";

/** A check of a rule, and in which text it was written: the rule's or a macro's. */
type Place = { readonly read: Read; readonly check: Check };

type Places = { readonly places: readonly Place[]; readonly macros: ReadonlySet<string> };

/** Checks of a condition and of the macros that it uses, but for those without fault; undefined when a macro is missing. */
function placesOf(
  read: Read,
  condition: Condition,
  faultless: ReadonlySet<string>,
  work: Work,
): Places | undefined {
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
      } else if (!seen.has(leaf.name) && !faultless.has(leaf.name)) {
        seen.add(leaf.name);
        add(macro, macro.condition, false);
      }
    });
  add(read, condition, true);
  return complete ? { places, macros: seen } : undefined;
}

/** Checks a rule with all its macros; false when it can't be evaluated. */
export function checkRule(
  rule: RuleDefinition,
  read: Read,
  condition: Condition,
  fields: Fields,
  work: Work,
): boolean {
  const faultless = work.faultless.get(rule.source) ?? new Set();
  work.faultless.set(rule.source, faultless);
  const used = placesOf(read, condition, faultless, work);
  if (used === undefined) return false;
  if (reportMistakes(rule, read, used.places, fields, work) > 0) return false;
  if (reportWarnings(rule, read, used.places, fields, work) === 0)
    for (const name of used.macros) faultless.add(name);
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

/** How many there are. */
function reportMistakes(
  rule: RuleDefinition,
  read: Read,
  places: readonly Place[],
  fields: Fields,
  work: Work,
): number {
  const found = places.flatMap(({ read: from, check }) =>
    mistakesOf(rule, check, fields, work).map((mistake) => ({ from, check, mistake })),
  );
  const skipped = rule.skipIfUnknown && found[0]?.mistake.code === "unknown-field";
  for (const { from, check, mistake } of skipped ? found.slice(0, 1) : found) {
    if (saidOften(mistake.message, work)) continue;
    const span = mistakeSpan(from, check, mistake.at, work);
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
  return found.length;
}

/** How many there are. */
function reportWarnings(
  rule: RuleDefinition,
  read: Read,
  places: readonly Place[],
  fields: Fields,
  work: Work,
): number {
  let count = 0;
  for (const { read: from, check } of places)
    for (const { code, message, hint, at } of warningsOf(rule, check, fields, work)) {
      count += 1;
      if (!saidOften(message, work))
        work.report.warn(code, mistakeSpan(from, check, at, work), message, hint, read.item);
    }
  return count;
}

/** How many rules are told the same: thousands may use the list or the macro that it is about. */
const mostRepeats = 20;

function saidOften(message: string, { said }: Work): boolean {
  const times = said.get(message) ?? 0;
  said.set(message, times + 1);
  return times >= mostRepeats;
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

/** A check in a macro is looked at once for all rules of a source that use it. */
function mistakesOf(
  { source }: RuleDefinition,
  check: Check,
  fields: Fields,
  work: Work,
): readonly Mistake[] {
  const known = work.checked.get(check);
  if (known?.source === source) return known.mistakes;
  const mistakes = source === ownSource ? ownMistakes(check, fields, work) : foreignMistakes(check, fields);
  work.checked.set(check, { source, mistakes });
  return mistakes;
}

function warningsOf(
  { source }: RuleDefinition,
  check: Check,
  fields: Fields,
  work: Work,
): readonly ConstantWarning[] {
  const known = work.looks.get(check);
  if (known?.source === source) return known.warnings;
  const warnings = warnConstants(check, fields);
  work.looks.set(check, { source, warnings });
  return warnings;
}

function foreignMistakes(check: Check, fields: Fields): readonly Mistake[] {
  return checkCheck(check, fields)
    .filter(({ code }) => code === "unknown-field")
    .map((mistake) => ({ ...mistake, hint: sourceHint }));
}

function ownMistakes(check: Check, fields: Fields, work: Work): readonly Mistake[] {
  const mistakes = checkCheck(check, fields);
  return mistakes.length > 0 ? mistakes : regexesTooLarge(check, work);
}

/** How much larger all regular expressions together may become by writing out their repetitions. */
const mostGrowth = 50_000;

/** Each is compiled at the first event that gets to it, and that event must not wait for all of them. */
function regexesTooLarge(check: Check, { regexes }: Work): readonly Mistake[] {
  if ((check.kind !== "compare" && check.kind !== "list") || check.operator !== "regex") return [];
  const pieces =
    check.kind === "compare" ? [[check.value]] : check.items.filter((piece) => !regexes.pieces.has(piece));
  for (const piece of pieces) regexes.pieces.add(piece);
  for (const text of valuesOf(pieces)) {
    if (regexes.seen.has(text)) continue;
    regexes.seen.add(text);
    regexes.growth += growthOfRegex(text);
    if (regexes.growth <= mostGrowth) continue;
    // Said once: of those that follow, too, only all together are too large.
    regexes.growth = Number.NEGATIVE_INFINITY;
    return [
      {
        code: "bad-regex",
        message: `with "${text.slice(0, 40)}" the repetitions of all regular expressions are more than ${mostGrowth} when written out`,
        hint: "repeat with * or +, or fewer times",
        at: text,
      },
    ];
  }
  return [];
}

const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && /[\w.]/.test(character);

/** A list can have the same wrong value thousands of times. */
const mostTries = 100;

/** Where a word stands by itself, and not as a part of another; a field without an argument before one with it. */
function findWord(text: string, word: string): number {
  let first: number | undefined;
  let tries = mostTries;
  for (let at = text.indexOf(word); at !== -1 && word !== "" && tries > 0; at = text.indexOf(word, at + 1)) {
    tries -= 1;
    const end = at + word.length;
    const cut =
      (isWordCharacter(word[0]) && isWordCharacter(text[at - 1])) ||
      (isWordCharacter(word.at(-1)) && isWordCharacter(text[end]));
    if (!cut && text[end] !== "[") return at;
    if (!cut) first ??= at;
  }
  return first ?? text.indexOf(word);
}

/** The sign of the list that a word in a check comes from. */
function signOfListWith(word: string, check: Check, { texts }: Work): string | undefined {
  if (check.kind !== "list") return undefined;
  const piece = check.items.find((one) => texts.signs.known.has(one) && one.includes(word));
  return [...texts.signs.pieces].find(([, one]) => one === piece)?.[0];
}

/** Where in a check a word stands: behind the field for what is compared, anywhere for the rest. */
function mistakeSpan(read: Read, check: Check, word: string, work: Work): Span {
  const { start, end } = check;
  const text = read.expanded.text.slice(start, end);
  const found = findWord(text, word);
  const sign = found === -1 ? signOfListWith(word, check, work) : undefined;
  if (sign !== undefined) {
    const at = start + text.indexOf(sign);
    return spanOf(read, at, at + sign.length);
  }
  const at = found === -1 || word === "" ? text.lastIndexOf(word.slice(0, 20)) : found;
  return at === -1 || word === ""
    ? spanOf(read, start, end)
    : spanOf(read, start + at, start + at + word.length);
}
