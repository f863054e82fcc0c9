import type { Adapter } from "../../agents/adapter.ts";
import { adapterNamed } from "../../agents/registry.ts";
import { type Judgement, judge, judgeEvent, type World } from "../../judge/judge.ts";
import { nowMicros } from "../../platform/clock.ts";
import { createRealPath } from "../../platform/real-path.ts";
import { worldFor } from "../../platform/world.ts";
import type { Rules } from "../../rules/compile.ts";
import { readFieldLine } from "./field-line.ts";

export type EvalOptions = {
  readonly input: "hook" | "fields";
  /** Whose hook input an unwrapped line is. */
  readonly adapter: Adapter;
  readonly matching: "all" | "first";
};

type Failed = { readonly error: string };

/** What `prempti eval` says about one line. */
type Evaluated = Pick<Judgement, "verdict" | "alerts"> | Failed;

export type Evaluator = {
  /** The output line for an input line, without its end. */
  readonly evaluate: (text: string) => string;
  /** The output line for one that can't even be read. */
  readonly fail: (why: string) => string;
  /** To be called now and then: what is known of the file system is kept only between two calls. */
  readonly refresh: () => void;
  readonly failures: () => number;
  /** Names in field maps that are no field. */
  readonly unknownNames: () => readonly string[];
};

/** Judges line after line; the line's number, from 1, is its correlation id, so that two runs say the same. */
export function createEvaluator(rules: Rules, { input, adapter, matching }: EvalOptions): Evaluator {
  const unknown = new Set<string>();
  const unchanging = worldFor(0n);
  let world: World = unchanging;
  let [number, failed] = [0n, 0];
  const first = nowMicros() * 1000n;
  const judgeFields = (text: string): Evaluated => {
    const time = nowMicros() * 1000n;
    const line = readFieldLine(text, { number, time, sinceFirst: time - first });
    if ("error" in line) return line;
    for (const name of line.unknown) unknown.add(name);
    return judgeEvent(line.event, rules, number, { matching });
  };
  const judgeHook = (text: string): Evaluated => {
    const read = readHookLine(text, adapter);
    if ("error" in read) return read;
    const judged = judge(read.adapter, read.event, rules, { ...world, correlationId: number }, { matching });
    return "undecodable" in judged ? { error: judged.undecodable } : judged;
  };
  const answer = (result: Evaluated): string => {
    if ("error" in result) failed += 1;
    return JSON.stringify("error" in result ? { error: result.error } : printed(result));
  };
  const judgeLine = input === "hook" ? judgeHook : judgeFields;
  return {
    evaluate: (text) => {
      number += 1n;
      return answer(judgeLine(text));
    },
    fail: (why) => {
      number += 1n;
      return answer({ error: why });
    },
    refresh: () => {
      world = { ...unchanging, realPath: createRealPath() };
    },
    failures: () => failed,
    unknownNames: () => [...unknown],
  };
}

/** The line's JSON, ★ in shape. */
function printed({ verdict, alerts }: Pick<Judgement, "verdict" | "alerts">): object {
  return {
    verdict: verdict.decision,
    rule: verdict.rule ?? null,
    rules: alerts.map(({ rule, priority, tags, output }) => ({ rule, priority, tags, output })),
    reason: verdict.reason,
  };
}

type HookLine = { readonly adapter: Adapter; readonly event: unknown } | Failed;

/** A hook's JSON as it is, or wrapped as `{"agent": …, "event": {…}}`. */
function readHookLine(text: string, adapter: Adapter): HookLine {
  const line = parse(text);
  if ("error" in line) return line;
  const { value } = line;
  if (!isWrapped(value)) return { adapter, event: value };
  const named = adapterNamed(value.agent);
  return named === undefined
    ? { error: `unknown agent ${JSON.stringify(value.agent)}` }
    : { adapter: named, event: value.event };
}

function parse(text: string): { readonly value: unknown } | Failed {
  try {
    return { value: JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) };
  } catch (error) {
    return { error: `the line is not JSON: ${(error as Error).message}` };
  }
}

function isWrapped(value: unknown): value is { readonly agent: string; readonly event: object } {
  if (typeof value !== "object" || value === null || !("agent" in value) || !("event" in value)) return false;
  return typeof value.agent === "string" && typeof value.event === "object" && value.event !== null;
}
