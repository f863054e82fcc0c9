// Anthropic's Messages API, as Claude Code speaks it.
import {
  type Answer,
  events,
  type Json,
  json,
  listOf,
  type Turn,
  textOf,
  turnsIn,
  type Wire,
} from "./model.ts";

const usage = { input_tokens: 10, output_tokens: 5 };

function blocksOf(turn: Turn, ids: readonly string[]): readonly Json[] {
  if ("text" in turn) return [{ type: "text", text: turn.text }];
  return turn.calls.map(({ name, input }, index) => ({ type: "tool_use", id: ids[index], name, input }));
}

function streamed(block: Json, index: number): readonly (readonly [string, unknown])[] {
  const isText = block["type"] === "text";
  const start = isText ? { ...block, text: "" } : { ...block, input: {} };
  const delta = isText
    ? { type: "text_delta", text: block["text"] }
    : { type: "input_json_delta", partial_json: JSON.stringify(block["input"]) };
  return [
    ["content_block_start", { type: "content_block_start", index, content_block: start }],
    ["content_block_delta", { type: "content_block_delta", index, delta }],
    ["content_block_stop", { type: "content_block_stop", index }],
  ];
}

function answer(turn: Turn, ids: readonly string[], body: Json, path: string): Answer {
  if (path.includes("count_tokens")) return json({ input_tokens: 10 });
  const content = blocksOf(turn, ids);
  const reason = "text" in turn ? "end_turn" : "tool_use";
  const message = { id: "msg_1", type: "message", role: "assistant", model: body["model"], usage };
  if (body["stream"] !== true) return json({ ...message, content, stop_reason: reason, stop_sequence: null });
  const start = { ...message, content: [], stop_reason: null, stop_sequence: null };
  return events([
    ["message_start", { type: "message_start", message: start }],
    ...content.flatMap(streamed),
    ["message_delta", { type: "message_delta", delta: { stop_reason: reason, stop_sequence: null }, usage }],
    ["message_stop", { type: "message_stop" }],
  ]);
}

export const anthropic: Wire = {
  serves: (path) => path.startsWith("/v1/messages"),
  hear: (body) => {
    if (listOf(body["tools"]).length === 0) return undefined;
    const messages = listOf(body["messages"]);
    const said = messages.flatMap(({ content }) => listOf(content));
    const ids = said.filter(({ type }) => type === "tool_use").map(({ id }) => String(id));
    const results = said
      .filter(({ type }) => type === "tool_result")
      .map(({ tool_use_id, content }) => ({ id: String(tool_use_id), text: textOf(content) }));
    return { prompt: textOf(messages[0]?.["content"]), turns: turnsIn(ids), results };
  },
  answer,
};
