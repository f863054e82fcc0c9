import { expect, test } from "vitest";
import { costlyFiles } from "../fuzz/costly.ts";
import { fuzz as fuzzLarge } from "../fuzz/large.ts";
import { randomFrom } from "../fuzz/random.ts";
import { cpuTime, exercise, fuzz, patience } from "../fuzz/rules.ts";

test("2,000 changed conditions and files: no crash, no meaning lost", () => {
  for (let seed = 1; seed <= 2_000; seed += 1) fuzz(randomFrom(seed));
});

test("40 files of 64 KiB, each of a few pieces over and over: in time", { timeout: 60_000 }, () => {
  for (let seed = 1; seed <= 40; seed += 1) fuzzLarge(randomFrom(seed));
});

test.for(costlyFiles())("64 KiB of %s", ([, text]) => {
  exercise(text);
  const took = Math.min(...Array.from({ length: 3 }, () => cpuTime(() => exercise(text))));
  expect(took).toBeLessThan(patience);
});
