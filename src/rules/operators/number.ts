import type { Operator } from "./operator.ts";

function one(
  test: (actual: bigint, wanted: bigint) => boolean,
): Pick<Operator<bigint>, "prepare" | "compare"> {
  return {
    prepare:
      ([wanted = 0n]) =>
      (actual) =>
        test(actual, wanted),
    compare: test,
  };
}

function among(wanted: readonly bigint[]): (actual: bigint) => boolean {
  const set = new Set(wanted);
  return (actual) => set.has(actual);
}

/** What a uint64 can be compared by; a negative constant means 2^64 less so much. */
export const numberOperators: readonly (readonly [string, Operator<bigint>])[] = [
  [
    "=",
    {
      doc: "The number is the value.",
      examples: [{ condition: `agent.pid = 007`, field: 7n, expect: true }],
      ...one((actual, wanted) => actual === wanted),
    },
  ],
  [
    "==",
    {
      doc: 'The same as "=".',
      examples: [{ condition: `agent.pid == 7`, field: 7n, expect: true }],
      ...one((actual, wanted) => actual === wanted),
    },
  ],
  [
    "!=",
    {
      doc: "The number is another one.",
      examples: [{ condition: `agent.pid != 7`, field: 8n, expect: true }],
      ...one((actual, wanted) => actual !== wanted),
    },
  ],
  [
    "<",
    {
      doc: "The number is less than the value.",
      examples: [{ condition: `agent.pid < -1`, field: 7n, expect: true }],
      ...one((actual, wanted) => actual < wanted),
    },
  ],
  [
    "<=",
    {
      doc: "The number is less than or equal to the value.",
      examples: [{ condition: `agent.pid <= 7`, field: 7n, expect: true }],
      ...one((actual, wanted) => actual <= wanted),
    },
  ],
  [
    ">",
    {
      doc: "The number is greater than the value.",
      examples: [{ condition: `correlation.id > 9007199254740993`, field: 9007199254740994n, expect: true }],
      ...one((actual, wanted) => actual > wanted),
    },
  ],
  [
    ">=",
    {
      doc: "The number is greater than or equal to the value.",
      examples: [{ condition: `agent.pid >= 8`, field: 7n, expect: false }],
      ...one((actual, wanted) => actual >= wanted),
    },
  ],
  [
    "in",
    {
      doc: "The number is one of the values.",
      examples: [{ condition: `agent.pid in (1, 42)`, field: 42n, expect: true }],
      takesList: true,
      prepare: among,
      compare: (actual, wanted) => actual === wanted,
    },
  ],
  [
    "intersects",
    {
      doc: 'The same as "in".',
      examples: [{ condition: `agent.pid intersects (1, 42)`, field: 42n, expect: true }],
      takesList: true,
      prepare: among,
      compare: (actual, wanted) => actual === wanted,
    },
  ],
];
