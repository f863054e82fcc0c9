// Reads the recorded answers of Falco: JSON lines in which a uint64 is a plain number, however large.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../build/paths.ts";
import type { FieldValue } from "../../src/fields/field.ts";

export type Values = Readonly<Record<string, FieldValue>>;

export type ConditionVector = {
  readonly id: string;
  readonly tags: readonly string[];
  /** YAML before the rule: lists and macros. */
  readonly prelude?: string;
  readonly condition: string;
  readonly parse: "ok" | "error" | "crash";
  readonly error_code?: string | null;
  /** Where in the condition Falco stopped, 0-based. */
  readonly pos?: { readonly idx: bigint };
  readonly ast?: string | null;
  readonly warnings?: readonly { readonly code: string }[];
  readonly events: readonly Values[];
  /** What isn't a truth value is the message with which Falco ended at that event. */
  readonly match: readonly (boolean | string)[];
};

export type FilesVector = {
  readonly id: string;
  readonly tags: readonly string[];
  readonly files: readonly { readonly name: string; readonly content: string }[];
  readonly load: "ok" | "error" | "crash";
  readonly errors: readonly { readonly code: string | null; readonly file?: string }[];
  readonly warnings: readonly { readonly code: string; readonly file: string }[];
  readonly events: readonly Values[];
  readonly alerts: readonly (readonly unknown[])[];
  readonly options?: { readonly rule_matching?: "first" | "all" };
};

function wholeNumbers(_key: string, value: unknown, context?: { readonly source: string }): unknown {
  return typeof value === "number" && context !== undefined && /^[0-9]+$/.test(context.source)
    ? BigInt(context.source)
    : value;
}

export function readLines<T>(text: string): readonly T[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line, wholeNumbers) as T);
}

export function readVectors<T>(name: string): readonly T[] {
  return readLines<T>(readFileSync(join(root, "test", "vectors", name), "utf8"));
}
