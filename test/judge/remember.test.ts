import { expect, test } from "vitest";
import { remember } from "../../src/judge/remember.ts";

/** How often each key was worked out when the keys were asked for one after the other, two remembered. */
function worked(keys: readonly string[]): readonly string[] {
  const done: string[] = [];
  const length = remember(2, (key) => {
    done.push(key);
    return [key.length];
  });
  for (const key of keys) expect(length(key)).toEqual([key.length]);
  return done;
}

const long = "x".repeat(513);

test.for([
  [["a", "a", "a"], ["a"]],
  [
    ["a", "b", "a", "b"],
    ["a", "b"],
  ],
  // What is asked for stays, what isn't goes.
  [
    ["a", "b", "c", "a", "d", "a", "b"],
    ["a", "b", "c", "d", "b"],
  ],
  [
    ["a", "b", "c", "d", "e", "a"],
    ["a", "b", "c", "d", "e", "a"],
  ],
  // Keys of any length would be memory without a bound.
  [
    [long, long],
    [long, long],
  ],
] as const)("%j", ([keys, want]) => expect(worked(keys)).toEqual(want));

test("false is remembered too", () => {
  let times = 0;
  const never = remember(2, () => {
    times += 1;
    return false;
  });
  expect([never("a"), never("a"), times]).toEqual([false, false, 1]);
});
