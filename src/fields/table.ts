import { agentFields } from "./agent.ts";
import { argumentKinds } from "./argument.ts";
import { cmdFields } from "./cmd.ts";
import { evtFields } from "./evt.ts";
import type { Field, FieldDoc } from "./field.ts";
import { sessionFields } from "./session.ts";
import { toolFields } from "./tool.ts";

const docs = { ...agentFields, ...toolFields, ...cmdFields, ...sessionFields, ...evtFields };

export type FieldName = keyof typeof docs;

/** Every field, in the order of their slots. */
export const fieldList: readonly Field[] = Object.entries<FieldDoc>(docs).map(([name, field], slot) => ({
  ...field,
  name,
  slot,
}));

/** Every field by its name. */
export const fieldTable: ReadonlyMap<string, Field> = new Map(fieldList.map((field) => [field.name, field]));

/** Where an event keeps each field. */
export const slots = Object.fromEntries(fieldList.map(({ name, slot }) => [name, slot])) as Readonly<
  Record<FieldName, number>
>;

/** A field with its argument; the argument is "" where the field takes none. */
export type FieldUse = { readonly field: Field; readonly argument: string };

/** Reads a full name; undefined where there is no such field, or an argument is missing, not wanted or not valid. */
export function fieldUse(full: string): FieldUse | undefined {
  const open = full.indexOf("[");
  const field = fieldTable.get(open === -1 ? full : full.slice(0, open));
  if (field === undefined || (field.argument === undefined) !== (open === -1)) return undefined;
  if (field.argument === undefined) return { field, argument: "" };
  const argument = full.slice(open + 1, -1);
  const valid = full.endsWith("]") && argumentKinds[field.argument].pattern.test(argument);
  return valid ? { field, argument } : undefined;
}
