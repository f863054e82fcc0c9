// OpenAI's Responses API, as Codex speaks it.
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

const usage = {
  input_tokens: 10,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 5,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 15,
};

/** Codex's apply_patch takes a text and no JSON. */
function itemsOf(turn: Turn, ids: readonly string[], body: Json): readonly Json[] {
  if ("text" in turn)
    return [
      {
        type: "message",
        id: "msg_1",
        role: "assistant",
        content: [{ type: "output_text", text: turn.text }],
      },
    ];
  const freeform = new Set(
    listOf(body["tools"])
      .filter(({ type }) => type === "custom")
      .map(({ name }) => name),
  );
  return turn.calls.map(({ name, input }, index) =>
    freeform.has(name)
      ? { type: "custom_tool_call", id: `ctc_${index}`, call_id: ids[index], name, input: input["input"] }
      : {
          type: "function_call",
          id: `fc_${index}`,
          call_id: ids[index],
          ...namespaced(name),
          arguments: JSON.stringify(input),
        },
  );
}

/** A tool of a server or group is called by two names, which a script writes as "group/name". */
function namespaced(name: string): Json {
  const [group, inner] = name.split("/");
  return inner === undefined ? { name } : { namespace: group, name: inner };
}

function answer(turn: Turn, ids: readonly string[], body: Json, path: string): Answer {
  if (path.endsWith("/models")) return json({ data: [], models: [] });
  const output = itemsOf(turn, ids, body);
  const response = { id: "resp_1", object: "response", model: body["model"], output, usage };
  return events([
    ["response.created", { type: "response.created", response: { ...response, output: [] } }],
    ...output.map(
      (item, index) =>
        [
          "response.output_item.done",
          { type: "response.output_item.done", output_index: index, item },
        ] as const,
    ),
    ["response.completed", { type: "response.completed", response: { ...response, status: "completed" } }],
  ]);
}

export const responses: Wire = {
  serves: (path) => path.endsWith("/responses") || path.endsWith("/models"),
  hear: (body) => {
    // Where it offers no shell it wants a title, say, and shows the same prompt.
    const hasShell = listOf(body["tools"]).some(({ name }) => name === "exec_command");
    if (!Array.isArray(body["input"]) || !hasShell) return undefined;
    const items = listOf(body["input"]);
    const ids = items.filter(({ type }) => /_call$/.test(String(type))).map(({ call_id }) => String(call_id));
    const results = items
      .filter(({ type }) => /_call_output$/.test(String(type)))
      .map(({ call_id, output }) => ({
        id: String(call_id),
        text: textOf(output) || JSON.stringify(output),
      }));
    const prompts = items.filter(({ role }) => role === "user").map(({ content }) => textOf(content));
    return { prompt: prompts.join("\n"), turns: turnsIn(ids), results };
  },
  answer,
};
