import { draftEvent, type Event, put } from "../../fields/event.ts";
import type { FieldType, FieldValue } from "../../fields/field.ts";
import { fieldUse, slots } from "../../fields/table.ts";

/** An event, or why the line is none. */
export type FieldLine =
  | { readonly event: Event; readonly unknown: readonly string[] }
  | { readonly error: string };

const largestUint64 = (1n << 64n) - 1n;

/** Digits of a number that JSON.parse may have rounded. */
const longNumber = /\d{16}/;

/** What whoever hands events to rules knows of each; a line may say otherwise. Nanoseconds. */
export type Arrival = { readonly number: bigint; readonly time: bigint; readonly sinceFirst: bigint };

/** Reads `{"tool.name": "Bash", …}`; null counts as absent. */
export function readFieldLine(text: string, { number, time, sinceFirst }: Arrival): FieldLine {
  const values = parseExactly(text);
  if (typeof values === "string") return { error: values };
  const event = draftEvent();
  event[slots["evt.num"]] = number;
  event[slots["evt.rawtime"]] = time;
  event[slots["evt.reltime"]] = sinceFirst;
  const unknown: string[] = [];
  for (const name in values) {
    const field = fieldUse(name)?.field;
    if (field === undefined) {
      unknown.push(name);
      continue;
    }
    const value = valueFor(name, field.type, values[name]);
    if (value instanceof Error) return { error: value.message };
    put(event, name, value);
  }
  return { event, unknown };
}

type Values = Readonly<Record<string, unknown>>;

/** A JSON object with whole numbers as bigint where a double would round them; a message when it is none. */
function parseExactly(text: string): Values | string {
  try {
    const plain: unknown = longNumber.test(text) ? JSON.parse(text, exactNumber) : JSON.parse(text);
    return typeof plain === "object" && plain !== null && !Array.isArray(plain)
      ? (plain as Values)
      : "the line is not a JSON object";
  } catch (error) {
    return `the line is not JSON: ${(error as Error).message}`;
  }
}

// The type of lib.es5 does not know the third parameter yet.
const exactNumber = (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === "number" && !Number.isSafeInteger(value) && /^\d+$/.test(context?.source ?? "")
    ? BigInt(context?.source ?? "")
    : value;

function valueFor(name: string, type: FieldType, value: unknown): FieldValue | Error {
  if (value === null || value === undefined) return undefined;
  switch (type) {
    case "string":
      return typeof value === "string" ? value : wrongType(name, "a string");
    case "bool":
      return typeof value === "boolean" ? value : wrongType(name, "true or false");
    case "uint64":
      return uint64(value) ?? wrongType(name, "a whole number from 0 to 2^64-1");
    case "list":
      return isListOfStrings(value) ? value : wrongType(name, "a list of strings");
  }
}

function uint64(value: unknown): bigint | undefined {
  const isWhole =
    typeof value === "bigint" ||
    (typeof value === "number" && Number.isSafeInteger(value)) ||
    (typeof value === "string" && /^\d{1,20}$/.test(value));
  const number = isWhole ? BigInt(value) : -1n;
  return number >= 0n && number <= largestUint64 ? number : undefined;
}

function isListOfStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

const wrongType = (name: string, wanted: string): Error => new Error(`"${name}" is not ${wanted}`);
