import type { Priority } from "./priority.ts";

/** A value as an alert shows it: Falco prints an absent field as null and a uint64 as a number. */
export type OutputValue = string | bigint | boolean | readonly string[] | null;

/** One rule that matched one event, its output rendered. */
export type Alert = {
  readonly rule: string;
  readonly priority: Priority;
  /** Sorted, unique. */
  readonly tags: readonly string[];
  /** The rendered output, without time and priority. */
  readonly output: string;
  /** Plain fields that the output names, untransformed, by name in sorted order. */
  readonly outputFields: Readonly<Record<string, OutputValue>>;
};
