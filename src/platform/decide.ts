import { type Adapter, type Caller, refuse } from "../agents/adapter.ts";
import { isShownWhole } from "../agents/json.ts";
import { parseInput } from "../agents/parse-input.ts";
import { answerOf } from "../judge/answer.ts";
import { callKey } from "../judge/call-key.ts";
import { judgeCalls } from "../judge/judge.ts";
import { unasked, unaskedAlone, unshowable } from "../judge/reasons.ts";
import type { ToolCall } from "../model/call.ts";
import { blankSession, type Session } from "../model/session.ts";
import type { Rules } from "../rules/compile.ts";
import { nowMicros } from "./clock.ts";
import type { Config } from "./config-keys.ts";
import { tagsOf } from "./config-tags.ts";
import { hearNotice } from "./hear-notice.ts";
import type { ListedProblem } from "./listed-problem.ts";
import { type Decided, type Judged, tell } from "./tell.ts";
import { worldFor } from "./world.ts";

export type { Decided } from "./tell.ts";

/** What tool calls are judged by, and what is wrong with the files it came from. */
export type Law = {
  readonly rules: Rules;
  readonly config: Config;
  readonly problems: readonly ListedProblem[];
};

/** Who asks, and what is remembered of them. */
export type Asking = {
  readonly caller: Caller;
  /** A daemon judges, which can keep what a person approves. */
  readonly byDaemon: boolean;
  readonly sessionOf: (agent: string, session: string) => Session;
};

/** Nobody in particular, of whom nothing is remembered. */
export const nobody: Asking = {
  caller: { pid: 0n, entrypoint: "" },
  byDaemon: true,
  sessionOf: () => blankSession,
};

/**
 * One tool call, as the agent's hook received it, to its reply. What can't be read, and what fails on the way, is
 * refused: it must not run unjudged.
 */
export function decide(adapter: Adapter, input: Uint8Array, law: Law, asking: Asking): Decided {
  const [time, began] = [nowMicros(), performance.now()];
  const text = decodeText(input);
  const parsed = text === undefined ? { undecodable: "the input is not UTF-8" } : parseInput(text);
  if ("undecodable" in parsed) return unreadable(parsed.undecodable);
  const notice = adapter.notice(parsed.input);
  if (notice !== undefined) return hearNotice(adapter, notice, parsed.input, { law, asking, time });
  const calls = adapter.decode(parsed.input);
  if ("undecodable" in calls) return unreadable(calls.undecodable);
  const { config, rules } = law;
  const [call] = calls;
  if (call === undefined) throw new Error("internal: an adapter decoded no call");
  const session = sessionOf(call, asking, config);
  const world = { ...worldFor(asking.caller.pid), marks: session.marks };
  const judgement = judgeCalls(calls, rules, world, { matching: config.matching, tags: tagsOf(config) });
  const durationMicros = Math.round((performance.now() - began) * 1000);
  const id = String(world.correlationId);
  const judged: Judged = { adapter, call, judgement, mode: config.mode, time, id, durationMicros, session };
  const answer = answerOf(judgement.verdict, config.mode, config.defaultAction);
  if (answer !== "ask" || adapter.asks(call, asking.caller))
    return tell(judged, answer, judgement.verdict.reason);
  return denyUnasked(judged, asking.byDaemon);
}

/** What can't be read may be why a call has to be denied; where nothing is enforced, it denies none. */
function sessionOf({ agent, sessionId }: ToolCall, asking: Asking, { mode }: Config): Session {
  try {
    return asking.sessionOf(agent, sessionId);
  } catch (cause) {
    if (mode === "monitor") return blankSession;
    throw new Error("what is remembered of this session can't be read", { cause });
  }
}

/** The agent would let it through, or wait for ever. What is denied now may be approved by a person all the same. */
function denyUnasked(judged: Judged, byDaemon: boolean): Decided {
  const { reason } = judged.judgement.verdict;
  if (!byDaemon) return tell(judged, "deny", unaskedAlone(reason));
  if (!judged.judgement.calls.every(({ input }) => isShownWhole(input, 2)))
    return tell(judged, "deny", unshowable(reason));
  const denied = tell(judged, "deny", unasked(reason, judged.id));
  return { ...denied, open: { key: callKey(judged.judgement.calls), judged } };
}

function unreadable(reason: string): Decided {
  return { reply: refuse(reason), record: undefined, memories: [] };
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
