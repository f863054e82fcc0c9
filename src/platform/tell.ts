import type { Adapter, Reply } from "../agents/adapter.ts";
import type { Notice } from "../agents/notice.ts";
import { type Event, namedValues, valueAt } from "../fields/event.ts";
import { slots } from "../fields/table.ts";
import { callKey, fingerprint } from "../judge/call-key.ts";
import type { Judgement } from "../judge/judge.ts";
import { marksOf } from "../judge/marks.ts";
import { repeated } from "../judge/reasons.ts";
import type { OutputValue } from "../model/alert.ts";
import type { ToolCall } from "../model/call.ts";
import type { Mode } from "../model/mode.ts";
import type { CallRecord } from "../model/record.ts";
import type { Memory, Session } from "../model/session.ts";
import type { Answer } from "../model/verdict.ts";
import { isoMicros } from "./clock.ts";

/** A tool call that has its verdict, and no answer yet. */
export type Judged = {
  readonly adapter: Adapter;
  /** The first, of a patch of many files. */
  readonly call: ToolCall;
  readonly judgement: Judgement;
  readonly mode: Mode;
  /** Microseconds since the epoch. */
  readonly time: bigint;
  /** The correlation id in decimal. */
  readonly id: string;
  readonly durationMicros: number;
  readonly session: Session;
};

/** What a call comes to: its reply, and what has to be kept before that is given. */
export type Decided = {
  readonly reply: Reply;
  /** Undefined where nothing could be read, or nothing was asked. */
  readonly record: CallRecord | undefined;
  readonly memories: readonly Memory[];
  /** What was asked about; of a patch, a call a file. */
  readonly calls?: readonly ToolCall[];
  /** It was denied because nobody could be asked: a person may yet approve what `key` says. */
  readonly open?: { readonly key: string; readonly judged: Judged };
  /** What the agent told without asking. */
  readonly told?: Told;
};

export type Told = {
  readonly notice: Notice;
  /** The tool call that has run; none for other notices. */
  readonly calls: readonly ToolCall[];
};

/** Gives a judged call its answer. `approval` says which person's word it is, where it is one's. */
export function tell(judged: Judged, answer: Answer, reason: string, approval?: string): Decided {
  const { adapter, call, session, id } = judged;
  const key = answer === "deny" ? fingerprint(callKey(judged.judgement.calls)) : "";
  const said = answer === "deny" ? repeated(reason, session.denied.get(key) ?? 0) : reason;
  return {
    reply: adapter.reply(answer, said, call, id),
    record: recordOf(judged, answer, approval),
    calls: judged.judgement.calls,
    memories: answer === "deny" ? [{ kind: "denied", fingerprint: key }] : marksLeftBy(judged),
  };
}

/** What was denied has not happened and leaves no mark. */
function marksLeftBy({ judgement, time, id }: Judged): readonly Memory[] {
  const labels = marksOf(judgement.alerts);
  if (labels.length === 0) return [];
  const summary = String(valueAt(judgement.event, slots["tool.summary"]) ?? "");
  return [
    { kind: "marks", labels, time, call: `${summary} (${isoMicros(time).slice(0, 19)}Z, correlation=${id})` },
  ];
}

export function recordOf(judged: Judged, decision: Answer, approval?: string): CallRecord {
  const { call, judgement, mode, time, id, durationMicros } = judged;
  return {
    time,
    id,
    agent: call.agent,
    session: call.sessionId,
    tool: call.toolName,
    verdict: judgement.verdict.decision,
    decision,
    mode,
    durationMicros,
    ...(approval === undefined ? {} : { approval }),
    alerts: judgement.alerts,
    fields: recordedFields(judgement.event),
  };
}

/** Every field that has a value, by its full name; empty texts and lists count as none. */
function recordedFields(event: Event): Readonly<Record<string, OutputValue>> {
  const fields: Record<string, OutputValue> = {};
  for (const [name, value] of namedValues(event)) {
    if (value === undefined || value === "") continue;
    if (!Array.isArray(value) || value.length > 0) fields[name] = value;
  }
  return fields;
}
