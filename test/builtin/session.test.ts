import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../build/paths.ts";
import { judged } from "./builtin.ts";

type Call = { readonly id: string; readonly agent: string; readonly tool: string; readonly input: unknown };

const benign = readFileSync(join(root, "test", "corpus", "benign.jsonl"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line): Call => JSON.parse(line))
  .filter(({ agent }) => agent === "claude_code");

const marks = new Map([["secret_read", { count: 1, last: 0n, call: "source .env" }]]);

test("of ordinary calls, only those that tell others something are asked about after a secret was read", () => {
  const stricter = benign.flatMap(({ id, tool, input }) => {
    const { decision } = judged("claude-code", tool, input, { marks }).verdict;
    return decision === judged("claude-code", tool, input).verdict.decision ? [] : [`${id} ${decision}`];
  });
  // Two messages to a chat, and two bodies posted to a host on the internet.
  expect(stricter).toEqual(["b0508 ask", "b0882 ask", "b0995 ask", "b1079 ask"]);
});

test("few ordinary calls count as reading a secret", () => {
  const marking = benign.filter(({ tool, input }) =>
    judged("claude-code", tool, input).alerts.some(({ tags }) =>
      tags.includes("coding_agent_mark:secret_read"),
    ),
  );
  expect(marking.length).toBeLessThan(benign.length / 100);
});
