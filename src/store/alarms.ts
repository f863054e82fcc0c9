import type { Summary } from "./record.ts";

/** On alerts that say that the guard was got round: a tool ran unjudged, or after it was denied. */
export const alarmTag = "prempti_alarm";

/** What went past the guard, from a record of it. */
export type Alarm = {
  readonly time: string;
  readonly id: string;
  readonly agent: string;
  readonly session: string;
  readonly tool: string;
  readonly rule: string;
  readonly output: string;
};

/** The alarm that a record is about; undefined for a call's own record. */
export function alarmIn({ time, id, agent, session, tool, alerts }: Summary): Alarm | undefined {
  const alert = alerts.find(({ tags }) => tags.includes(alarmTag));
  if (alert === undefined) return undefined;
  return { time, id, agent, session, tool, rule: alert.rule, output: alert.output };
}
