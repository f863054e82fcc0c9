import { type Json, objectOf, textAt } from "./json.ts";

export type McpName = { readonly server: string; readonly tool: string };

/** `mcp__SERVER__TOOL` of Claude Code and Codex; the server's name is taken from the event where the agent says it. */
export function doubleUnderscoreName(name: string, event: Json): McpName | undefined {
  if (!name.startsWith("mcp__")) return undefined;
  const rest = name.slice("mcp__".length);
  const known = textAt(objectOf(event["mcp_server"]), "name");
  if (known !== "" && rest.startsWith(`${known}__`))
    return { server: known, tool: rest.slice(known.length + 2) };
  const at = rest.indexOf("__");
  return at === -1 ? { server: rest, tool: "" } : { server: rest.slice(0, at), tool: rest.slice(at + 2) };
}

/** `mcp_SERVER_TOOL` of Gemini, whose parts only `mcp_context` tells apart for sure. */
export function singleUnderscoreName(name: string, event: Json): McpName | undefined {
  const context = objectOf(event["mcp_context"]);
  const [server, tool] = [textAt(context, "server_name"), textAt(context, "tool_name")];
  if (server !== "") return { server, tool };
  const parts = /^mcp_([^_]+)_(.+)$/.exec(name);
  return parts === null ? undefined : { server: parts[1] ?? "", tool: parts[2] ?? "" };
}

/** `SERVER-TOOL` of Copilot. */
export function dashName(name: string): McpName | undefined {
  const parts = /^([^-]+)-(.+)$/.exec(name);
  return parts === null ? undefined : { server: parts[1] ?? "", tool: parts[2] ?? "" };
}
