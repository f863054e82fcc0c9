import { fullName } from "../fields/field.ts";
import { fieldList } from "../fields/table.ts";
import type { Example } from "../rules/operators/operator.ts";
import { modifierReference, operatorReference, transformerReference } from "../rules/reference.ts";
import { effects } from "../shell/effects.ts";

/** One word of the rule language, documented. */
export type Entry = {
  readonly kind: "field" | "operator" | "modifier" | "transformer" | "effect";
  readonly name: string;
  readonly type?: string;
  readonly doc: string;
  readonly examples: readonly string[];
};

export type Section = { readonly title: string; readonly entries: readonly Entry[] };

/** Everything that a rule can name, by kind. */
export const vocabulary: readonly Section[] = [
  { title: "Fields", entries: fieldList.map(fieldEntry) },
  { title: "Operators", entries: operatorReference.map(operatorEntry) },
  {
    title: "Between an operator and a list",
    entries: modifierReference.map(({ name, doc, example }) => ({
      kind: "modifier",
      name,
      doc,
      examples: [example],
    })),
  },
  { title: "Transformers", entries: transformerReference.map(transformerEntry) },
  {
    title: "Effects, the values of cmd.effects",
    entries: Object.entries(effects).map(([name, doc]) => ({ kind: "effect", name, doc, examples: [] })),
  },
];

function fieldEntry({ name, type, doc, example, argument }: (typeof fieldList)[number]): Entry {
  return { kind: "field", name: fullName(name, argument), type, doc, examples: [`for example ${example}`] };
}

function operatorEntry({ name, types, doc, examples }: (typeof operatorReference)[number]): Entry {
  return { kind: "operator", name, type: types.join(", "), doc, examples: examples.map(conditionLine) };
}

function conditionLine({ condition, field, expect }: Example): string {
  return `${condition}   ${field === undefined ? "absent" : valueText(field)} → ${expect}`;
}

function valueText(value: NonNullable<Example["field"]>): string {
  if (typeof value === "object") return `[${value.join(", ")}]`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function transformerEntry({
  name,
  takes,
  gives,
  doc,
  examples,
}: (typeof transformerReference)[number]): Entry {
  const lines = examples.map(({ expression, field, is }) => {
    const of = field === undefined ? "" : `   ${JSON.stringify(field)}`;
    return `${expression}${of} → ${is === undefined ? "absent" : JSON.stringify(is)}`;
  });
  return { kind: "transformer", name, type: `${takes} → ${gives}`, doc, examples: lines };
}
