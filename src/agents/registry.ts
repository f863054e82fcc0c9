import type { Adapter } from "./adapter.ts";
import { decode as decodeClaudeCode } from "./claude-code/decode.ts";
import { notice as noticeOfClaudeCode } from "./claude-code/notice.ts";
import { asks as asksInClaudeCode, reply as replyClaudeCode } from "./claude-code/reply.ts";
import { decode as decodeCodex } from "./codex/decode.ts";
import { notice as noticeOfCodex } from "./codex/notice.ts";
import { asks as asksInCodex, reply as replyCodex } from "./codex/reply.ts";
import { decode as decodeCopilot } from "./copilot/decode.ts";
import { notice as noticeOfCopilot } from "./copilot/notice.ts";
import { asks as asksInCopilot, reply as replyCopilot } from "./copilot/reply.ts";
import { decode as decodeGemini } from "./gemini/decode.ts";
import { notice as noticeOfGemini } from "./gemini/notice.ts";
import { asks as asksInGemini, reply as replyGemini } from "./gemini/reply.ts";
import { decode as decodeGeneric } from "./generic/decode.ts";
import { asks as asksInGeneric, reply as replyGeneric } from "./generic/reply.ts";

/** Every agent that Prempti speaks with; the first is the default. */
export const adapters: readonly Adapter[] = [
  {
    name: "claude-code",
    agent: "claude_code",
    notice: noticeOfClaudeCode,
    decode: decodeClaudeCode,
    asks: asksInClaudeCode,
    reply: replyClaudeCode,
  },
  {
    name: "codex",
    agent: "codex",
    notice: noticeOfCodex,
    decode: decodeCodex,
    asks: asksInCodex,
    reply: replyCodex,
  },
  {
    name: "copilot",
    agent: "copilot",
    notice: noticeOfCopilot,
    decode: decodeCopilot,
    asks: asksInCopilot,
    reply: replyCopilot,
  },
  {
    name: "gemini",
    agent: "gemini_cli",
    notice: noticeOfGemini,
    decode: decodeGemini,
    asks: asksInGemini,
    reply: replyGemini,
  },
  {
    name: "generic",
    agent: "generic",
    notice: () => undefined,
    decode: decodeGeneric,
    asks: asksInGeneric,
    reply: replyGeneric,
  },
];

/** By the name on the command line, or by the agent's name in the fields (`claude_code`). */
export function adapterNamed(name: string): Adapter | undefined {
  return adapters.find((adapter) => adapter.name === name || adapter.agent === name);
}
