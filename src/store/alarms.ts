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
  // Nearly every record has none, and a person's own rules may have any tags.
  const alert = tool === "" ? undefined : alerts.find(({ tags }) => tags.includes(alarmTag));
  if (alert === undefined) return undefined;
  return { time, id, agent, session, tool, rule: alert.rule, output: alert.output };
}

/** Whether a record is about a call that was judged, and not about one that went past or about settings that changed. */
export const isCall = (record: Summary): boolean => record.tool !== "" && alarmIn(record) === undefined;
