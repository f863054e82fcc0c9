import type { ArithmeticExpression, ParsedScript, WordPart } from "unbash";
import type { Shell } from "../state.ts";
import { parameterWords } from "./variables.ts";

/** The value of a whole-number expression in decimal; undefined when it isn't known. */
export function calculate(shell: Shell, expression: ArithmeticExpression | undefined): string | undefined {
  const value = expression === undefined ? undefined : numberOf(shell, expression, 0);
  return value === undefined || !Number.isSafeInteger(value) ? undefined : String(value);
}

function numberOf(shell: Shell, expression: ArithmeticExpression, depth: number): number | undefined {
  if (depth > 32) return undefined;
  switch (expression.type) {
    case "ArithmeticWord":
      return wordValue(shell, expression.value);
    case "ArithmeticGroup":
      return numberOf(shell, expression.expression, depth + 1);
    case "ArithmeticBinary": {
      const left = numberOf(shell, expression.left, depth + 1);
      const right = numberOf(shell, expression.right, depth + 1);
      return left === undefined || right === undefined
        ? undefined
        : combine(expression.operator, left, right);
    }
    default:
      return undefined;
  }
}

function wordValue(shell: Shell, text: string): number | undefined {
  if (/^\d+$/.test(text)) return text.startsWith("0") ? Number.parseInt(text, 8) : Number(text);
  if (/^0x[0-9a-f]+$/i.test(text)) return Number(text);
  const base = /^(\d+)#([0-9a-z]+)$/i.exec(text);
  if (base !== null) return Number.parseInt(base[2] ?? "", Number(base[1]));
  const name = /^\$?\{?([A-Za-z_]\w*)\}?$/.exec(text)?.[1];
  const known = name === undefined ? undefined : parameterWords(shell, name)[0]?.text;
  return known !== undefined && /^-?\d+$/.test(known) ? Number(known) : undefined;
}

function combine(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? undefined : Math.trunc(left / right);
    case "%":
      return right === 0 ? undefined : left % right;
    case "**":
      return left ** right;
    case "^":
      return left ^ right;
    case "|":
      return left | right;
    case "&":
      return left & right;
    case "<<":
      return left << right;
    case ">>":
      return left >> right;
    default:
      return undefined;
  }
}

/** Runs the substitutions in an expression, whose value may depend on them. */
export function visitArithmetic(
  expression: ArithmeticExpression | undefined,
  visit: (script: ParsedScript) => void,
  visitParts: (parts: readonly WordPart[]) => void,
): void {
  const inner = (next: ArithmeticExpression | undefined): void => visitArithmetic(next, visit, visitParts);
  switch (expression?.type) {
    case "ArithmeticCommandExpansion":
      if (expression.script !== undefined) visit(expression.script);
      break;
    case "ArithmeticWord":
      if (expression.parts !== undefined) visitParts(expression.parts);
      break;
    case "ArithmeticBinary":
      inner(expression.left);
      inner(expression.right);
      break;
    case "ArithmeticUnary":
      inner(expression.operand);
      break;
    case "ArithmeticGroup":
      inner(expression.expression);
      break;
    case "ArithmeticTernary":
      inner(expression.test);
      inner(expression.consequent);
      inner(expression.alternate);
  }
}
