import { fromBase64, fromHex, reversed, translated } from "../decode.ts";
import { bounded, join, literalFlow, marked, unknownPart } from "../flow.ts";
import { changes, decodes, encodes, flat, nothingMuch, passesSelf, printed } from "./actions.ts";
import type { Action } from "./language.ts";
import {
  concatenated,
  elementOf,
  emptyValue,
  flowValue,
  fromOf,
  hasText,
  madeOf,
  mostItems,
  textValue,
  unknownValue,
  type Value,
} from "./value.ts";

export const rot13 = (text: string): string => translated(text, "a-zA-Z", "n-za-mN-ZA-M");

/** `sep.join(list)` and `list.join(sep)`. */
const joinsItems: Action = ({ self, args }) => {
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

const splits: Action = ({ self, args }) => {
  const text = self?.flow.text ?? "";
  if (self === undefined || !hasText(self)) return self ?? unknownValue;
  const by = args[0]?.flow.text;
  const pieces = by === undefined || by === " " ? text.split(/\s+/) : text.split(by);
  return {
    ...madeOf([self]),
    items: pieces.slice(0, mostItems).map((piece) => flowValue({ text: piece, from: self.flow.from })),
  };
};

const replaces: Action = ({ self, args, name }) => {
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
const reverses: Action = ({ self, args }) => {
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
const characters: Action = ({ args, self }) => {
  const numbers = [...args, ...(self === undefined || args.length > 0 ? [] : [self])].flatMap(
    (value) => value.items ?? [value],
  );
  const known = numbers.every(({ flow }) => /^(0x[0-9a-fA-F]+|\d+)$/.test(flow.text));
  const text = known ? numbers.map(({ flow }) => fromNumber(Number(flow.text))).join("") : unknownPart;
  return flowValue({ text, from: { ...fromOf(numbers), decoded: true } });
};

const fromNumber = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : "");

/** `pack("H*", x)`, `[x].pack("H*")`, `[104, 105].pack("c*")`, `x.unpack("m")`. */
const packs: Action = ({ self, args, name }) => {
  const [template, values] =
    self?.items !== undefined || name.includes("unpack")
      ? [args[0], self?.items ?? [self ?? emptyValue]]
      : [args[0], args.slice(1)];
  const format = template?.flow.text ?? "";
  const [first = emptyValue] = values;
  if (/^H/.test(format))
    return decodes(fromHex)({
      args: [first],
      machine: undefined as never,
      name,
      named: new Map(),
      self: undefined,
    });
  if (/^(m|u)/.test(format))
    return decodes(fromBase64)({
      args: [first],
      machine: undefined as never,
      name,
      named: new Map(),
      self: undefined,
    });
  if (/^[cCUW]/.test(format))
    return characters({ args: values, machine: undefined as never, name, named: new Map(), self: undefined });
  return madeOf(values);
};

const prints: Action = ({ machine, args }) => {
  const [first, ...rest] = args;
  // Perl's and Ruby's `print $handle text`.
  if (first?.name !== undefined && /^(File|Socket)/.test(first.name) && rest.length > 0) return unknownValue;
  machine.state.printed = join(machine.state.printed, printed(args));
  return unknownValue;
};

const appendsItem: Action = ({ self, args, machine }) => {
  if (self?.variable !== undefined)
    machine.variables.set(self.variable, {
      ...self,
      items: [...(self.items ?? []), ...args].slice(0, mostItems),
    });
  return self ?? unknownValue;
};

const formats: Action = ({ self, args, named }) => {
  const value = self ?? args[0] ?? emptyValue;
  const rest = self === undefined ? args.slice(1) : args;
  let at = 0;
  const text = value.flow.text
    .replace(
      /\{(\w*)(?:[!:][^}]*)?\}/g,
      (_, key: string) =>
        (key === "" ? rest[at++] : /^\d+$/.test(key) ? rest[Number(key)] : named.get(key))?.flow.text ??
        unknownPart,
    )
    .replace(/%[-+0 #]*\d*(?:\.\d+)?[sdrixfc]/g, () => rest[at++]?.flow.text ?? unknownPart);
  return flowValue({ text: bounded(text), from: fromOf([value, ...rest, ...named.values()]) });
};

/** One of a table, or what it should be if it has none. */
const gets: Action = ({ self, args }) => {
  const field = self?.fields?.get(args[0]?.flow.text ?? "");
  return (
    field ??
    (self?.fields === undefined ? madeOf(self === undefined ? args : [self]) : (args[1] ?? unknownValue))
  );
};

const setsDefault: Action = ({ self, args, machine }) => {
  const [key = emptyValue, value = unknownValue] = args;
  if (self?.variable !== undefined)
    machine.variables.set(self.variable, {
      ...self,
      fields: new Map([...(self.fields ?? []), [key.flow.text, value]]),
    });
  return { ...value, ...(self?.variable === undefined ? {} : { variable: self.variable }) };
};

const literal =
  (text: string): Action =>
  () =>
    flowValue(literalFlow(text));

/** What nearly every language has, under whatever name. */
export const sharedCalls: Readonly<Record<string, Action>> = {
  print: prints,
  printf: prints,
  puts: prints,
  p: prints,
  pp: prints,
  say: prints,
  echo: prints,
  print_r: prints,
  var_dump: prints,
  "console.log": prints,
  "console.info": prints,
  "console.error": prints,
  "console.table": prints,
  "console.dir": prints,
  "process.stdout.write": prints,
  "sys.stdout.write": prints,
  "sys.stdout.buffer.write": prints,
  "io.write": prints,
  "*.join": joinsItems,
  join: joinsItems,
  implode: joinsItems,
  "table.concat": joinsItems,
  "*.concat": ({ self, args }) => args.reduce(concatenated, self ?? emptyValue),
  "*.split": splits,
  "*.replace": replaces,
  "*.replaceAll": replaces,
  "*.gsub": replaces,
  "*.sub": replaces,
  "*.tr": changes((text, [from = "", to = ""]) => translated(text, from, to), true),
  "*.reverse": reverses,
  reverse: reverses,
  strrev: reverses,
  reversed: reverses,
  "string.reverse": reverses,
  "*.lower": changes((text) => text.toLowerCase()),
  "*.toLowerCase": changes((text) => text.toLowerCase()),
  "*.downcase": changes((text) => text.toLowerCase()),
  strtolower: changes((text) => text.toLowerCase()),
  lc: changes((text) => text.toLowerCase()),
  "string.lower": changes((text) => text.toLowerCase()),
  "*.upper": changes((text) => text.toUpperCase()),
  "*.toUpperCase": changes((text) => text.toUpperCase()),
  "*.upcase": changes((text) => text.toUpperCase()),
  "*.strip": changes((text) => text.trim()),
  "*.trim": changes((text) => text.trim()),
  "*.rstrip": changes((text) => text.trimEnd()),
  "*.chomp": changes((text) => text.replace(/\n$/, "")),
  chomp: passesSelf,
  "*.chars": ({ self }) => ({
    ...(self ?? unknownValue),
    items: [...(self?.flow.text ?? "")].slice(0, mostItems).map(textValue),
  }),
  chr: characters,
  "*.chr": characters,
  unichr: characters,
  "string.char": characters,
  "String.fromCharCode": characters,
  "String.fromCodePoint": characters,
  bytes: characters,
  bytearray: characters,
  pack: packs,
  "*.pack": packs,
  "*.unpack": packs,
  "*.unpack1": packs,
  atob: decodes(fromBase64),
  btoa: encodes,
  decodeURIComponent: decodes(decodedPercent),
  unescape: decodes(decodedPercent),
  "*.format": formats,
  sprintf: formats,
  "string.format": formats,
  "*.get": gets,
  "*.setdefault": setsDefault,
  "*.append": appendsItem,
  "*.push": appendsItem,
  "*.toString": passesSelf,
  "*.to_s": passesSelf,
  "*.to_str": passesSelf,
  "*.decode": passesSelf,
  "*.encode": passesSelf,
  "*.text": passesSelf,
  "*.json": passesSelf,
  "*.body": passesSelf,
  "*.blob": passesSelf,
  "*.arrayBuffer": passesSelf,
  "*.splitlines": passesSelf,
  "*.readlines": passesSelf,
  "*.readline": passesSelf,
  "*.read": passesSelf,
  "*.gets": passesSelf,
  "*.getvalue": passesSelf,
  "*.valueOf": passesSelf,
  "*.freeze": passesSelf,
  "*.flat": passesSelf,
  "*.sort": passesSelf,
  "*.filter": passesSelf,
  "*.then": passesSelf,
  "*.catch": passesSelf,
  "*.first": ({ self }) => (self === undefined ? unknownValue : elementOf(self)),
  "*.items": ({ self }) => self ?? unknownValue,
  "*.entries": ({ self }) => self ?? unknownValue,
  "*.copy": passesSelf,
  dict: ({ args, named }) => args[0] ?? { ...emptyValue, fields: named },
  list: ({ args }) => args[0] ?? emptyValue,
  tuple: ({ args }) => args[0] ?? emptyValue,
  set: ({ args }) => args[0] ?? emptyValue,
  sorted: ({ args }) => args[0] ?? emptyValue,
  iter: ({ args }) => args[0] ?? emptyValue,
  enumerate: ({ args }) => ({
    ...(args[0] ?? emptyValue),
    items: (args[0]?.items ?? [args[0] ?? unknownValue]).map((one) => ({
      ...unknownValue,
      items: [unknownValue, one],
    })),
  }),
  str: ({ args }) => args[0] ?? emptyValue,
  String: ({ args }) => args[0] ?? emptyValue,
  repr: ({ args }) => args[0] ?? emptyValue,
  len: literal("1"),
  bool: literal("true"),
  Boolean: literal("true"),
  isinstance: literal("true"),
  "JSON.stringify": ({ args }) => flowValue(flat2(args[0])),
  "JSON.parse": ({ args }) => args[0] ?? emptyValue,
  "json.dumps": ({ args }) => flowValue(flat2(args[0])),
  "json.loads": ({ args }) => args[0] ?? emptyValue,
  "JSON.generate": ({ args }) => flowValue(flat2(args[0])),
  "*.to_json": ({ self }) => flowValue(flat2(self)),
  json_encode: ({ args }) => flowValue(flat2(args[0])),
  md5: encodes,
  sha1: encodes,
  crc32: nothingMuch,
};

/** As text: what is known of it, and where everything in it is from. */
const flat2 = (value: Value | undefined) => {
  if (value === undefined) return emptyValue.flow;
  const whole = flat(value);
  return value.fields === undefined && value.items === undefined
    ? whole
    : { text: printed([value]).text.trimEnd(), from: whole.from };
};

function decodedPercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

export const sharedProperties: Readonly<Record<string, Action>> = {
  "Response.text": passesSelf,
  "Response.content": passesSelf,
  "Response.body": passesSelf,
  "Response.data": passesSelf,
  "Process.stdout": passesSelf,
  "Process.output": passesSelf,
};
