import type { Example, OperatorTable } from "./operators/operator.ts";
import { numberTable, stringTable, truthTable } from "./operators/table.ts";
import { otherTransformers, type TransformerExample, textTransformers } from "./transformers.ts";

/** What the author of a rule reads about an operator. */
export type OperatorReference = {
  readonly name: string;
  /** Types of the fields that have it; a list has what a string has, for some element of it. */
  readonly types: readonly string[];
  /** What stands on its right. */
  readonly takes: "nothing" | "value" | "list";
  /** Whether `val(field)` or another transformer can stand there. */
  readonly takesField: boolean;
  /** Whether oneof, anyof or allof can follow it. */
  readonly takesModifier: boolean;
  readonly doc: string;
  readonly examples: readonly Example[];
};

export type TransformerReference = {
  readonly name: string;
  readonly takes: string;
  readonly gives: string;
  readonly doc: string;
  readonly examples: readonly TransformerExample[];
};

const exists: OperatorReference = {
  name: "exists",
  types: ["string", "list", "uint64", "bool"],
  takes: "nothing",
  takesField: false,
  takesModifier: false,
  doc: "The event has the field. An empty text is there; a list without elements is not.",
  examples: [
    { condition: "tool.name exists", field: "", expect: true },
    { condition: "cmd.names exists", field: [], expect: false },
  ],
};

const tables: readonly (readonly [types: readonly string[], table: OperatorTable<never>])[] = [
  [["string", "list"], stringTable as OperatorTable<never>],
  [["uint64"], numberTable as OperatorTable<never>],
  [["bool"], truthTable as OperatorTable<never>],
];

const noModifier: ReadonlySet<string> = new Set(["<", "<=", ">", ">="]);

/** Every operator once; what it does with numbers and truth values follows from the doc for strings. */
export const operatorReference: readonly OperatorReference[] = [
  ...[...stringTable].map(
    ([name, operator]): OperatorReference => ({
      name,
      types: tables.filter(([, table]) => table.has(name)).flatMap(([types]) => types),
      takes: operator.takesList ? "list" : "value",
      takesField: operator.compare !== undefined,
      takesModifier: !operator.takesList && !noModifier.has(name),
      doc: operator.doc,
      examples: tables.flatMap(([, table]) => table.get(name)?.examples ?? []),
    }),
  ),
  exists,
];

export const transformerReference: readonly TransformerReference[] = [
  ...textTransformers,
  ...otherTransformers,
].map(([name, { takes, gives, doc, examples }]) => ({ name, takes, gives, doc, examples }));

/** The words between an operator and a list. */
export const modifierReference: readonly {
  readonly name: string;
  readonly doc: string;
  readonly example: string;
}[] = [
  {
    name: "anyof",
    doc: "At least one of the values fits.",
    example: `tool.name startswith anyof (mcp__, Web)`,
  },
  {
    name: "allof",
    doc: "All of the values fit: with != none of them is the field.",
    example: `tool.name != allof (Bash, Read)`,
  },
  {
    name: "oneof",
    doc: "Exactly one of the values fits.",
    example: `tool.input_command contains oneof (push, pull)`,
  },
];
