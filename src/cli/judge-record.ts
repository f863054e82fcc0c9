import { draftEvent, type Event, put } from "../fields/event.ts";
import type { Field, FieldValue } from "../fields/field.ts";
import { fieldList, fieldUse } from "../fields/table.ts";
import { type Judgement, type JudgeOptions, judgeEvent } from "../judge/judge.ts";
import type { Rules } from "../rules/compile.ts";
import type { StoredRecord } from "../store/record.ts";

/** Judges a recorded call by its recorded fields. */
export function judgeRecord(
  { id, fields }: StoredRecord,
  rules: Rules,
  options: JudgeOptions = {},
): Pick<Judgement, "verdict" | "alerts"> {
  return judgeEvent(eventOf(fields), rules, /^\d{1,20}$/.test(id) ? BigInt(id) : 0n, options);
}

/** Empty texts are not recorded, but a text field of an event is "" then, and not absent. */
export function eventOf(fields: StoredRecord["fields"]): Event {
  const event = draftEvent();
  for (const field of fieldList)
    if (field.argument === undefined) event[field.slot] = valueFor(field, fields[field.name]);
  for (const name in fields) {
    const field = name.endsWith("]") ? fieldUse(name)?.field : undefined;
    if (field !== undefined) put(event, name, valueFor(field, fields[name]));
  }
  return event;
}

function valueFor({ type }: Field, value: unknown): FieldValue {
  switch (type) {
    case "string":
      return typeof value === "string" ? value : "";
    case "uint64":
      return typeof value === "bigint" || Number.isSafeInteger(value)
        ? BigInt(value as bigint | number)
        : undefined;
    case "bool":
      return typeof value === "boolean" ? value : undefined;
    case "list":
      return Array.isArray(value) ? value.map(String) : undefined;
  }
}
