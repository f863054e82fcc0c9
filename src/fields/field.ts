/** Types a field can have. A list is a list of strings. */
export type FieldType = "string" | "uint64" | "bool" | "list";

/** A field's value in one event; undefined when the event does not carry the field. */
export type FieldValue = string | bigint | boolean | readonly string[] | undefined;

/** What the author of a rule reads about a field. */
export type FieldDoc = { readonly type: FieldType; readonly doc: string; readonly example: string };

export type Field = FieldDoc & {
  readonly name: string;
  /** Where an event keeps this field's value: an index from 0, dense over all fields. */
  readonly slot: number;
};
