import type { Operator } from "./operator.ts";

function among(wanted: readonly boolean[]): (actual: boolean) => boolean {
  return (actual) => wanted.includes(actual);
}

/** What a bool can be compared by; its values are written true and false. */
export const truthOperators: readonly (readonly [string, Operator<boolean>])[] = [
  [
    "=",
    {
      doc: "The field has the truth value.",
      examples: [{ condition: `cmd.dynamic = true`, field: true, expect: true }],
      prepare:
        ([wanted = false]) =>
        (actual) =>
          actual === wanted,
      compare: (actual, wanted) => actual === wanted,
    },
  ],
  [
    "!=",
    {
      doc: "The field has the other truth value.",
      examples: [{ condition: `cmd.dynamic != true`, field: true, expect: false }],
      prepare:
        ([wanted = false]) =>
        (actual) =>
          actual !== wanted,
      compare: (actual, wanted) => actual !== wanted,
    },
  ],
  [
    "in",
    {
      doc: "The field is one of the truth values.",
      examples: [{ condition: `cmd.dynamic in (true, false)`, field: false, expect: true }],
      takesList: true,
      prepare: among,
      compare: (actual, wanted) => actual === wanted,
    },
  ],
  [
    "intersects",
    {
      doc: 'The same as "in".',
      examples: [{ condition: `cmd.dynamic intersects (true)`, field: true, expect: true }],
      takesList: true,
      prepare: among,
      compare: (actual, wanted) => actual === wanted,
    },
  ],
];
