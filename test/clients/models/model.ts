// A model that says what a script tells it to, whatever it is asked. Which turn is due is read from the conversation that
// a client sends, so it needs no memory, and a client may repeat a request.
export type Call = { readonly name: string; readonly input: Json };
export type Json = { readonly [key: string]: unknown };

/** What the model says at once: calls of tools, or a text, which ends the conversation. */
export type Turn = { readonly calls: readonly Call[] } | { readonly text: string };

/** Conversations by a word that stands in brackets in their first prompt, `[main]`; a sub-agent has one of its own. */
export type Script = Readonly<Record<string, readonly Turn[]>>;

/** A tool's result, as the client tells it to the model. */
export type Result = { readonly id: string; readonly text: string };

/** One way to speak to a model over HTTP. */
export type Wire = {
  /** Whether a request, POST or GET, is one of this wire's. */
  readonly serves: (path: string) => boolean;
  /** What the client has told so far; undefined for a request that wants no turn, which `answer` gets all the same. */
  readonly hear: (body: Json, path: string) => Conversation | undefined;
  readonly answer: (turn: Turn, ids: readonly string[], body: Json, path: string) => Answer;
};

export type Conversation = {
  readonly prompt: string;
  /** How many turns with calls lie behind. */
  readonly turns: number;
  readonly results: readonly Result[];
};

export type Answer = { readonly type: string; readonly body: string };

/** The client asks for something beside the conversation: a title, say. */
export const aside: Turn = { text: "ok" };

/** Ids that tell which turn of which conversation a call belongs to. */
export function idsOf(turn: Turn, at: number, conversation: string): readonly string[] {
  return "text" in turn ? [] : turn.calls.map((_, index) => `call_${at}_${index}_${conversation}`);
}

/** Turns behind a conversation whose calls have these ids. */
export function turnsIn(ids: readonly string[]): number {
  return Math.max(0, ...ids.map((id) => Number(/call_(\d+)_/.exec(id)?.[1] ?? -1) + 1));
}

export function events(list: readonly (readonly [string | undefined, unknown])[]): Answer {
  const lines = list.map(([name, data]) => {
    const text = typeof data === "string" ? data : JSON.stringify(data);
    return `${name === undefined ? "" : `event: ${name}\n`}data: ${text}\n\n`;
  });
  return { type: "text/event-stream", body: lines.join("") };
}

export function json(value: unknown): Answer {
  return { type: "application/json", body: JSON.stringify(value) };
}

export function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "object" && item !== null) : [];
}

/** All text in a message's content, which is a text or a list of parts. */
export function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  return listOf(content)
    .map(({ text }) => (typeof text === "string" ? text : ""))
    .join("\n");
}

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
