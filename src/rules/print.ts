import type { Check, Condition, Expression } from "./ast.ts";

/** A constant as it can stand in a condition: quoted where a bare word would not do, or would mean something else. */
function printText(text: string): string {
  // A bare word knows no escapes, and only a bare one can end in a backslash.
  if (/^[^"'(),=\s]+$/.test(text) && !/^(?:oneof|anyof|allof)$/.test(text)) return text;
  return `"${text.replace(/[\b\f\n\r\t\\"]/g, (character) => escapes[character] ?? character)}"`;
}

const escapes: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\\": "\\\\",
  '"': '\\"',
};

const listText = (items: readonly string[]) => `(${items.map(printText).join(", ")})`;
const argumentText = (argument: string | undefined) =>
  argument === undefined ? "" : `[${/^[^\]["'\s]+$/.test(argument) ? argument : printText(argument)}]`;

export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "field":
      return expression.name + argumentText(expression.argument);
    case "text":
      return expression.number ? expression.value : quoted(expression.value);
    case "items":
      return `(${expression.items.map(printExpression).join(", ")})`;
    case "chain":
      return `${expression.names.join("(")}(${printExpression(expression.of)}${")".repeat(expression.names.length)}${argumentText(expression.argument)}`;
    case "call":
      return `${expression.name}(${expression.args.map(printExpression).join(", ")})${argumentText(expression.argument)}`;
  }
}

/** Inside a transformer every string is quoted. */
function quoted(text: string): string {
  const printed = printText(text);
  return printed.startsWith('"') ? printed : `"${printed}"`;
}

function printRight(right: Expression): string {
  return right.kind === "field" ? `val(${printExpression(right)})` : printExpression(right);
}

function printCheck(check: Check): string {
  const left = printExpression(check.left);
  switch (check.kind) {
    case "exists":
      return `${left} exists`;
    case "compare":
      return `${left} ${check.operator} ${printText(check.value)}`;
    case "list":
      return `${left} ${check.operator} ${check.modifier === undefined ? "" : `${check.modifier} `}${listText(check.items)}`;
    case "field":
      return `${left} ${check.operator} ${printRight(check.right)}`;
  }
}

/** A condition as text that reads back as the same condition. */
export function print(condition: Condition): string {
  switch (condition.kind) {
    case "and":
    case "or":
      return `(${condition.terms.map(print).join(` ${condition.kind} `)})`;
    case "not":
      return `not ${print(condition.term)}`;
    case "macro":
      return condition.name;
    default:
      return printCheck(condition);
  }
}
