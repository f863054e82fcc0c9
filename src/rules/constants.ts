import { byteLength } from "./bytes.ts";
import { numberTable, stringTable, truthTable } from "./operators/table.ts";
import type { ValueType } from "./type-of.ts";

/** Longest constant that Falco takes, in bytes; numbers may have any number of digits. */
const maxConstant = 255;

const largest = 2n ** 64n - 1n;

/** Reads a uint64 as C's scanf("%lu") does: blanks and a sign before it, decimal, negative wraps, too large is the largest. */
export function readNumber(text: string): bigint | undefined {
  const found = /^[ \t\n\v\f\r]*([+-]?)([0-9]+)$/.exec(text);
  if (found === null) return undefined;
  const value = BigInt(found[2] ?? "");
  if (value > largest) return largest;
  return found[1] === "-" ? BigInt.asUintN(64, -value) : value;
}

export function readTruth(text: string): boolean | undefined {
  return text === "true" ? true : text === "false" ? false : undefined;
}

/** Why a constant can't be compared with a field of a type; undefined when it can. */
export function refusedConstant(
  text: string,
  operator: string,
  type: ValueType,
): readonly [code: string, message: string] | undefined {
  const length = byteLength(text);
  if (type !== "uint64" && length > maxConstant)
    return ["constant-too-long", `the value is ${length} bytes long, and ${maxConstant} is the most`];
  switch (type) {
    case "uint64":
      return readNumber(text) === undefined ? ["not-a-number", `"${text}" is not a number`] : undefined;
    case "bool":
      return readTruth(text) === undefined
        ? ["not-a-truth-value", `"${text}" is neither true nor false`]
        : undefined;
    default: {
      const reason = stringTable.get(operator)?.refuse?.(text);
      return reason === undefined ? undefined : ["bad-regex", `bad regular expression: ${reason}`];
    }
  }
}

/** Whether values of a type can be compared by an operator. */
export function supports(type: ValueType, operator: string): boolean {
  switch (type) {
    case "uint64":
      return numberTable.has(operator);
    case "bool":
      return truthTable.has(operator);
    case "items":
      return operator === "in" || operator === "intersects";
    default:
      return stringTable.has(operator);
  }
}
