import type { AgentName, ToolCall } from "../model/call.ts";
import type { Answer } from "../model/verdict.ts";
import type { Notice } from "./notice.ts";

/** Exactly what the hook process writes and exits with. 2 is the one exit code that blocks in every agent. */
export type Reply = { readonly stdout: string; readonly stderr: string; readonly exit: 0 | 2 };

/** What an agent sent that is no tool call, in words for its person. */
export type Undecodable = { readonly undecodable: string };

/** What is known of the program that asks, beside what it sent. */
export type Caller = {
  /** The agent's process, the hook's parent; 0n when unknown. */
  readonly pid: bigint;
  /** How the agent says that it was started, in its own word (`CLAUDE_CODE_ENTRYPOINT`); "" when unknown. */
  readonly entrypoint: string;
};

/** One coding agent's dialect. */
export type Adapter = {
  /** As on the command line: "claude-code". */
  readonly name: string;
  readonly agent: AgentName;
  /**
   * Reads what the agent's hook received, already parsed. One call a patched file, otherwise exactly one.
   * Unknown tools, keys and enum values are taken as they are.
   */
  readonly decode: (input: unknown) => readonly ToolCall[] | Undecodable;
  /** What the event tells when it asks nothing; undefined for a tool call, and for what can't be read. */
  readonly notice: (input: unknown) => Notice | undefined;
  /** Whether "ask" reaches a person: there the agent opens a dialog, and takes nothing for the answer but theirs. */
  readonly asks: (call: ToolCall, caller: Caller) => boolean;
  /** The reply in the agent's dialect. `reason` is not empty for ask and deny; `correlation` is the record's id. */
  readonly reply: (answer: Answer, reason: string, call: ToolCall, correlation: string) => Reply;
};

/** Blocks without a verdict: for input that can't be read, before or after decoding. */
export function refuse(reason: string): Reply {
  return { stdout: "", stderr: `prempti: error: ${reason}\n`, exit: 2 };
}
