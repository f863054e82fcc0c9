import { type Json, textAt } from "./json.ts";

/** What an agent was seen to send; what a later version adds is judged all the same, and recorded as unknown. */
export type Vocabulary = {
  /** Names of its events. */
  readonly events: ReadonlySet<string>;
  /** Values of permission_mode. */
  readonly modes: ReadonlySet<string>;
  /** Keys of an event that asks about a tool. */
  readonly keys: ReadonlySet<string>;
};

/** Words of an event that are kept: whoever sends them may send thousands. */
const most = { words: 8, length: 64 };

/** What of a question isn't in the vocabulary, in words: `event "BeforeAnyTool"`, `permission_mode "turbo"`, `key "x"`. */
export function unknownIn(event: Json, { events, modes, keys }: Vocabulary): readonly string[] {
  const name = textAt(event, "hook_event_name");
  const mode = textAt(event, "permission_mode");
  const found: string[] = [];
  if (name !== "" && !events.has(name)) found.push(`event ${quoted(name)}`);
  if (mode !== "" && !modes.has(mode)) found.push(`permission_mode ${quoted(mode)}`);
  for (const key in event) if (!keys.has(key) && found.length < most.words) found.push(`key ${quoted(key)}`);
  return found;
}

export function unknownTool(name: string): string {
  return `tool ${quoted(name)}`;
}

function quoted(word: string): string {
  return JSON.stringify(word.slice(0, most.length));
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** A vocabulary from words with blanks between them. */
export function vocabulary(written: {
  readonly events: string;
  readonly modes: string;
  readonly keys: string;
}): Vocabulary {
  return { events: words(written.events), modes: words(written.modes), keys: words(written.keys) };
}
