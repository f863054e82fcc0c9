import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Decision } from "../model/verdict.ts";
import { isoMicros } from "../platform/clock.ts";
import type { Home } from "../platform/home.ts";
import { type Alarm, alarmIn, isCall } from "../store/alarms.ts";
import { readSummaries } from "../store/read-log.ts";
import { timeFrom } from "./when.ts";

/** What the record amounts to. */
export type LogFacts = {
  /** Tools that ran past the guard within the last day, oldest first. */
  readonly alarms: readonly Alarm[];
  /** Calls since midnight, local time, by what the rules decided. */
  readonly today: Readonly<Record<Decision, number>>;
  readonly files: number;
  readonly bytes: number;
};

export async function readLogFacts({ events }: Home): Promise<LogFacts> {
  const today = { allow: 0, ask: 0, deny: 0 };
  const now = Date.now();
  const [midnight, dayAgo] = [timeFrom("today", "today", now), timeFrom("24h", "24h", now)];
  // When clocks are put back, midnight is longer ago than a day.
  const longestDay = timeFrom("25h", "25h", now);
  const [midnightText, dayAgoText] = [isoMicros(midnight), isoMicros(dayAgo)];
  const alarms: Alarm[] = [];
  for await (const group of readSummaries(events, { since: longestDay }))
    for (const summary of group) {
      const alarm = alarmIn(summary);
      const { verdict, time } = summary;
      if (alarm !== undefined && time >= dayAgoText) alarms.push(alarm);
      if (isCall(summary) && isDecision(verdict) && time >= midnightText) today[verdict] += 1;
    }
  const sizes = logFiles(events).map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  return { alarms, today, files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

const isDecision = (text: string): text is Decision => ["allow", "ask", "deny"].includes(text);

/** The log and what it was rotated to: events.jsonl, events.jsonl.1 … */
function logFiles(events: string): readonly string[] {
  const [folder, name] = [dirname(events), basename(events)];
  try {
    return readdirSync(folder)
      .filter((found) => found === name || found.startsWith(`${name}.`))
      .map((found) => join(folder, found));
  } catch {
    return [];
  }
}
