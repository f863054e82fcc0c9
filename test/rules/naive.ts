// The language once more, as plainly as it can be written: no compiling, no index, bytes where Falco has bytes.
import { type FieldValue, fullName } from "../../src/fields/field.ts";
import { fieldTable } from "../../src/fields/table.ts";
import type { Condition, Expression } from "../../src/rules/ast.ts";
import type { Values } from "./vectors.ts";

type Value = FieldValue;

const bytes = (text: string) => Buffer.from(text, "utf8");

/** Only a-z and A-Z. */
const lower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

function read(expression: Expression, values: Values): Value {
  switch (expression.kind) {
    case "text":
      return expression.value;
    case "field":
      return values[fullName(expression.name, expression.argument)];
    case "items":
    case "call":
      throw new Error("not generated");
    case "chain": {
      const inner = read(expression.of, values);
      return expression.names.reduceRight((value: Value, name) => transform(value, name), inner);
    }
  }
}

function transform(value: Value, name: string): Value {
  if (name === "len")
    return typeof value === "string"
      ? BigInt(bytes(value).length)
      : Array.isArray(value)
        ? BigInt(value.length)
        : undefined;
  if (Array.isArray(value)) return value.map((element) => transform(element, name) as string);
  if (typeof value !== "string") return undefined;
  if (name === "tolower") return lower(value);
  if (name === "toupper") return value.replace(/[a-z]/g, (letter) => letter.toUpperCase());
  if (name === "basename") return value.split("/").at(-1);
  throw new Error(`not generated: ${name}`);
}

/** fnmatch by trying everything. */
function glob(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  const [first = "", rest] = [pattern[0], pattern.slice(1)];
  if (first === "*")
    return Array.from({ length: text.length + 1 }, (_, at) => at).some((at) => glob(rest, text.slice(at)));
  if (text === "") return false;
  if (first === "?") return glob(rest, text.slice(1));
  const set = /^\[([!^]?)([a-z]+)\]/.exec(pattern);
  if (set !== null)
    return (
      (set[2] ?? "").includes(text[0] ?? "") === (set[1] === "") &&
      glob(pattern.slice(set[0].length), text.slice(1))
    );
  return first === text[0] && glob(rest, text.slice(1));
}

const latin = (text: string) => bytes(text).toString("latin1");

function below(path: string, prefix: string): boolean {
  const [names, wanted] = [path, prefix].map((text) => text.split("/").filter((name) => name !== "")) as [
    string[],
    string[],
  ];
  return (
    wanted.length <= names.length &&
    wanted.every((pattern, at) => glob(latin(pattern), latin(names[at] ?? "")))
  );
}

function compare(operator: string, actual: string, wanted: string): boolean {
  const order = Buffer.compare(bytes(actual), bytes(wanted));
  switch (operator) {
    case "=":
    case "==":
    case "in":
    case "intersects":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "contains":
      return bytes(actual).includes(bytes(wanted));
    case "icontains":
      return bytes(lower(actual)).includes(bytes(lower(wanted)));
    case "startswith":
      return bytes(actual).subarray(0, bytes(wanted).length).equals(bytes(wanted));
    case "endswith":
      return wanted === "" || bytes(actual).subarray(-bytes(wanted).length).equals(bytes(wanted));
    case "glob":
      return glob(latin(wanted), latin(actual));
    case "iglob":
      return glob(latin(lower(wanted)), latin(lower(actual)));
    case "regex":
      return new RegExp(`^(?:${wanted})$`, "mu").exec(actual)?.[0] === actual;
    case "pmatch":
      return below(actual, wanted);
    default:
      throw new Error(`no operator ${operator}`);
  }
}

function compareNumbers(operator: string, actual: bigint, wanted: bigint): boolean {
  switch (operator) {
    case "=":
    case "in":
    case "intersects":
      return actual === wanted;
    case "!=":
      return actual !== wanted;
    case "<":
      return actual < wanted;
    case "<=":
      return actual <= wanted;
    case ">":
      return actual > wanted;
    case ">=":
      return actual >= wanted;
    default:
      throw new Error(`no operator ${operator}`);
  }
}

/** Some element of a list; a constant is text, whatever it is compared with. */
function holds(operator: string, actual: Value, wanted: Value): boolean {
  if (Array.isArray(actual)) return actual.some((element) => holds(operator, element, wanted));
  if (Array.isArray(wanted)) return wanted.some((element) => holds(operator, actual, element));
  if (actual === undefined || wanted === undefined) return false;
  if (typeof actual === "bigint") return compareNumbers(operator, actual, BigInt(wanted as string | bigint));
  if (typeof actual === "boolean") return (operator === "!=") !== (String(actual) === String(wanted));
  return compare(operator, actual as string, wanted as string);
}

/** Whether a condition without join, concat and getopt holds for the values of an event. */
export function evaluate(
  condition: Condition,
  macros: Readonly<Record<string, { readonly condition: Condition }>>,
  values: Values,
): boolean {
  switch (condition.kind) {
    case "and":
      return condition.terms.map((term) => evaluate(term, macros, values)).every(Boolean);
    case "or":
      return condition.terms.map((term) => evaluate(term, macros, values)).some(Boolean);
    case "not":
      return !evaluate(condition.term, macros, values);
    case "macro": {
      const macro = macros[condition.name];
      if (macro === undefined) throw new Error(`no macro ${condition.name}`);
      return evaluate(macro.condition, macros, values);
    }
    case "exists": {
      const value = read(condition.left, values);
      return value !== undefined && !(Array.isArray(value) && value.length === 0);
    }
    case "compare":
      return holds(condition.operator, read(condition.left, values), condition.value);
    case "list": {
      const actual = read(condition.left, values);
      const elements = Array.isArray(actual) ? actual : [actual];
      return elements.some((element: Value) => {
        const results = condition.items.flat().map((item) => holds(condition.operator, element, item));
        if (condition.modifier === "allof") return results.length > 0 && results.every(Boolean);
        return condition.modifier === "oneof" ? results.filter(Boolean).length === 1 : results.some(Boolean);
      });
    }
    case "field": {
      // Falco never finds what these transformers make in a set.
      const transformed = condition.right.kind === "chain" && condition.right.names[0] !== "len";
      const plain = condition.left.kind === "chain" ? condition.left.of : condition.left;
      const ofString = plain.kind !== "field" || fieldTable.get(plain.name)?.type !== "list";
      if (transformed && ofString && ["in", "intersects"].includes(condition.operator)) return false;
      return holds(condition.operator, read(condition.left, values), read(condition.right, values));
    }
  }
}
