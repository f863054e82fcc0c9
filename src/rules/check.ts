import type { Check, Compare, CompareField, CompareList } from "./ast.ts";
import { refusedConstant, supports } from "./constants.ts";
import { type Items, perPiece } from "./items.ts";
import { numberTable, stringTable, truthTable } from "./operators/table.ts";
import { type Fields, type Mistake, typeOf, type ValueType, wordOf } from "./type-of.ts";

/** Everything that is wrong with one check: fields, transformers, operator and constants, in this order. */
export function checkCheck(check: Check, fields: Fields): readonly Mistake[] {
  const left = typeOf(check.left, fields);
  if ("mistake" in left) return [left.mistake];
  switch (check.kind) {
    case "exists":
      return [];
    case "compare":
      return operatorMistake(check, left.type) ?? constantMistakes(check, [[check.value]], left.type);
    case "list":
      return operatorMistake(check, left.type) ?? constantMistakes(check, check.items, left.type);
    case "field":
      return operatorMistake(check, left.type) ?? fieldMistakes(check, left.type, fields);
  }
}

function operatorMistake(
  { operator, left }: Compare | CompareList | CompareField,
  type: ValueType,
): readonly Mistake[] | undefined {
  if (supports(type, operator)) return undefined;
  const message = `"${operator}" can't compare a ${describeType(type)}`;
  return [
    {
      code: "operator-type",
      message,
      hint: `"${wordOf(left)}" can use ${operatorsOf(type).join(" ")}`,
      at: operator,
    },
  ];
}

function describeType(type: ValueType): string {
  return type === "items" ? "list of words" : type;
}

function operatorsOf(type: ValueType): readonly string[] {
  const table = {
    uint64: numberTable,
    bool: truthTable,
    string: stringTable,
    list: stringTable,
    items: undefined,
  }[type];
  return [...(table?.keys() ?? ["in", "intersects"]), "exists"];
}

/** After so many wrong values of one check it is another field that was meant. */
const mostMistakes = 50;

function constantMistakes(
  { operator }: Compare | CompareList,
  items: Items,
  type: ValueType,
): readonly Mistake[] {
  const mistakes = items.flatMap((piece) => refusedOf(piece, `${operator} ${type}`));
  return mistakes.length > mostMistakes ? mistakes.slice(0, mostMistakes) : mistakes;
}

/** What is wrong with values, by the operator and the type that they are compared with. */
const refusedOf = perPiece((values, key): readonly Mistake[] => {
  const [operator = "", type] = key.split(" ") as [string, ValueType];
  const mistakes: Mistake[] = [];
  for (const value of new Set(values)) {
    const refused = refusedConstant(value, operator, type);
    if (refused !== undefined) mistakes.push({ code: refused[0], message: refused[1], at: value });
    if (mistakes.length === mostMistakes) break;
  }
  return mistakes;
});

/** Whether one value's type can stand right of the other; a list of ours compares with strings, element by element. */
function comparable(left: ValueType, right: ValueType, operator: string): boolean {
  if (left === right) return left !== "items" || operator === "in" || operator === "intersects";
  const strings: readonly ValueType[] = ["string", "list"];
  if (strings.includes(left) && strings.includes(right)) return true;
  return (
    [left, right].every((type) => strings.includes(type) || type === "items") &&
    ["in", "intersects"].includes(operator)
  );
}

function fieldMistakes(
  { left, operator, right }: CompareField,
  type: ValueType,
  fields: Fields,
): readonly Mistake[] {
  if (type !== "uint64" && type !== "bool" && stringTable.get(operator)?.compare === undefined)
    return [
      {
        code: "operator-right-field",
        message: `"${operator}" can't compare with another field`,
        at: operator,
      },
    ];
  const found = typeOf(right, fields);
  if ("mistake" in found) return [found.mistake];
  if (comparable(type, found.type, operator)) return [];
  const message = `"${wordOf(left)}" is a ${describeType(type)}, but "${wordOf(right)}" a ${describeType(found.type)}`;
  return [{ code: "right-field-type", message, at: wordOf(right) }];
}
