import { expect, test } from "vitest";
import { eventFrom, namedValues } from "../../src/fields/event.ts";
import { marksOf } from "../../src/judge/marks.ts";
import { testedEvent } from "../../src/judge/tested-call.ts";

test.for([
  [[], []],
  [[["coding_agent_deny"], ["other"]], []],
  [
    [["coding_agent_mark:b", "coding_agent_mark:a"], ["coding_agent_mark:b"]],
    ["a", "b"],
  ],
  [[["coding_agent_mark:", "coding_agent_mark:A", "coding_agent_mark:a b", "coding_agent_mark"]], []],
] as const)("marks of rules with the tags %j", ([tags, want]) =>
  expect(marksOf(tags.map((some) => ({ tags: some })))).toEqual(want),
);

const marksOfCall = (marks: unknown) => {
  const event = testedEvent({ command: "ls", marks });
  if ("failure" in event) return event.failure;
  return Object.fromEntries(
    namedValues(event).filter(([name, value]) => name.startsWith("session.") && value !== undefined),
  );
};

test("a call in a session with marks", () => {
  expect(marksOfCall({ a: { count: 2, age_ms: 60_000, call: "cat .env" }, b: {} })).toEqual({
    "session.marks": ["a", "b"],
    "session.mark_count[a]": 2n,
    "session.mark_count[b]": 1n,
    "session.mark_age_ms[a]": 60_000n,
    "session.mark_age_ms[b]": 0n,
    "session.mark_call[a]": "cat .env",
    "session.mark_call[b]": "",
  });
});

test.for([
  [undefined, {}],
  [{}, {}],
  [[], `"marks" must be a map: { secret_read: { count: 1 } }`],
  [{ a: 1 }, `the mark "a" must be a map: { count: 1 }`],
  [{ a: { count: 1.5 } }, `"count" and "age_ms" of the mark "a" must be whole numbers`],
  [{ a: { age_ms: -1 } }, `"count" and "age_ms" of the mark "a" must be whole numbers`],
] as const)("marks %j", ([marks, want]) => expect(marksOfCall(marks)).toEqual(want));

test("an event by full names: what is no field is left out", () => {
  const event = eventFrom({
    "session.mark_count[a]": 1n,
    "session.mark_count[A]": 2n,
    "session.mark_count[a": 3n,
    "session.mark_count": 4n,
    "tool.name[a]": "x",
  } as never);
  expect(namedValues(event).filter(([, value]) => value !== undefined)).toEqual([
    ["session.mark_count[a]", 1n],
  ]);
});
