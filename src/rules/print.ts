import type { Check, Condition, Expression } from "./ast.ts";
import { type Items, type Piece, perPiece } from "./items.ts";

/** A constant as it can stand in a condition: quoted where a bare word would not do, or would mean something else. */
function printText(text: string): string {
  // A bare word knows no escapes, and only a bare one can end in a backslash. A backspace before it is a blank.
  if (/^(?![\b])[^"'(),= \t\n\v\f\r]+$/.test(text) && !/^(?:oneof|anyof|allof)$/.test(text)) return text;
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

const printPiece = perPiece((piece) => piece.map(printText).join(", "));

type PieceText = (piece: Piece) => string;
const plainPiece: PieceText = (piece) => printPiece(piece, "");
const listText = (items: Items, textOf: PieceText) => `(${items.map(textOf).join(", ")})`;
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

function printCheck(check: Check, textOf: PieceText): string {
  const left = printExpression(check.left);
  switch (check.kind) {
    case "exists":
      return `${left} exists`;
    case "compare":
      return `${left} ${check.operator} ${printText(check.value)}`;
    case "list":
      return `${left} ${check.operator} ${check.modifier === undefined ? "" : `${check.modifier} `}${listText(check.items, textOf)}`;
    case "field":
      return `${left} ${check.operator} ${printRight(check.right)}`;
  }
}

/** A condition as text that reads back as the same condition. */
export function print(condition: Condition, textOf: PieceText = plainPiece): string {
  switch (condition.kind) {
    case "and":
    case "or":
      return `(${condition.terms.map((term) => print(term, textOf)).join(` ${condition.kind} `)})`;
    case "not":
      return `not ${print(condition.term, textOf)}`;
    case "macro":
      return condition.name;
    default:
      return printCheck(condition, textOf);
  }
}

/** Values after which a piece stands in a key by a number. */
const longPiece = 12;

/** Prints conditions as keys: the same one printer gives the same key for is the same condition. Long lists cost little. */
export function keyPrinter(): (condition: Condition) => string {
  const byPiece = new Map<Piece, string>();
  const byText = new Map<string, string>();
  const numbered = (piece: Piece): string => {
    const text = plainPiece(piece);
    // No value begins with a bracket that isn't quoted.
    const key = byText.get(text) ?? `(${byText.size}`;
    byText.set(text, key);
    byPiece.set(piece, key);
    return key;
  };
  const keyOf = (piece: Piece): string =>
    piece.length < longPiece ? plainPiece(piece) : (byPiece.get(piece) ?? numbered(piece));
  return (condition) => print(condition, keyOf);
}
