import type { Answer } from "../../model/verdict.ts";
import type { Reply } from "../adapter.ts";
import { blocked, jsonReply, silent } from "../reply.ts";

const cannotAsk =
  " | Prempti doesn't ask through Gemini: to go on, let the person run it in a terminal of their own, or allow it by a rule in ~/.prempti/rules/user";

/** A headless run would wait for ever, and can't be told from one with a terminal. */
export function asks(): boolean {
  return false;
}

/**
 * "ask" opens a dialog in the terminal UI, but a headless run waits for it for ever, and nothing in the event tells
 * the two apart: what a person should look at is denied with a way to allow it.
 */
export function reply(answer: Answer, reason: string): Reply {
  if (answer === "defer") return silent;
  if (answer === "allow") return jsonReply({ decision: "allow" });
  const told = answer === "ask" ? `${reason}${cannotAsk}` : reason;
  return blocked({ decision: "deny", reason: told }, told);
}
