import type { Undecodable } from "./adapter.ts";

/** Parses what a hook received: JSON in any layout, a byte order mark before it ignored. */
export function parseInput(text: string): { readonly input: unknown } | Undecodable {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (body.trim() === "") return { undecodable: "the agent sent nothing" };
  try {
    return { input: JSON.parse(body) as unknown };
  } catch (cause) {
    return { undecodable: `malformed input JSON: ${cause instanceof Error ? cause.message : String(cause)}` };
  }
}
