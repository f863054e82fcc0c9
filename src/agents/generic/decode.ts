import type { ToolCall, ToolKind } from "../../model/call.ts";
import type { Undecodable } from "../adapter.ts";
import { argumentsOf, snakeCaseCall, withTouched } from "../call.ts";
import { foreignTool } from "../foreign.ts";
import { isObject, type Json, textAt } from "../json.ts";
import { fetches, nothing, searches, type Touched } from "../touched.ts";

/** What a tool of a declared kind does; the names of its arguments say the rest. */
type Kind = (tool: string, server: string, args: Json) => Touched;

const byWords: Kind = (tool, server, args) => foreignTool(tool, server, args);
const folder = ["path", "dir_path", "directory", "folder"];

const kinds: Readonly<Record<ToolKind, Kind>> = {
  shell: (tool, server, args) => {
    const touched = foreignTool(`${tool} shell`, server, args);
    return { ...touched, inputCommand: touched.command?.text ?? "" };
  },
  read: (_tool, _server, args) => withPath(foreignTool("read", "", args)),
  write: (tool, _server, args) => withPath(foreignTool(`${tool} write`, "", args)),
  search: (_tool, _server, args) => searches(folder, "pattern", "glob")(args),
  web: (_tool, _server, args) => fetches(args),
  mcp: byWords,
  agent: () => nothing("agent")({}),
  other: byWords,
};

/** Rules written for Falco ask for the one path of a file tool. */
function withPath(touched: Touched): Touched {
  return { ...touched, filePath: (touched.writes ?? touched.deletes ?? touched.reads ?? [])[0] ?? "" };
}

/** The documented form for whatever has no adapter of its own. What is missing or misspelt is said, not guessed. */
export function decode(input: unknown): readonly ToolCall[] | Undecodable {
  if (!isObject(input)) return { undecodable: "malformed input JSON: not an object" };
  const [tool, kind, server] = [textAt(input, "tool"), input["kind"], textAt(input, "server")];
  if (tool === "") return { undecodable: "malformed input JSON: no tool name" };
  if (kind !== undefined && !isKind(kind))
    return { undecodable: `unknown kind ${JSON.stringify(kind)}; use ${Object.keys(kinds).join(", ")}` };
  return [withTouched(callOf(input, tool), touchedBy(tool, kind, server, input["input"]))];
}

function isKind(kind: unknown): kind is ToolKind {
  return typeof kind === "string" && Object.hasOwn(kinds, kind);
}

function callOf(input: Json, tool: string): ToolCall {
  return {
    ...snakeCaseCall(textAt(input, "agent") || "generic", {}),
    hookEventName: textAt(input, "event"),
    sessionId: textAt(input, "session"),
    cwd: textAt(input, "cwd"),
    toolName: tool,
    input: input["input"],
  };
}

function touchedBy(tool: string, kind: ToolKind | undefined, server: string, input: unknown): Touched {
  const args = argumentsOf(input);
  const mcp = server === "" ? {} : { mcpServer: server, mcpTool: tool };
  if (kind !== undefined) return { ...kinds[kind](tool, server, args), kind, ...mcp };
  const touched = foreignTool(tool, server, args);
  if (server !== "") return { ...touched, ...mcp };
  return touched.kind === "mcp" ? { ...touched, kind: "other" } : touched;
}
