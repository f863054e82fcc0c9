import { type Event, keyedAt, valueAt } from "../fields/event.ts";
import type { FieldValue } from "../fields/field.ts";
import { fieldTable, fieldUse } from "../fields/table.ts";

/** Reads one field of an event. */
export type Getter = (event: Event) => FieldValue;

const two = (number: bigint) => String(number).padStart(2, "0");

/** Date and time of day, UTC, from nanoseconds since 1970. https://howardhinnant.github.io/date_algorithms.html */
function clock(nanoseconds: bigint): {
  readonly date: string;
  readonly time: string;
  readonly fraction: string;
} {
  const seconds = nanoseconds / 1_000_000_000n;
  const days = seconds / 86_400n + 719_468n;
  const era = days / 146_097n;
  const day = days % 146_097n;
  const year = (day - day / 1_460n + day / 36_524n - day / 146_096n) / 365n;
  const dayOfYear = day - (365n * year + year / 4n - year / 100n);
  const shifted = (5n * dayOfYear + 2n) / 153n;
  const month = shifted < 10n ? shifted + 3n : shifted - 9n;
  const date = `${era * 400n + year + (month <= 2n ? 1n : 0n)}-${two(month)}-${two(dayOfYear - (153n * shifted + 2n) / 5n + 1n)}`;
  const time = [(seconds / 3_600n) % 24n, (seconds / 60n) % 60n, seconds % 60n].map(two).join(":");
  return { date, time, fraction: String(nanoseconds % 1_000_000_000n).padStart(9, "0") };
}

/** What follows from another field, where the event has it. */
type Derived = { readonly from: string; readonly derive: (value: bigint) => FieldValue };

const seconds = (nanoseconds: bigint) => nanoseconds / 1_000_000_000n;
const remainder = (nanoseconds: bigint) => nanoseconds % 1_000_000_000n;

/** What follows from the time of an event. */
const ofTime: Readonly<Record<string, (rawtime: bigint) => FieldValue>> = {
  "evt.rawtime.s": seconds,
  "evt.rawtime.ns": remainder,
  "evt.time": (rawtime) => `${clock(rawtime).time}.${clock(rawtime).fraction}`,
  "evt.time.s": (rawtime) => clock(rawtime).time,
  "evt.time.iso8601": (rawtime) =>
    `${clock(rawtime).date}T${clock(rawtime).time}.${clock(rawtime).fraction}+0000`,
  "evt.datetime": (rawtime) => `${clock(rawtime).date} ${clock(rawtime).time}.${clock(rawtime).fraction}`,
  "evt.datetime.s": (rawtime) => `${clock(rawtime).date} ${clock(rawtime).time}`,
};

function derivedField(name: string): Derived | undefined {
  const derive = ofTime[name];
  if (derive !== undefined) return { from: "evt.rawtime", derive };
  if (name === "evt.reltime.s") return { from: "evt.reltime", derive: seconds };
  return name === "evt.reltime.ns" ? { from: "evt.reltime", derive: remainder } : undefined;
}

/** What every event has, unless it says otherwise. */
const constants: Readonly<Record<string, FieldValue>> = {
  "evt.source": "coding_agent",
  "evt.pluginname": "coding_agent",
  "evt.plugininfo": "coding_agent event",
  "evt.is_async": false,
};

/** Slot of the time of an event. */
export const rawtimeSlot = fieldTable.get("evt.rawtime")?.slot ?? -1;

/** How a field is read, by its full name, which must be one. */
export function fieldGetter(name: string): Getter {
  const use = fieldUse(name);
  if (use === undefined) return () => undefined;
  const { argument, field } = use;
  const { slot } = field;
  if (field.argument !== undefined) return (event) => keyedAt(event, slot)?.get(argument);
  const derived = derivedField(name);
  if (derived !== undefined) {
    const { derive } = derived;
    const from = fieldTable.get(derived.from)?.slot ?? -1;
    return (event) => {
      const value = valueAt(event, from);
      return valueAt(event, slot) ?? (typeof value === "bigint" ? derive(value) : undefined);
    };
  }
  const constant = constants[name];
  return constant === undefined
    ? (event) => valueAt(event, slot)
    : (event) => valueAt(event, slot) ?? constant;
}
