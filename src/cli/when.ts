import { Refusal } from "./refusal.ts";

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/**
 * A time as a person writes it, in microseconds since the epoch: `90s`, `15m`, `2h`, `7d`, `1w` before now; `today`,
 * `yesterday`; or an ISO date or time, local where it names no zone.
 */
export function timeFrom(option: string, text: string, now: number): bigint {
  const [, count, unit = ""] = /^(\d{1,6})\s?([smhdw])$/.exec(text) ?? [];
  if (count !== undefined) return micros(now - Number(count) * 1000 * (seconds[unit] ?? 0));
  if (text === "today" || text === "yesterday") return micros(startOfDay(now, text === "today" ? 0 : 1));
  // A date alone would be taken as UTC.
  const time = /^\d{4}-\d\d-\d\d/.test(text)
    ? Date.parse(text.length === 10 ? `${text}T00:00` : text)
    : Number.NaN;
  if (!Number.isNaN(time)) return micros(time);
  throw new Refusal(
    `${option} can't be ${JSON.stringify(text)}`,
    "use 15m, 2h, 7d, today, yesterday, 2026-01-31 or 2026-01-31T09:30",
  );
}

const micros = (milliseconds: number): bigint => BigInt(Math.floor(milliseconds)) * 1000n;

function startOfDay(now: number, daysBefore: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysBefore).getTime();
}
