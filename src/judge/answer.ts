import type { DefaultAction, Mode } from "../model/mode.ts";
import type { Answer, Verdict } from "../model/verdict.ts";

/** What the agent is told. Monitor mode has no opinion, and so has a verdict of allow unless allowing is the default. */
export function answerOf({ decision }: Verdict, mode: Mode, defaultAction: DefaultAction): Answer {
  if (mode === "monitor") return "defer";
  return decision === "allow" ? defaultAction : decision;
}
