import type { Event } from "../fields/event.ts";
import type { Check, Compare, CompareField, CompareList, Expression } from "./ast.ts";
import { upToNul } from "./bytes.ts";
import { compileExpression, isFalcoList, mayHoldNul, valueType } from "./compile-expression.ts";
import { readNumber, readTruth } from "./constants.ts";
import type { Getter } from "./derived-fields.ts";
import { type Piece, perPiece } from "./items.ts";
import type { OperatorTable } from "./operators/operator.ts";
import { numberTable, stringTable, truthTable } from "./operators/table.ts";

export type Matcher = (event: Event) => boolean;

/** A function that says whether a check holds for an event. */
export function compileCheck(check: Check): Matcher {
  switch (check.kind) {
    case "exists":
      return compileExists(compileExpression(check.left));
    case "compare":
    case "list":
      return compileConstants(check);
    case "field":
      return compileField(check);
  }
}

/** A list without elements does not exist. */
function compileExists(get: Getter): Matcher {
  return (event) => {
    const value = get(event);
    return value !== undefined && (!Array.isArray(value) || value.length > 0);
  };
}

function compileConstants(check: Compare | CompareList): Matcher {
  const get = compileExpression(check.left);
  switch (valueType(check.left)) {
    case "uint64": {
      const test = testOf(check, numbers);
      return (event) => {
        const value = get(event);
        return typeof value === "bigint" && test(value);
      };
    }
    case "bool": {
      const test = testOf(check, truths);
      return (event) => {
        const value = get(event);
        return typeof value === "boolean" && test(value);
      };
    }
    case "list":
      return compileList(get, textTest(check), isFalcoList(check.left) && check.operator === "in");
    case "string": {
      const test = textTest(check);
      return (event) => {
        const value = get(event);
        return typeof value === "string" && test(value);
      };
    }
  }
}

/** Some element, or for Falco's own lists with "in" every one. */
function compileList(get: Getter, test: (actual: string) => boolean, every: boolean): Matcher {
  return (event) => {
    const value = get(event);
    if (!Array.isArray(value)) return false;
    if (every) return value.length > 0 && value.every(test);
    for (const element of value) if (test(element)) return true;
    return false;
  };
}

function textTest(check: Compare | CompareList): (actual: string) => boolean {
  const test = testOf(check, texts);
  if (stringTable.get(check.operator)?.sees === "whole" || !mayHoldNul(check.left)) return test;
  return (actual) => test(upToNul(actual));
}

type Test<T> = (actual: T) => boolean;

/** What values of one type are compared by; a list's values are prepared once for all checks that have them. */
type Comparisons<T> = {
  /** With one value. */
  readonly one: (operator: string, wanted: string) => Test<T>;
  /** With values all at once, as `in` does. */
  readonly all: (wanted: Piece, operator: string) => Test<T>;
  /** With each of some values: whether any fits, whether all do, and how many. */
  readonly any: (wanted: Piece, operator: string) => Test<T>;
  readonly every: (wanted: Piece, operator: string) => Test<T>;
  readonly count: (wanted: Piece, operator: string) => (actual: T) => number;
};

function comparisonsOf<T>(table: OperatorTable<T>, read: (text: string) => T): Comparisons<T> {
  const prepare = (name: string, wanted: readonly T[]): Test<T> => {
    const operator = table.get(name);
    if (operator === undefined) throw new Error(`internal: no operator ${name}`);
    return operator.prepare(wanted);
  };
  const each = (wanted: Piece, operator: string) => wanted.map((one) => prepare(operator, [read(one)]));
  return {
    one: (operator, wanted) => prepare(operator, [read(wanted)]),
    all: perPiece((wanted, operator) => prepare(operator, wanted.map(read))),
    any: perPiece((wanted, operator) => {
      const tests = each(wanted, operator);
      return forLast((actual) => tests.some((test) => test(actual)));
    }),
    every: perPiece((wanted, operator) => {
      const tests = each(wanted, operator);
      return forLast((actual) => tests.every((test) => test(actual)));
    }),
    count: perPiece((wanted, operator) => {
      const tests = each(wanted, operator);
      return forLast((actual) => tests.reduce((sum, test) => sum + (test(actual) ? 1 : 0), 0));
    }),
  };
}

