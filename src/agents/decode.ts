import type { ToolCall } from "../model/call.ts";
import type { Undecodable } from "./adapter.ts";
import { argumentsOf, withTouched, withUnknown } from "./call.ts";
import { foreignTool } from "./foreign.ts";
import type { McpName } from "./mcp-name.ts";
import type { Tool } from "./touched.ts";
import { unknownTool } from "./vocabulary.ts";

/** The call with what its tool does: by the agent's table, else by the words of its name and arguments. */
export function decodeTool(
  call: ToolCall,
  tools: Readonly<Record<string, Tool>>,
  mcp: McpName | undefined,
): ToolCall {
  const args = argumentsOf(call.input);
  const tool = Object.hasOwn(tools, call.toolName) ? tools[call.toolName] : undefined;
  if (tool !== undefined) return withTouched(call, tool(args));
  if (mcp === undefined) {
    const touched = foreignTool(call.toolName, "", args);
    const known = touched.kind === "mcp" ? { ...touched, kind: "other" as const } : touched;
    return withUnknown(withTouched(call, known), call.toolName === "" ? [] : [unknownTool(call.toolName)]);
  }
  return withTouched(call, {
    ...foreignTool(mcp.tool, mcp.server, args),
    mcpServer: mcp.server,
    mcpTool: mcp.tool,
  });
}

/** Events before a tool runs, as the agents call them; "" where one doesn't say. */
const beforeTool: ReadonlySet<string> = new Set(["", "PreToolUse", "PermissionRequest", "BeforeTool"]);

/** Why an event that should announce a tool announces none that could be judged; undefined when it does. */
export function namesNoTool({ toolName, hookEventName }: ToolCall): Undecodable | undefined {
  if (toolName !== "" || !beforeTool.has(hookEventName)) return undefined;
  return { undecodable: "malformed input JSON: no tool name" };
}
