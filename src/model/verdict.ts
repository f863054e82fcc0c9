/** What the rules decide about a tool call. */
export type Decision = "allow" | "ask" | "deny";

/** What the agent is told. "defer" is no opinion: the agent's own permission flow goes on. */
export type Answer = Decision | "defer";

export type Verdict = {
  readonly decision: Decision;
  /** Name of the first rule that decided; undefined when nothing asked or denied. */
  readonly rule: string | undefined;
  /** What the agent and its person are told; "" for allow. */
  readonly reason: string;
};

const strictness = { allow: 0, ask: 1, deny: 2 } as const;

/** The stricter of two verdicts; of two equally strict, the first. deny > ask > allow. */
export function escalate(first: Verdict, second: Verdict): Verdict {
  return strictness[second.decision] > strictness[first.decision] ? second : first;
}
