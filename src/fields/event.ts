import { type FieldValue, fullName } from "./field.ts";
import { type FieldName, fieldList, fieldTable, fieldUse } from "./table.ts";

/** Values of a field that takes an argument, by argument. */
export type Keyed = ReadonlyMap<string, FieldValue>;

/**
 * What rules are evaluated over: one value a slot (see `Field.slot`), undefined where the field is absent. Only of a
 * field that takes an argument, it is a `Keyed`.
 */
export type Event = readonly (FieldValue | Keyed)[];

/** An event that is being filled, at first without any field; see `slots`. */
export type Draft = (FieldValue | Keyed)[];

const blank: Event = fieldList.map(() => undefined);

export function draftEvent(): Draft {
  return blank.slice();
}

/** Values by full name. */
type Values = Readonly<Partial<Record<FieldName | `${FieldName}[${string}]`, FieldValue>>>;

/** An event from values by field name; names that are no field are ignored. */
export function eventFrom(values: Values): Event {
  const event = draftEvent();
  for (const name in values) put(event, name, values[name as FieldName]);
  return event;
}

/** Puts a field's value into an event, by its full name; false when there is no such field. */
export function put(event: Draft, name: string, value: FieldValue): boolean {
  const plain = fieldTable.get(name);
  if (plain !== undefined && plain.argument === undefined) {
    event[plain.slot] = value;
    return true;
  }
  const use = fieldUse(name);
  if (use === undefined) return false;
  const { field, argument } = use;
  if (value !== undefined)
    event[field.slot] = new Map([...(keyedAt(event, field.slot) ?? []), [argument, value]]);
  return true;
}

/** The values in the slot of a field that takes an argument. */
export function keyedAt(event: Event, slot: number): Keyed | undefined {
  return event[slot] as Keyed | undefined;
}

/** The value in the slot of a field that takes no argument. */
export function valueAt(event: Event, slot: number): FieldValue {
  return event[slot] as FieldValue;
}

/** Every value of an event by its full name, in the order of the slots. */
export function namedValues(event: Event): readonly (readonly [name: string, value: FieldValue])[] {
  return fieldList.flatMap(({ name, slot, argument }) => {
    if (argument === undefined) return [[name, valueAt(event, slot)] as const];
    return [...(keyedAt(event, slot) ?? [])].map(([key, value]) => [fullName(name, key), value] as const);
  });
}
