import { canonicalJson, isObject, type Json } from "../agents/json.ts";
import type { ToolCall } from "../model/call.ts";

/** Arguments that say nothing of what the tool does: a model words them anew when it tries again. */
const wording: ReadonlySet<string> = new Set(["description", "justification", "explanation"]);

/**
 * A text that two calls share only if the same agent wants the same done in the same folder; of a patch, with all of its
 * files.
 */
export function callKey(calls: readonly ToolCall[]): string {
  return canonicalJson(calls.map(partOf));
}

function partOf({ agent, cwd, toolName, kind, mcpServer, input }: ToolCall): readonly unknown[] {
  // Whoever has written a server may give these words a meaning.
  const done = kind === "shell" && mcpServer === "" && isObject(input) ? withoutWording(input) : input;
  return [agent, cwd, toolName, done];
}

function withoutWording(input: Json): Json {
  return Object.fromEntries(Object.entries(input).filter(([key]) => !wording.has(key)));
}

/** Two FNV-1a hashes of a text, to tell calls of one session apart: it keeps no secret and holds no forger off. */
export function fingerprint(text: string): string {
  let [forward, backward] = [0x811c9dc5, 0x811c9dc5];
  for (let at = 0, end = text.length - 1; at <= end; at += 1) {
    forward = Math.imul(forward ^ text.charCodeAt(at), 0x01000193);
    backward = Math.imul(backward ^ text.charCodeAt(end - at), 0x01000193);
  }
  return `${(forward >>> 0).toString(36)}-${(backward >>> 0).toString(36)}`;
}
