import { expect, test } from "vitest";
import { timeFrom } from "../../src/cli/when.ts";

const now = new Date(2026, 4, 14, 12, 30).getTime();
const local = (...parts: [number, number, number, number?, number?]) =>
  BigInt(new Date(...parts).getTime()) * 1000n;

test.for<[text: string, micros: bigint]>([
  ["90s", BigInt(now - 90_000) * 1000n],
  ["15m", BigInt(now - 900_000) * 1000n],
  ["2h", BigInt(now - 7_200_000) * 1000n],
  ["1w", BigInt(now - 604_800_000) * 1000n],
  ["today", local(2026, 4, 14)],
  ["yesterday", local(2026, 4, 13)],
  ["2026-01-31", local(2026, 0, 31)],
  ["2026-01-31T09:30", local(2026, 0, 31, 9, 30)],
  ["2026-01-31T09:30:00Z", 1_769_851_800_000_000n],
])("%s", ([text, micros]) => expect(timeFrom("--since", text, now)).toBe(micros));

test.for(["", "soon", "5", "5y", "31.1.2026", "2026-13-01"])("%s is no time", (text) => {
  expect(() => timeFrom("--since", text, now)).toThrow(`--since can't be ${JSON.stringify(text)}`);
});
