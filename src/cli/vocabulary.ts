import { fieldList } from "../fields/table.ts";
import type { Example, OperatorTable } from "../rules/operators/operator.ts";
import { numberTable, stringTable, truthTable } from "../rules/operators/table.ts";
import { otherTransformers, type TransformerDoc, textTransformers } from "../rules/transformers.ts";
import { effects } from "../shell/effects.ts";

/** One word of the rule language, documented. */
export type Entry = {
  readonly kind: "field" | "operator" | "transformer" | "effect";
  readonly name: string;
  readonly type?: string;
  readonly doc: string;
  readonly examples: readonly string[];
};

export type Section = { readonly title: string; readonly entries: readonly Entry[] };

const exampleOf = ({ condition, field, expect }: Example): string =>
  `${condition}   ${field === undefined ? "absent" : valueText(field)} → ${expect}`;

function valueText(value: NonNullable<Example["field"]>): string {
  return typeof value === "object"
    ? `[${value.join(", ")}]`
    : typeof value === "string"
      ? JSON.stringify(value)
      : String(value);
}

/** An operator on several types is one entry, said as for text. */
function operators(): readonly Entry[] {
  const tables: readonly (readonly [string, OperatorTable<never>])[] = [
    ["string, list", stringTable as OperatorTable<never>],
    ["uint64", numberTable as OperatorTable<never>],
    ["bool", truthTable as OperatorTable<never>],
  ];
  const names = new Set(tables.flatMap(([, table]) => [...table.keys()]));
  return [...names].map((name) => {
    const having = tables.filter(([, table]) => table.has(name));
    const first = having[0]?.[1].get(name);
    return {
      kind: "operator",
      name,
      type: having.map(([type]) => type).join(", "),
      doc: first?.doc ?? "",
      examples: having.flatMap(([, table]) => table.get(name)?.examples ?? []).map(exampleOf),
    };
  });
}

function transformer([name, { doc, takes, gives, examples }]: readonly [string, TransformerDoc]): Entry {
  const shown = examples.map(({ expression, field, is }) => {
    const of = field === undefined ? "" : `   ${JSON.stringify(field)}`;
    return `${expression}${of} → ${is === undefined ? "absent" : JSON.stringify(is)}`;
  });
  return { kind: "transformer", name, type: `${takes} → ${gives}`, doc, examples: shown };
}

/** Everything that a rule can name, by kind. */
export const vocabulary: readonly Section[] = [
  {
    title: "Fields",
    entries: fieldList.map(({ name, type, doc, example }) => ({
      kind: "field" as const,
      name,
      type,
      doc,
      examples: [`for example ${example}`],
    })),
  },
  { title: "Operators", entries: operators() },
  { title: "Transformers", entries: [...textTransformers, ...otherTransformers].map(transformer) },
  {
    title: "Effects, the values of cmd.effects",
    entries: Object.entries(effects).map(([name, doc]) => ({ kind: "effect", name, doc, examples: [] })),
  },
];
