// Google's Generative Language API, as Gemini CLI speaks it.
import {
  type Answer,
  events,
  isJson,
  type Json,
  json,
  listOf,
  type Turn,
  textOf,
  type Wire,
} from "./model.ts";

function partsOf(turn: Turn): readonly Json[] {
  if ("text" in turn) return [{ text: turn.text }];
  return turn.calls.map(({ name, input }) => ({ functionCall: { name, args: input } }));
}

function answer(turn: Turn, _ids: readonly string[], _body: Json, path: string): Answer {
  if (path.includes(":countTokens")) return json({ totalTokens: 10 });
  const candidate = { content: { role: "model", parts: partsOf(turn) }, finishReason: "STOP", index: 0 };
  const usageMetadata = { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 };
  const reply = { candidates: [candidate], usageMetadata };
  return path.includes(":stream") ? events([[undefined, reply]]) : json(reply);
}

export const gemini: Wire = {
  serves: (path) => path.includes(":streamGenerateContent") || /:(generateContent|countTokens)/.test(path),
  hear: (body, path) => {
    if (!path.includes(":stream") || listOf(body["tools"]).length === 0) return undefined;
    const contents = listOf(body["contents"]);
    const turns = contents.filter(
      ({ role, parts }) => role === "model" && listOf(parts).some((part) => "functionCall" in part),
    ).length;
    const results = contents
      .flatMap(({ parts }) => listOf(parts))
      .map(({ functionResponse }) => functionResponse)
      .filter(isJson)
      .map(({ id, response }) => ({ id: String(id), text: JSON.stringify(response) }));
    const prompts = contents.filter(({ role }) => role === "user").map(({ parts }) => textOf(parts));
    return { prompt: prompts.join("\n"), turns, results };
  },
  answer,
};
