import { type Adapter, type Reply, refuse } from "../agents/adapter.ts";
import { parseInput } from "../agents/parse-input.ts";
import { type Event, namedValues, valueAt } from "../fields/event.ts";
import { slots } from "../fields/table.ts";
import { answerOf } from "../judge/answer.ts";
import { type Judgement, judge, verdictTags } from "../judge/judge.ts";
import type { OutputValue } from "../model/alert.ts";
import type { CallRecord } from "../model/record.ts";
import type { Answer } from "../model/verdict.ts";
import type { Rules } from "../rules/compile.ts";
import { nowMicros } from "./clock.ts";
import type { Config } from "./config-keys.ts";
import { hearNotice } from "./hear-notice.ts";
import { worldFor } from "./world.ts";

/** What tool calls are judged by. */
export type Law = { readonly rules: Rules; readonly config: Config };

/** A call's reply and what is to be recorded before it is given; no record where nothing could be read, or nothing was asked. */
export type Decided = { readonly reply: Reply; readonly record: CallRecord | undefined };

/**
 * One tool call, as the agent's hook received it, to its reply. What can't be read, and what fails on the way, is
 * refused: it must not run unjudged. `pid` is the agent's process, 0n when unknown.
 */
export function decide(adapter: Adapter, input: Uint8Array, { rules, config }: Law, pid: bigint): Decided {
  const [time, began] = [nowMicros(), performance.now()];
  const text = decodeText(input);
  const parsed = text === undefined ? { undecodable: "the input is not UTF-8" } : parseInput(text);
  if ("undecodable" in parsed) return refused(parsed.undecodable);
  const notice = adapter.notice(parsed.input);
  if (notice !== undefined) return hearNotice(adapter, notice, config, time);
  const judged = judge(adapter, parsed.input, rules, worldFor(pid), {
    matching: config.matching,
    tags: tagsOf(config),
  });
  if ("undecodable" in judged) return refused(judged.undecodable);
  const answer = answerOf(judged.verdict, config.mode, config.defaultAction);
  const durationMicros = Math.round((performance.now() - began) * 1000);
  const reply = replyTo(adapter, judged, answer);
  return { reply, record: recordOf(judged, answer, config, time, durationMicros) };
}

function refused(reason: string): Decided {
  return { reply: refuse(reason), record: undefined };
}

// A byte order mark is left to parseInput.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeText(input: Uint8Array): string | undefined {
  try {
    return utf8.decode(input);
  } catch {
    return undefined;
  }
}

function tagsOf({ denyTags, askTags }: Config): typeof verdictTags {
  if (denyTags.length === 0 && askTags.length === 0) return verdictTags;
  return { deny: [...verdictTags.deny, ...denyTags], ask: [...verdictTags.ask, ...askTags] };
}

function replyTo(adapter: Adapter, { calls: [call], event, verdict }: Judgement, answer: Answer): Reply {
  if (call === undefined) throw new Error("internal: a judgement without a call");
  return adapter.reply(answer, verdict.reason, call, String(valueAt(event, slots["correlation.id"]) ?? ""));
}

function recordOf(
  { calls: [call], event, verdict, alerts }: Judgement,
  decision: Answer,
  { mode }: Config,
  time: bigint,
  durationMicros: number,
): CallRecord {
  const id = valueAt(event, slots["correlation.id"]);
  return {
    time,
    id: String(id ?? ""),
    agent: call?.agent ?? "",
    session: call?.sessionId ?? "",
    tool: call?.toolName ?? "",
    verdict: verdict.decision,
    decision,
    mode,
    durationMicros,
    alerts,
    fields: recordedFields(event),
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
