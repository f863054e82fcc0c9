import { expect, test } from "vitest";
import { additions } from "../../../src/shell/programs/additions.ts";
import { areas } from "../../../src/shell/programs/registry.ts";

test("what is added has a row of its own to be added to", () => {
  const own = new Set(areas.flatMap((rows) => rows.flatMap(({ names }) => names)));
  expect(additions.flatMap(({ names }) => names).filter((name) => !own.has(name))).toEqual([]);
});
