import { type Event, valueAt } from "../fields/event.ts";
import type { FieldValue } from "../fields/field.ts";
import type { OutputValue } from "../model/alert.ts";
import { byteLength, fromBytes, shown, toBytes } from "./bytes.ts";
import { compileExpression } from "./compile-expression.ts";
import { fieldGetter, rawtimeSlot } from "./derived-fields.ts";
import type { OutputPart, OutputTemplate } from "./ruleset.ts";

export type CompiledOutput = {
  readonly render: (event: Event) => string;
  readonly fields: (event: Event) => Readonly<Record<string, OutputValue>>;
};

/** How a value is shown: an absent one as <NA>, a list in brackets. */
function textOf(value: FieldValue): string {
  if (typeof value === "string") return value;
  if (value === undefined) return "<NA>";
  return Array.isArray(value) ? `(${value.join(",")})` : String(value);
}

/** Pads with blanks, or cuts, to a number of bytes. */
function fitted(text: string, width: number): string {
  const length = byteLength(text);
  return length > width ? fromBytes(toBytes(text).slice(0, width)) : text + " ".repeat(width - length);
}

function compilePart(part: OutputPart): (event: Event) => string {
  if (typeof part === "string") return () => part;
  const get = compileExpression(part.expression);
  const { width } = part;
  return width === 0 ? (event) => textOf(get(event)) : (event) => fitted(textOf(get(event)), width);
}

export function compileOutput({ parts, fields }: OutputTemplate): CompiledOutput {
  const renderers = parts.map(compilePart);
  const getters = fields.map((name) => [name, fieldGetter(name)] as const);
  return {
    render: (event) => {
      let text = "";
      for (const render of renderers) text += render(event);
      return shown(text);
    },
    fields: (event) => {
      const found: Record<string, OutputValue> = {};
      for (const [name, get] of getters) found[name] = outputValue(name, event, get(event));
      return withTime(found, event);
    },
  };
}

/** In JSON a time is its nanoseconds, whatever it looks like in the text. */
function outputValue(name: string, event: Event, value: FieldValue): OutputValue {
  const rawtime = valueAt(event, rawtimeSlot);
  if ((name === "evt.time" || name === "evt.time.iso8601") && typeof rawtime === "bigint") return rawtime;
  if (typeof value === "string") return shown(value);
  return value ?? null;
}

/** Falco puts the time of the event first in every alert, and so among the fields; keys stay sorted. */
function withTime(found: Record<string, OutputValue>, event: Event): Readonly<Record<string, OutputValue>> {
  const rawtime = valueAt(event, rawtimeSlot);
  if (typeof rawtime !== "bigint" || Object.hasOwn(found, "evt.time")) return found;
  const names = [...Object.keys(found), "evt.time"].sort();
  return Object.fromEntries(
    names.map((name) => [name, name === "evt.time" ? rawtime : (found[name] ?? null)]),
  );
}