/** Remembers what it gave for the last value: a list's values are held against the same one by many conditions. */
function forLast<T, R>(give: (actual: T) => R): (actual: T) => R {
  let last: { readonly actual: T; readonly given: R } | undefined;
  return (actual) => {
    if (last === undefined || last.actual !== actual) last = { actual, given: give(actual) };
    return last.given;
  };
}

const texts = comparisonsOf(stringTable, (text) => text);
const numbers = comparisonsOf(numberTable, (text) => readNumber(text) ?? 0n);
const truths = comparisonsOf(truthTable, (text) => readTruth(text) ?? false);

/** Of no values at all, none of the three modifiers holds. */
function testOf<T>(check: Compare | CompareList, { one, all, any, every, count }: Comparisons<T>): Test<T> {
  const { operator } = check;
  if (check.kind === "compare") return one(operator, check.value);
  const { items, modifier } = check;
  if (modifier === undefined) return some(items.map((piece) => all(piece, operator)));
  switch (modifier) {
    case "anyof":
      return some(items.map((piece) => any(piece, operator)));
    case "allof": {
      const tests = items.map((piece) => every(piece, operator));
      return (actual) => tests.length > 0 && tests.every((test) => test(actual));
    }
    case "oneof": {
      const counts = items.map((piece) => count(piece, operator));
      return (actual) => counts.reduce((sum, counted) => sum + counted(actual), 0) === 1;
    }
  }
}

/** Any of them; of one, itself. */
function some<T>(tests: readonly Test<T>[]): Test<T> {
  const [first] = tests;
  if (tests.length === 1 && first !== undefined) return first;
  return (actual) => tests.some((test) => test(actual));
}

function compileField({ left, operator, right }: CompareField): Matcher {
  const [getLeft, getRight] = [compileExpression(left), compileExpression(right)];
  const type = valueType(left);
  if (type === "uint64") return compilePair(getLeft, getRight, numberTable.get(operator)?.compare, isNumber);
  if (type === "bool") return compilePair(getLeft, getRight, truthTable.get(operator)?.compare, isTruth);
  if (type === "string" && neverIn(operator, right)) return () => false;
  const compare = stringTable.get(operator)?.compare;
  const lists = type === "list" || valueType(right) === "list";
  const cut = mayHoldNul(left) || mayHoldNul(right) ? upToNul : undefined;
  const test =
    compare === undefined || cut === undefined ? compare : (a: string, b: string) => compare(cut(a), cut(b));
  return lists ? compileLists(getLeft, getRight, test) : compilePair(getLeft, getRight, test, isText);
}

/** Falco looks up the value that these transformers make with the NUL at its end, and never finds it. */
export function neverIn(operator: string, right: Expression): boolean {
  return (
    (operator === "in" || operator === "intersects") &&
    right.kind === "chain" &&
    valueType(right) === "string"
  );
}

const isNumber = (value: unknown): value is bigint => typeof value === "bigint";
const isTruth = (value: unknown): value is boolean => typeof value === "boolean";
const isText = (value: unknown): value is string => typeof value === "string";

function compilePair<T>(
  getLeft: Getter,
  getRight: Getter,
  compare: ((a: T, b: T) => boolean) | undefined,
  is: (value: unknown) => value is T,
): Matcher {
  if (compare === undefined) throw new Error("internal: an operator without a field on its right");
  return (event) => {
    const left = getLeft(event);
    if (!is(left)) return false;
    const right = getRight(event);
    return is(right) && compare(left, right);
  };
}

/** Some element of the left with some element of the right. */
function compileLists(
  getLeft: Getter,
  getRight: Getter,
  compare: ((a: string, b: string) => boolean) | undefined,
): Matcher {
  if (compare === undefined) throw new Error("internal: an operator without a field on its right");
  const elements = (get: Getter, event: Event): readonly string[] => {
    const value = get(event);
    return typeof value === "string" ? [value] : Array.isArray(value) ? value : [];
  };
  return (event) => {
    const rights = elements(getRight, event);
    return elements(getLeft, event).some((left) => rights.some((right) => compare(left, right)));
  };
}
