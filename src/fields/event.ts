import type { FieldValue } from "./field.ts";
import { type FieldName, fieldList, fieldTable } from "./table.ts";

/** What rules are evaluated over: one value a slot (see `Field.slot`), undefined where the field is absent. */
export type Event = readonly FieldValue[];

/** An event that is being filled, at first without any field; see `slots`. */
export type Draft = FieldValue[];

const blank: Event = fieldList.map(() => undefined);

export function draftEvent(): Draft {
  return blank.slice();
}

/** An event from values by field name; names that are no field are ignored. */
export function eventFrom(values: Readonly<Partial<Record<FieldName, FieldValue>>>): Event {
  const event = draftEvent();
  for (const name in values) {
    const field = fieldTable.get(name);
    if (field !== undefined) event[field.slot] = values[name as FieldName];
  }
  return event;
}
