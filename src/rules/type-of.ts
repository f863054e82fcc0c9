import { argumentKinds } from "../fields/argument.ts";
import type { Field, FieldType } from "../fields/field.ts";
import type { Call, Chain, Expression } from "./ast.ts";
import { nearest } from "./nearest.ts";

/** A field's type, or "items": what getopt() and a list in brackets give, which Falco lets do less than our lists. */
export type ValueType = FieldType | "items";

export type Fields = Pick<ReadonlyMap<string, Field>, "get" | "has" | "keys">;

/** What is wrong with an expression or a check; `at` is the text that it is about. */
export type Mistake = {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly at: string;
  /** Falco dies of this one instead of reporting it. */
  readonly uncoded?: true;
};

export type Typed = { readonly type: ValueType } | { readonly mistake: Mistake };

const typed = (type: ValueType): Typed => ({ type });
const mistake = (code: string, at: string, message: string, hint?: string): Typed => ({
  mistake: hint === undefined ? { code, message, at } : { code, message, hint, at },
});

export function typeOf(expression: Expression, fields: Fields): Typed {
  switch (expression.kind) {
    case "text":
      return typed("string");
    case "items":
      return typeOfItems(expression.items, fields);
    case "field":
      return typeOfField(expression.name, expression.argument, fields);
    case "chain":
      return typeOfChain(expression, fields);
    case "call":
      return typeOfCall(expression, fields);
  }
}

function typeOfField(name: string, argument: string | undefined, fields: Fields): Typed {
  const field = fields.get(name);
  if (field === undefined)
    return mistake("unknown-field", name, `unknown field "${name}"`, fieldHint(name, fields));
  const wrong = argumentMistake(field, argument);
  return wrong === undefined ? typed(field.type) : { mistake: wrong };
}

/** What is wrong with what stands in brackets behind a field, or with nothing standing there. */
export function argumentMistake(
  { name, argument: kind }: Field,
  given: string | undefined,
): Mistake | undefined {
  if (kind === undefined) {
    if (given === undefined) return undefined;
    return { code: "field-argument", at: `[${given}]`, message: `"${name}" takes no argument in brackets` };
  }
  const { doc, example, pattern } = argumentKinds[kind];
  if (given !== undefined && pattern.test(given)) return undefined;
  return {
    code: "field-argument",
    at: given || name,
    message: `"${name}" needs ${doc} in brackets${given === undefined ? "" : `, not "${given}"`}`,
    hint: `${name}[${example}]`,
  };
}

function fieldHint(name: string, fields: Fields): string {
  const near = nearest(name, fields.keys());
  return near === undefined ? "prempti fields lists them all" : `did you mean "${near}"?`;
}

function typeOfItems(items: readonly Expression[], fields: Fields): Typed {
  for (const item of items) {
    if (item.kind === "items") return mistake("syntax", "(", "a list can't stand in a list");
    const found = typeOf(item, fields);
    if ("mistake" in found) return found;
    if (found.type !== "string" && found.type !== "uint64")
      return mistake("argument-type", wordOf(item), `a ${found.type} can't stand in a list`);
  }
  return typed("items");
}

/** A word by which to find an expression in its text. */
export function wordOf(expression: Expression): string {
  switch (expression.kind) {
    case "field":
      return expression.name;
    case "text":
      return expression.value;
    case "items":
      return "(";
    case "chain":
      return expression.names[0] ?? "";
    case "call":
      return expression.name;
  }
}

function typeOfChain({ names, of, more, argument }: Chain, fields: Fields): Typed {
  const [outer = ""] = names;
  if (more)
    return {
      mistake: { code: "argument-count", at: outer, message: `"${outer}" takes one argument`, uncoded: true },
    };
  const inner = typeOf(of, fields);
  if ("mistake" in inner) return inner;
  if (argument !== undefined)
    return mistake("field-argument", `[${argument}]`, `"${outer}" takes no argument in brackets`);
  let type = inner.type;
  for (const name of names.toReversed()) {
    if (type === "uint64" || type === "bool")
      return mistake("argument-type", name, `"${name}" takes a string or a list, not a ${type}`);
    if (name === "len") type = "uint64";
  }
  return typed(type);
}

function typeOfCall({ name, args, argument }: Call, fields: Fields): Typed {
  // Each argument is looked at once: calls may be nested, and twice each would double with every level.
  const types: ValueType[] = [];
  for (const arg of args) {
    const found = typeOf(arg, fields);
    if ("mistake" in found) return found;
    types.push(found.type);
  }
  switch (name) {
    case "join":
      if (argument !== undefined) return noArgument(name, argument);
      return typeOfJoin(args, types);
    case "concat":
      if (argument !== undefined) return noArgument(name, argument);
      return typeOfConcat(args, types);
    case "getopt":
      return typeOfGetopt(types, argument);
    default:
      return noArgument(name, argument ?? "");
  }
}

function noArgument(name: string, argument: string): Typed {
  return mistake("field-argument", `[${argument}]`, `"${name}" takes no argument in brackets`);
}

function typeOfJoin(args: readonly Expression[], types: readonly ValueType[]): Typed {
  if (args.length !== 2)
    return mistake("argument-count", "join", `"join" takes a separator and a list in brackets`);
  if (args[1]?.kind !== "items")
    return mistake(
      "argument-type",
      "join",
      `the second argument of "join" must be a list in brackets`,
      `join(",", (tool.name, "x"))`,
    );
  if (types[0] !== "string")
    return mistake("argument-type", "join", `the separator of "join" must be a string`);
  return typed("string");
}

/** A length counts as a string here: Falco takes it, and pastes its raw bytes. We paste the decimal number. */
function isLength(expression: Expression): boolean {
  return expression.kind === "chain" && expression.names[0] === "len";
}

function typeOfConcat(args: readonly Expression[], types: readonly ValueType[]): Typed {
  if (args.length < 2) return mistake("argument-count", "concat", `"concat" takes two or more strings`);
  const wrong = args.find((arg, at) => types[at] !== "string" && !isLength(arg));
  if (wrong !== undefined)
    return mistake(
      "argument-type",
      wordOf(wrong),
      `"concat" takes strings only`,
      `join("", (…)) takes numbers too`,
    );
  return typed("string");
}

function typeOfGetopt(types: readonly ValueType[], option: string | undefined): Typed {
  if (types.length !== 2)
    return mistake("argument-count", "getopt", `"getopt" takes a list in brackets and a string of options`);
  if (types[0] !== "items")
    return mistake("argument-type", "getopt", `the first argument of "getopt" must be a list in brackets`);
  if (types[1] !== "string")
    return mistake("argument-type", "getopt", `the second argument of "getopt" must be a string`);
  if (option === undefined) return typed("items");
  if (option.length !== 1)
    return mistake("field-argument", `[${option}]`, `"getopt" takes one option's letter in brackets`);
  return typed("string");
}
