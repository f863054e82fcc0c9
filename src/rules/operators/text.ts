import { asciiLower, compareBytes } from "../bytes.ts";
import type { Operator } from "./operator.ts";

/** What a string can be compared by, one value on the right. Over a list field, each means: some element. */
export const textOperators: readonly (readonly [string, Operator<string>])[] = [
  [
    "=",
    {
      doc: "The field is exactly the value.",
      examples: [
        { condition: `tool.name = Bash`, field: "Bash", expect: true },
        { condition: `tool.name = bash`, field: "Bash", expect: false },
        { condition: `cmd.names = rm`, field: ["sudo", "rm"], expect: true },
      ],
      prepare:
        ([wanted = ""]) =>
        (actual) =>
          actual === wanted,
      compare: (actual, wanted) => actual === wanted,
    },
  ],
  [
    "==",
    {
      doc: 'The same as "=".',
      examples: [{ condition: `tool.name == Bash`, field: "Bash", expect: true }],
      prepare:
        ([wanted = ""]) =>
        (actual) =>
          actual === wanted,
      compare: (actual, wanted) => actual === wanted,
    },
  ],
  [
    "!=",
    {
      doc: 'The field has another value. False where the field is absent: "not x = y" is true there.',
      examples: [
        { condition: `tool.name != Bash`, field: "Read", expect: true },
        { condition: `tool.name != Bash`, field: undefined, expect: false },
        { condition: `cmd.names != rm`, field: ["sudo", "rm"], expect: true },
      ],
      prepare:
        ([wanted = ""]) =>
        (actual) =>
          actual !== wanted,
      compare: (actual, wanted) => actual !== wanted,
    },
  ],
  [
    "<",
    {
      doc: "The field comes before the value, byte by byte. The value is a number or another field.",
      examples: [{ condition: `tool.name < 5`, field: "10", expect: true }],
      prepare:
        ([wanted = ""]) =>
        (actual) =>
          compareBytes(actual, wanted) < 0,
      compare: (actual, wanted) => compareBytes(actual, wanted) < 0,
    },
  ],
  [
    "<=",
    {
      doc: "The field comes before the value, byte by byte, or is the same.",
      examples: [{ condition: `tool.name <= 5`, field: "5", expect: true }],
      prepare:
        ([wanted = ""]) =>
        (actual) =>
          compareBytes(actual, wanted) <= 0,
      compare: (actual, wanted) => compareBytes(actual, wanted) <= 0,
    },
  ],
  [
    ">",
    {
      doc: "The field comes after the value, byte by byte.",
      examples: [{ condition: `tool.name > 5`, field: "Bash", expect: true }],
      prepare:
        ([wanted = ""]) =>
        (actual) =>
          compareBytes(actual, wanted) > 0,
      compare: (actual, wanted) => compareBytes(actual, wanted) > 0,
    },
  ],
  [
    ">=",
    {
      doc: "The field comes after the value, byte by byte, or is the same.",
      examples: [{ condition: `tool.name >= 5`, field: "10", expect: false }],
      prepare:
        ([wanted = ""]) =>
        (actual) =>
          compareBytes(actual, wanted) >= 0,
      compare: (actual, wanted) => compareBytes(actual, wanted) >= 0,
    },
  ],
  [
    "contains",
    {
      doc: "The field has the value somewhere in it, case-sensitively.",
      examples: [
        { condition: `tool.input_command contains "push"`, field: "git push -f", expect: true },
        { condition: `tool.input_command contains Push`, field: "git push -f", expect: false },
        { condition: `tool.input_command contains ""`, field: undefined, expect: false },
      ],
      prepare:
        ([wanted = ""]) =>
        (actual) =>
          actual.includes(wanted),
      compare: (actual, wanted) => actual.includes(wanted),
    },
  ],
  [
    "icontains",
    {
      doc: 'The same as "contains" for ASCII letters of either case.',
      examples: [
        { condition: `tool.input_command icontains PUSH`, field: "git push -f", expect: true },
        { condition: `tool.input_command icontains "É"`, field: "é", expect: false },
      ],
      prepare: ([wanted = ""]) => {
        const lower = asciiLower(wanted);
        return (actual) => asciiLower(actual).includes(lower);
      },
      compare: (actual, wanted) => asciiLower(actual).includes(asciiLower(wanted)),
    },
  ],
  [
    "startswith",
    {
      doc: "The field begins with the value.",
      examples: [
        { condition: `tool.file_path startswith /etc/`, field: "/etc/passwd", expect: true },
        { condition: `tool.writes startswith /etc/`, field: ["/tmp/a", "/etc/passwd"], expect: true },
      ],
      prepare:
        ([wanted = ""]) =>
        (actual) =>
          actual.startsWith(wanted),
      compare: (actual, wanted) => actual.startsWith(wanted),
    },
  ],
  [
    "endswith",
    {
      doc: "The field ends with the value.",
      examples: [
        { condition: `tool.file_path endswith .env`, field: "/app/.env", expect: true },
        { condition: `tool.file_path endswith .env`, field: "/app/.env.example", expect: false },
      ],
      prepare:
        ([wanted = ""]) =>
        (actual) =>
          actual.endsWith(wanted),
      compare: (actual, wanted) => actual.endsWith(wanted),
    },
  ],
];
