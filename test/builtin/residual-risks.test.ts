import { expect, test } from "vitest";
import { residualRisks } from "../../build/residual-risks.ts";
import { judged } from "./builtin.ts";

const risks = residualRisks();

const calls = risks.flatMap(({ id, calls: ofRisk = [] }) => ofRisk.map((call) => ({ id, ...call })));

test("ids are there once", () => {
  const ids = risks.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
  for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

test("each is told in full: with calls, or with what shows it", () => {
  expect(risks.length).toBeGreaterThan(20);
  for (const { id, family, risk, why, instead, calls: ofRisk, detected } of risks) {
    for (const text of [family, risk, why, instead]) expect(text, id).toMatch(/\S/);
    expect(ofRisk === undefined, id).toBe(detected !== undefined);
  }
});

// One that fails here is mended: take it off the list, run `npm run docs`, and be glad.
test.for(calls)(
  "$id: $tool $input still gets $verdict",
  ({ agent = "claude-code", tool, input, verdict }) => {
    expect(judged(agent, tool, input).verdict.decision).toBe(verdict);
  },
);

test("no verdict of the list is the strictest", () => {
  for (const { id, verdict } of calls) expect(["allow", "ask"], id).toContain(verdict);
});
