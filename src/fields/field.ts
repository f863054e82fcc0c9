import type { argumentKinds } from "./argument.ts";

/** Types a field can have. A list is a list of strings. */
export type FieldType = "string" | "uint64" | "bool" | "list";

/** A field's value in one event; undefined when the event does not carry the field. */
export type FieldValue = string | bigint | boolean | readonly string[] | undefined;

/** What the author of a rule reads about a field. */
export type FieldDoc = {
  readonly type: FieldType;
  readonly doc: string;
  readonly example: string;
  /** What must stand in brackets behind the field's name; without it, nothing can. */
  readonly argument?: keyof typeof argumentKinds;
};

export type Field = FieldDoc & {
  readonly name: string;
  /** Where an event keeps this field's value: an index from 0, dense over all fields. */
  readonly slot: number;
};

/** The name under which a field's value stands in outputs and records: `session.mark_count[secret_read]`. */
export function fullName(name: string, argument: string | undefined): string {
  return argument === undefined ? name : `${name}[${argument}]`;
}
