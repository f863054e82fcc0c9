import { unknownPart } from "../../flow.ts";
import type { Machine } from "../language.ts";
import { distribute, elementOf, hasText, unknownValue, type Value } from "../value.ts";
import { isSign, peek } from "./cursor.ts";
import { environmentVariable } from "./environment.ts";
import { actionOf, propertyOf } from "./lookup.ts";

/** What belongs to a value under a name. */
export function attribute(machine: Machine, value: Value, name: string): Value {
  if (value.any !== undefined)
    return distribute([value], ([one = value]) =>
      attribute(machine, { ...one, name: one.name ?? value.name ?? kindOf(one) }, name),
    );
  const field = value.fields?.get(name);
  if (field !== undefined) return field;
  if (
    value.name === "environment" &&
    !/^(get|fetch|items|copy|keys|values|to_h|to_a|each|map|select|pop|update|setdefault|inspect|sort|entries)$/.test(
      name,
    )
  )
    return environmentVariable(machine, name);
  const owner = value.name === undefined || value.name.length > 128 ? kindOf(value) : value.name;
  const full = `${owner}.${name}`.replace(/\.promises$/, "");
  const property = propertyOf(machine, full);
  const isCalled = isSign(peek(machine), "(") && actionOf(machine, full) !== undefined;
  if (property !== undefined && !isCalled)
    return property({ machine, name: full, args: [], named: new Map(), self: value });
  return { flow: { text: unknownPart, from: value.flow.from }, name: full, self: value };
}

const kindOf = (value: Value): string =>
  value.items !== undefined ? "list" : value.fields !== undefined ? "dict" : "str";

export function item(machine: Machine, value: Value, key: string): Value {
  const field = value.fields?.get(key);
  if (field !== undefined) return field;
  if (value.items !== undefined && /^-?\d+$/.test(key)) return value.items.at(Number(key)) ?? unknownValue;
  if (value.name === "environment") return environmentVariable(machine, key);
  if (
    /^[A-Za-z_]\w*$/.test(key) &&
    value.name !== undefined &&
    value.self === undefined &&
    value.flow.text === unknownPart
  )
    return attribute(machine, value, key);
  if (value.items !== undefined) return elementOf(value);
  return {
    flow: {
      text: hasText(value) && /^\d+$/.test(key) ? (value.flow.text[Number(key)] ?? unknownPart) : unknownPart,
      from: value.flow.from,
    },
  };
}
