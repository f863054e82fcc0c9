// OpenAI's Chat Completions API, as Copilot CLI and opencode speak it.
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

function messageOf(turn: Turn, ids: readonly string[]): Json {
  if ("text" in turn) return { role: "assistant", content: turn.text };
  const calls = turn.calls.map(({ name, input }, index) => ({
    index,
    id: ids[index],
    type: "function",
    function: { name, arguments: JSON.stringify(input) },
  }));
  return { role: "assistant", content: null, tool_calls: calls };
}

function answer(turn: Turn, ids: readonly string[], body: Json, path: string): Answer {
  if (path.endsWith("/models")) return json({ object: "list", data: [{ id: "mock", object: "model" }] });
  const message = messageOf(turn, ids);
  const reason = "text" in turn ? "stop" : "tool_calls";
  const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
  const head = { id: "chatcmpl-1", created: 1, model: body["model"] };
  if (body["stream"] !== true)
    return json({
      ...head,
      object: "chat.completion",
      choices: [{ index: 0, message, finish_reason: reason }],
      usage,
    });
  const chunk = (delta: Json, finish_reason: string | null) => ({
    ...head,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta, finish_reason }],
  });
  return events([
    [undefined, chunk(message, null)],
    [undefined, { ...chunk({}, reason), usage }],
    [undefined, "[DONE]"],
  ]);
}

export const completions: Wire = {
  serves: (path) => path.endsWith("/chat/completions") || path.endsWith("/models"),
  hear: (body) => {
    if (listOf(body["tools"]).length === 0) return undefined;
    const messages = listOf(body["messages"]);
    const ids = messages.flatMap(({ tool_calls }) => listOf(tool_calls)).map(({ id }) => String(id));
    const results = messages
      .filter(({ role }) => role === "tool")
      .map(({ tool_call_id, content }) => ({ id: String(tool_call_id), text: textOf(content) }));
    const prompts = messages.filter(({ role }) => role === "user").map(({ content }) => textOf(content));
    return { prompt: prompts.join("\n"), turns: turnsIn(ids), results };
  },
  answer,
};
