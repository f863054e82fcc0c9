import type { Alert, OutputValue } from "./alert.ts";
import type { Mode } from "./mode.ts";
import type { Answer, Decision } from "./verdict.ts";

/** What is kept of one tool call. */
export type CallRecord = {
  /** Microseconds since the epoch. */
  readonly time: bigint;
  /** The correlation id in decimal. */
  readonly id: string;
  readonly agent: string;
  readonly session: string;
  readonly tool: string;
  /** What the rules decided. */
  readonly verdict: Decision;
  /** What the agent was told. */
  readonly decision: Answer;
  readonly mode: Mode;
  readonly durationMicros: number;
  /** Which person's word the decision is, where nobody could be asked by the agent. */
  readonly approval?: string;
  readonly alerts: readonly Alert[];
  /** Every field that has a value, by name. */
  readonly fields: Readonly<Record<string, OutputValue>>;
};
