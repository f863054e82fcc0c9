import { expect, test } from "vitest";
import { touchesOf } from "../../src/judge/summary.ts";

test.for([
  [[], ""],
  [
    [
      ["reads", []],
      ["writes", ["/a"]],
    ],
    "writes /a",
  ],
  [
    [
      ["reads", ["/a", "/b"]],
      ["deletes", ["/c"]],
    ],
    "reads /a, /b; deletes /c",
  ],
  [[["reads", ["/1", "/2", "/3", "/4", "/5", "/6"]]], "reads /1, /2, /3, /4 and 2 more"],
  [[["reads", ["a\n  b"]]], "reads a ⏎ b"],
  [[["reads", ["x".repeat(300)]]], `reads ${"x".repeat(200)}…`],
] as const)("%j", ([acts, want]) => expect(touchesOf(acts)).toBe(want));
