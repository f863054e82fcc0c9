import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Decision } from "../model/verdict.ts";
import type { Home } from "../platform/home.ts";
import { readSummaries } from "../store/read-log.ts";
import { timeFrom } from "./when.ts";

/** What the record amounts to. */
export type LogFacts = {
  /** Calls since midnight, local time, by what the rules decided. */
  readonly today: Readonly<Record<Decision, number>>;
  readonly files: number;
  readonly bytes: number;
};

export async function readLogFacts({ events }: Home): Promise<LogFacts> {
  const today = { allow: 0, ask: 0, deny: 0 };
  const since = timeFrom("today", "today", Date.now());
  for await (const group of readSummaries(events, { since }))
    for (const { verdict } of group) if (isDecision(verdict)) today[verdict] += 1;
  const sizes = logFiles(events).map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  return { today, files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
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
