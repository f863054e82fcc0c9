import { agentFields } from "./agent.ts";
import { cmdFields } from "./cmd.ts";
import { evtFields } from "./evt.ts";
import type { Field, FieldDoc } from "./field.ts";
import { toolFields } from "./tool.ts";

const docs = { ...agentFields, ...toolFields, ...cmdFields, ...evtFields };

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
