import type { Event } from "../fields/event.ts";
import { type FieldValue, fullName } from "../fields/field.ts";
import { fieldTable } from "../fields/table.ts";
import type { Call, Chain, Expression } from "./ast.ts";
import { upToNul } from "./bytes.ts";
import { fieldGetter, type Getter } from "./derived-fields.ts";
import { joined, lengthOf, readOptions, textTransformers } from "./transformers.ts";

/** A function that reads an expression's value from an event; undefined where it is absent. */
export function compileExpression(expression: Expression): Getter {
  switch (expression.kind) {
    case "field":
      return fieldGetter(fullName(expression.name, expression.argument));
    case "text": {
      const { value } = expression;
      return () => value;
    }
    case "items":
      return compileItems(expression.items);
    case "chain":
      return compileChain(expression);
    case "call":
      return compileCall(expression);
  }
}

/** Texts of all items; absent if one of them is. */
function compileItems(items: readonly Expression[]): (event: Event) => readonly string[] | undefined {
  const getters = items.map(compileExpression);
  return (event) => {
    const texts: string[] = [];
    for (const get of getters) {
      const value = get(event);
      if (value === undefined) return undefined;
      texts.push(String(value));
    }
    return texts;
  };
}

function compileChain({ names, of }: Chain): Getter {
  return names.reduceRight(apply, compileExpression(of));
}

function apply(get: Getter, name: string): Getter {
  if (name === "len")
    return (event) => {
      const value = get(event);
      return typeof value === "string" || Array.isArray(value) ? lengthOf(value) : undefined;
    };
  const transform = textTransformers.get(name)?.apply;
  if (transform === undefined) throw new Error(`internal: no transformer ${name}`);
  return (event) => {
    const value = get(event);
    if (typeof value === "string") return transform(value);
    if (!Array.isArray(value)) return undefined;
    return value.map(transform).filter((text) => text !== undefined);
  };
}

function compileCall({ name, args, argument }: Call): Getter {
  const [first, second] = args;
  switch (name) {
    case "concat": {
      const items = compileItems(args);
      return (event) => {
        const texts = items(event)?.map(upToNul);
        return texts === undefined ? undefined : joined(texts, "");
      };
    }
    case "join": {
      const separator = compileExpression(first ?? { kind: "text", value: "" });
      const items = compileItems(second?.kind === "items" ? second.items : []);
      return (event) => {
        const between = separator(event);
        const texts = items(event)?.map(upToNul);
        return typeof between !== "string" || texts === undefined ? undefined : joined(texts, between);
      };
    }
    case "getopt":
      return compileGetopt(
        first ?? { kind: "items", items: [] },
        second ?? { kind: "text", value: "" },
        argument,
      );
    default:
      throw new Error(`internal: no transformer ${name}`);
  }
}

function compileGetopt(words: Expression, known: Expression, letter: string | undefined): Getter {
  const getWords = compileExpression(words);
  const getKnown = compileExpression(known);
  return (event): FieldValue => {
    const [args, options] = [getWords(event), getKnown(event)];
    if (!Array.isArray(args) || typeof options !== "string") return undefined;
    const found = readOptions(args, options);
    if (letter !== undefined) return found.findLast((option) => option.letter === letter)?.value;
    return found.length === 0 ? undefined : found.map(({ value }) => value);
  };
}

/** Whether a value may hold a NUL in the middle: only b64() makes one. */
export function mayHoldNul(expression: Expression): boolean {
  switch (expression.kind) {
    case "chain":
      return expression.names.includes("b64") || mayHoldNul(expression.of);
    case "call":
      return expression.args.some(mayHoldNul);
    case "items":
      return expression.items.some(mayHoldNul);
    default:
      return false;
  }
}

/** What type values of a checked expression have; "list" also for what getopt() gives. */
export function valueType(expression: Expression): "string" | "uint64" | "bool" | "list" {
  switch (expression.kind) {
    case "field":
      return fieldTable.get(expression.name)?.type ?? "string";
    case "text":
      return "string";
    case "items":
      return "list";
    case "chain":
      return expression.names.includes("len") ? "uint64" : valueType(expression.of);
    case "call":
      return expression.name === "getopt" && expression.argument === undefined ? "list" : "string";
  }
}

/** Whether an expression gives what Falco calls a list, of which "in" wants every element. */
export function isFalcoList(expression: Expression): boolean {
  switch (expression.kind) {
    case "items":
      return true;
    case "chain":
      return isFalcoList(expression.of);
    case "call":
      return expression.name === "getopt" && expression.argument === undefined;
    default:
      return false;
  }
}
