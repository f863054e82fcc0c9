import { expect, test } from "vitest";
import { eventOf } from "../../src/cli/judge-record.ts";
import { namedValues } from "../../src/fields/event.ts";

test("the event of a record has what was recorded, and empty texts for what was not", () => {
  const recorded = {
    "agent.pid": 7,
    "cmd.names": ["cat"],
    "tool.name": "Bash",
    "session.marks": ["a", "b"],
    "session.mark_count[a]": 2,
    "session.mark_count[b]": 18446744073709551615n,
    "session.mark_call[a]": "cat .env",
    "session.mark_call": "no label",
    "session.mark_count[A]": 1,
    "no.field": "x",
  };
  const values = namedValues(eventOf(recorded)).filter(([, value]) => value !== undefined && value !== "");
  expect(Object.fromEntries(values)).toEqual({
    "agent.pid": 7n,
    "cmd.names": ["cat"],
    "tool.name": "Bash",
    "session.marks": ["a", "b"],
    "session.mark_count[a]": 2n,
    "session.mark_count[b]": 18446744073709551615n,
    "session.mark_call[a]": "cat .env",
  });
});
