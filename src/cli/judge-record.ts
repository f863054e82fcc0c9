import type { Event } from "../fields/event.ts";
import type { Field, FieldValue } from "../fields/field.ts";
import { fieldList } from "../fields/table.ts";
import { type Judgement, judgeEvent } from "../judge/judge.ts";
import type { Rules } from "../rules/compile.ts";
import type { StoredRecord } from "../store/record.ts";

/** Judges a recorded call by its recorded fields. */
export function judgeRecord(
  { id, fields }: StoredRecord,
  rules: Rules,
): Pick<Judgement, "verdict" | "alerts"> {
  return judgeEvent(eventOf(fields), rules, /^\d{1,20}$/.test(id) ? BigInt(id) : 0n);
}

/** Empty texts are not recorded, but a text field of an event is "" then, and not absent. */
export function eventOf(fields: StoredRecord["fields"]): Event {
  return fieldList.map((field) => valueFor(field, fields[field.name]));
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
