import {
  blurred,
  bounded,
  type Flow,
  fromCommand,
  join,
  joinFrom,
  nothing,
  unknownFlow,
  unknownPart,
} from "../flow.ts";
import { type Word, wordFrom } from "../word.ts";
import type { Token } from "./tokens/token.ts";

/** A function written in the code. */
export type Body = {
  readonly tokens: readonly Token[];
  readonly start: number;
  readonly end: number;
  readonly params: readonly string[];
};

/** What an expression comes to, as far as a light reading can tell. */
export type Value = {
  /** As a text. */
  readonly flow: Flow;
  /** What it is called ("os.system") or what kind of thing it is ("File"). */
  readonly name?: string;
  /** What a method belongs to. */
  readonly self?: Value;
  readonly items?: readonly Value[];
  /** It is one of these: a loop's variable. */
  readonly any?: readonly Value[];
  readonly fields?: ReadonlyMap<string, Value>;
  readonly body?: Body;
  /** The text is a pattern. */
  readonly glob?: boolean;
  /** The variable that it was taken out of. */
  readonly variable?: string;
};

export const unknownValue: Value = { flow: unknownFlow };
export const emptyValue: Value = { flow: nothing };

export const textValue = (text: string): Value => ({ flow: { text: bounded(text), from: fromCommand } });
export const flowValue = (flow: Flow, name?: string): Value =>
  name === undefined ? { flow } : { flow, name };
export const named = (name: string): Value => ({ flow: unknownFlow, name });

/** Most alternatives and items that are followed. */
export const mostItems = 64;

export const alternatives = (value: Value): readonly Value[] => value.any ?? [value];

export const wordOfValue = (value: Value): Word =>
  wordFrom(value.flow.text, value.flow.from, value.glob === true);

export const hasText = (value: Value): boolean => value.flow.text !== unknownPart;

/** One of several values, or the only one. */
export function oneOf(values: readonly Value[]): Value {
  const [first = unknownValue] = values;
  if (values.length <= 1) return first;
  return { ...first, any: values.slice(0, mostItems) };
}

/** What a loop's variable is in turn. */
export function elementOf(value: Value): Value {
  if (value.items !== undefined) return oneOf(value.items);
  if (value.any !== undefined) return oneOf(value.any.flatMap((one) => alternatives(elementOf(one))));
  if (value.fields !== undefined) return oneOf([...value.fields.keys()].map(textValue));
  return {
    flow: value.flow,
    ...(value.glob === true ? { glob: true } : {}),
    ...(value.name === undefined ? {} : { name: value.name }),
  };
}

export const fromOf = (values: readonly Value[]): Flow["from"] =>
  values.reduce((from, value) => joinFrom(from, value.flow.from), fromCommand);

/** Something that is made of others and can't be told. */
export const madeOf = (values: readonly Value[]): Value => ({
  flow: { text: unknownPart, from: fromOf(values) },
});

/** Carries a function through every alternative of several values; loops run side by side. */
export function distribute(values: readonly Value[], make: (values: readonly Value[]) => Value): Value {
  const most = values.reduce((count, { any }) => Math.max(count, any?.length ?? 1), 1);
  if (most === 1) return make(values);
  const results: Value[] = [];
  for (let at = 0; at < most && at < mostItems; at += 1)
    results.push(
      make(
        values.map((value) =>
          value.any === undefined ? value : (value.any[at % value.any.length] ?? value),
        ),
      ),
    );
  return oneOf(results);
}

const isTextual = (value: Value): boolean => value.items === undefined && value.fields === undefined;

/** One text after the other, or one list. */
export const concatenated = (first: Value, second: Value): Value =>
  distribute([first, second], ([left = emptyValue, right = emptyValue]) => {
    if (left.items !== undefined && right.items !== undefined)
      return { ...left, items: [...left.items, ...right.items].slice(0, mostItems) };
    const flow = join(isTextual(left) ? left.flow : blurred(left.flow), right.flow);
    return { flow, ...(left.glob === true || right.glob === true ? { glob: true } : {}) };
  });

/** Paths put together: an absolute one begins anew. */
export const joinedPath = (pieces: readonly Value[], name?: string): Value =>
  distribute(pieces, (values) => {
    let text = "";
    for (const { flow } of values)
      text =
        /^[/~]/.test(flow.text) || text === ""
          ? flow.text
          : `${text.replace(/(?<!\/)\/+$/, "")}/${flow.text}`;
    const value: Value = {
      flow: { text, from: fromOf(values) },
      glob: values.some(({ glob }) => glob === true),
    };
    return name === undefined ? value : { ...value, name };
  });

/** A list or table as its own text, as far as one knows it: what is written when it is stored. */
export function shownValue(value: Value): Flow {
  if (value.items !== undefined)
    return {
      text: `[${value.items.map((item) => quoted(item)).join(", ")}]`,
      from: fromOf([value, ...value.items]),
    };
  if (value.fields !== undefined) {
    const pairs = [...value.fields].map(([key, field]) => `"${key}": ${quoted(field)}`);
    const rest = hasText(value) && value.flow.text !== "" ? `, ${value.flow.text}` : "";
    return { text: `{${pairs.join(", ")}${rest}}`, from: fromOf([value, ...value.fields.values()]) };
  }
  return value.flow;
}

function quoted(value: Value): string {
  if (value.items !== undefined || value.fields !== undefined) return shownValue(value).text;
  if (/^(True|False|None|true|false|null|nil|undefined|-?\d+(\.\d+)?)$/.test(value.flow.text))
    return value.flow.text.toLowerCase().replace("none", "null");
  return `"${value.flow.text}"`;
}

/** Everything that a list or table holds, as one flow. */
export function flat(value: Value): Flow {
  const parts = [...(value.items ?? []), ...(value.fields?.values() ?? []), ...(value.any ?? [])];
  return parts.map(flat).reduce(join, { text: value.flow.text, from: value.flow.from });
}
