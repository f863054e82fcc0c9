import { listOperators } from "./list.ts";
import { numberOperators } from "./number.ts";
import type { OperatorTable } from "./operator.ts";
import { patternOperators } from "./pattern.ts";
import { textOperators } from "./text.ts";
import { truthOperators } from "./truth.ts";

export const stringTable: OperatorTable<string> = new Map([
  ...textOperators,
  ...patternOperators,
  ...listOperators,
]);
export const numberTable: OperatorTable<bigint> = new Map(numberOperators);
export const truthTable: OperatorTable<boolean> = new Map(truthOperators);

/** Every operator of the language, also those that no field here has. */
export const operatorNames: readonly string[] = [...stringTable.keys(), "bcontains", "bstartswith", "exists"];
