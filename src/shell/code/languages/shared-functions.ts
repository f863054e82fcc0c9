import { fromBase64, fromHex, reversed, translated } from "../../decode.ts";
import { bounded, join, marked, unknownPart } from "../../flow.ts";
import { decodes, printed } from "../actions/texts.ts";
import type { Action } from "../language.ts";
import {
  concatenated,
  emptyValue,
  flat,
  flowValue,
  fromOf,
  hasText,
  madeOf,
  mostItems,
  textValue,
  unknownValue,
  type Value,
} from "../value.ts";

export const rot13 = (text: string): string => translated(text, "a-zA-Z", "n-za-mN-ZA-M");

/** `sep.join(list)` and `list.join(sep)`. */
export const joinsItems: Action = ({ self, args }) => {
  const [list, separator] =
    self?.items !== undefined
      ? [self, args[0]]
      : args[0]?.items !== undefined
        ? [args[0], self]
        : [self ?? emptyValue, args[0]];
  const between = separator ?? textValue(list === self && args.length === 0 ? "," : "");
  if (list.items === undefined) return hasText(list) ? list : madeOf([list, between]);
  return list.items
    .slice(0, mostItems)
    .reduce<Value>(
      (sum, one, at) => concatenated(at === 0 ? emptyValue : concatenated(sum, between), one),
      emptyValue,
    );
};

/** `join(sep, a, b)`, `implode(sep, list)`. */
export const joinsRest: Action = (call) => {
  const [separator = emptyValue, ...rest] = call.args;
  if (rest.length === 0 || separator.items !== undefined) return joinsItems(call);
  const items = rest.flatMap((value) => value.items ?? [value]);
  return joinsItems({ ...call, self: separator, args: [{ ...madeOf(items), items }] });
};

export const splits: Action = ({ self, args }) => {
  const text = self?.flow.text ?? "";
  if (self === undefined || !hasText(self)) return self ?? unknownValue;
  const by = args[0]?.flow.text;
  const pieces = by === undefined || by === " " ? text.split(/\s+/) : text.split(by);
  return {
    ...madeOf([self]),
    items: pieces.slice(0, mostItems).map((piece) => flowValue({ text: piece, from: self.flow.from })),
  };
};

export const replaces: Action = ({ self, args, name }) => {
  const value = self ?? emptyValue;
  const [from = emptyValue, to = emptyValue] = args;
  const sources = fromOf([value, from, to]);
  if (!hasText(value) || from.flow.text === "" || !hasText(from))
    return {
      ...value,
      flow: {
        text:
          hasText(to) && to.flow.text !== "" ? `${unknownPart}${to.flow.text}${unknownPart}` : unknownPart,
        from: sources,
      },
    };
  const all = !name.endsWith("replace") || name.startsWith("str");
  const text = all
    ? value.flow.text.replaceAll(from.flow.text, () => to.flow.text)
    : value.flow.text.replace(from.flow.text, () => to.flow.text);
  return { ...value, flow: { text: bounded(text), from: sources } };
};

/** A text or list from behind. */
export const reverses: Action = ({ self, args }) => {
  const value = self ?? args[0] ?? emptyValue;
  if (value.items !== undefined)
    return {
      ...value,
      items: [...value.items].reverse(),
      flow: { text: value.flow.text, from: { ...value.flow.from, decoded: true } },
    };
  if (!hasText(value)) return value;
  return flowValue(marked({ text: reversed(value.flow.text), from: value.flow.from }, { decoded: true }));
};

/** Characters out of their numbers. */
export const characters: Action = ({ args, self }) => {
  const numbers = [...args, ...(self === undefined || args.length > 0 ? [] : [self])].flatMap(
    (value) => value.items ?? [value],
  );
  const known = numbers.every(({ flow }) => /^(0x[0-9a-fA-F]+|\d+)$/.test(flow.text));
  const text = known ? numbers.map(({ flow }) => fromNumber(Number(flow.text))).join("") : unknownPart;
  return flowValue({ text, from: { ...fromOf(numbers), decoded: true } });
};

const fromNumber = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : "");

/** `pack("H*", x)`, `[x].pack("H*")`, `[104, 105].pack("c*")`, `x.unpack("m")`. */
export const packs: Action = (call) => {
  const { self, args, name } = call;
  const [template, values] =
    self?.items !== undefined || name.includes("unpack")
      ? [args[0], self?.items ?? [self ?? emptyValue]]
      : [args[0], args.slice(1)];
  const format = template?.flow.text ?? "";
  const [first = emptyValue] = values;
  if (/^H/.test(format)) return decodes(fromHex)({ ...call, args: [first], self: undefined });
  if (/^(m|u)/.test(format)) return decodes(fromBase64)({ ...call, args: [first], self: undefined });
  if (/^[cCUW]/.test(format)) return characters({ ...call, args: values, self: undefined });
  return madeOf(values);
};

export const prints: Action = ({ machine, args }) => {
  const [first, ...rest] = args;
  // Perl's and Ruby's `print $handle text`.
  if (first?.name !== undefined && /^(File|Socket)/.test(first.name) && rest.length > 0) return unknownValue;
  machine.state.printed = join(machine.state.printed, printed(args));
  return unknownValue;
};

export const appendsItem: Action = ({ self, args, machine }) => {
  if (self?.variable !== undefined)
    machine.variables.set(self.variable, {
      ...self,
      items: [...(self.items ?? []), ...args].slice(0, mostItems),
    });
  return self ?? unknownValue;
};

export const formats: Action = ({ self, args, named }) => {
  const value = self ?? args[0] ?? emptyValue;
  const rest = self === undefined ? args.slice(1) : args;
  let at = 0;
  const text = value.flow.text
    .replace(
      /\{(\w*)(?:[!:][^}]{0,64})?\}/g,
      (_, key: string) =>
        (key === "" ? rest[at++] : /^\d+$/.test(key) ? rest[Number(key)] : named.get(key))?.flow.text ??
        unknownPart,
    )
    .replace(/%[-+0 #]*(?:[1-9]\d*)?(?:\.\d+)?[sdrixfc]/g, () => rest[at++]?.flow.text ?? unknownPart);
  return flowValue({ text: bounded(text), from: fromOf([value, ...rest, ...named.values()]) });
};

/** One of a table, or what it should be if it has none. */
export const gets: Action = ({ self, args }) => {
  const field = self?.fields?.get(args[0]?.flow.text ?? "");
  return (
    field ??
    (self?.fields === undefined ? madeOf(self === undefined ? args : [self]) : (args[1] ?? unknownValue))
  );
};

export const setsDefault: Action = ({ self, args, machine }) => {
  const [key = emptyValue, value = unknownValue] = args;
  if (self?.variable !== undefined)
    machine.variables.set(self.variable, {
      ...self,
      fields: new Map([...(self.fields ?? []), [key.flow.text, value]]),
    });
  return { ...value, ...(self?.variable === undefined ? {} : { variable: self.variable }) };
};

/** As text: what is known of it, and where everything in it is from. */
export const flat2 = (value: Value | undefined) => {
  if (value === undefined) return emptyValue.flow;
  const whole = flat(value);
  return value.fields === undefined && value.items === undefined
    ? whole
    : { text: printed([value]).text.trimEnd(), from: whole.from };
};

export function decodedPercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
