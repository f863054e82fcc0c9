/** guardrails enforces; monitor judges and records, and always defers. */
export type Mode = "guardrails" | "monitor";

export const modes: readonly Mode[] = ["guardrails", "monitor"];

/** What a call is told that no ask or deny rule matched. */
export type DefaultAction = "defer" | "allow";

/** What becomes of an "ask" that the agent puts to nobody. */
export type AskFallback = "deny" | "hold";

/** What the hook does when no daemon answers. */
export type OnDaemonDown = "evaluate" | "deny" | "allow";
