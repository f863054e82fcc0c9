import { prefixTest } from "../pmatch.ts";
import type { Operator } from "./operator.ts";

function among(wanted: readonly string[]): (actual: string) => boolean {
  const set = new Set(wanted);
  return (actual) => set.has(actual);
}

/** What a string can be compared by, a list in brackets on the right. */
export const listOperators: readonly (readonly [string, Operator<string>])[] = [
  [
    "in",
    {
      doc: "The field is one of the values.",
      examples: [
        { condition: `tool.name in (Bash, "Write x")`, field: "Write x", expect: true },
        { condition: `tool.name in ()`, field: "", expect: false },
        { condition: `cmd.names in (rm, mkfs)`, field: ["sudo", "rm"], expect: true },
      ],
      takesList: true,
      prepare: among,
      compare: (actual, wanted) => actual === wanted,
      sees: "whole",
    },
  ],
  [
    "intersects",
    {
      doc: "The field, or an element of it, is one of the values.",
      examples: [
        { condition: `cmd.names intersects (rm, mkfs)`, field: ["sudo", "rm"], expect: true },
        { condition: `cmd.names intersects (rm, mkfs)`, field: [], expect: false },
      ],
      takesList: true,
      prepare: among,
      compare: (actual, wanted) => actual === wanted,
      sees: "whole",
    },
  ],
  [
    "pmatch",
    {
      doc: "The field is one of the paths or lies below one; names in them may be patterns. / matches everything.",
      examples: [
        {
          condition: `tool.file_path pmatch (/etc, /home/*/.ssh)`,
          field: "/home/u/.ssh/id_rsa",
          expect: true,
        },
        { condition: `tool.file_path pmatch (/etc)`, field: "/etcetera", expect: false },
      ],
      takesList: true,
      prepare: prefixTest,
    },
  ],
];
