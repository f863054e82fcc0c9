import type { FieldDoc } from "./field.ts";

/** What is called, and what the call touches, whatever the channel. */
export const toolFields = {
  "tool.use_id": { type: "string", doc: "The agent's id for this call.", example: "toolu_01…" },
  "tool.name": { type: "string", doc: "The agent's own name of the tool.", example: "Bash" },
  "tool.kind": {
    type: "string",
    doc: "What the tool does, whatever the agent calls it: shell, read, write, search, web, mcp, agent or other.",
    example: "shell",
  },
  "tool.input": {
    type: "string",
    doc: "The call's arguments as compact JSON with sorted keys; text in it is JSON-escaped.",
    example: `{"command":"ls"}`,
  },
  "tool.input_command": {
    type: "string",
    doc: "The command line of a tool called Bash, bash or powershell, as written. Prefer the cmd.* fields.",
    example: "git push -f",
  },
  "tool.file_path": { type: "string", doc: "The file of a file tool, as the agent wrote it.", example: "src/a.ts" },
  "tool.file_name": {
    type: "string",
    doc: "The last part of tool.file_path, before symbolic links are resolved.",
    example: "a.ts",
  },
  "tool.real_file_path": {
    type: "string",
    doc: "tool.file_path, absolute, with symbolic links resolved.",
    example: "/home/u/app/src/a.ts",
  },
  "tool.patch_op": { type: "string", doc: "What a patch does: Add, Update, Delete or Move.", example: "Update" },
  "tool.content": {
    type: "string",
    doc: "New text that the call puts into a file: by a write or edit tool, a here-document, echo or tee.",
    example: "export A=1",
  },
  "tool.reads": {
    type: "list",
    doc: "Every path that the call reads, absolute and real; shell patterns stay patterns.",
    example: "/home/u/.ssh/id_rsa",
  },
  "tool.writes": {
    type: "list",
    doc: "Every path that the call creates, changes or moves something onto, absolute and real.",
    example: "/home/u/app/dist/a.js",
  },
  "tool.deletes": {
    type: "list",
    doc: "Every path that the call removes, absolute and real.",
    example: "/home/u/app/dist",
  },
  "tool.hosts": {
    type: "list",
    doc: "Every host that the call talks to, lower case; IPv4 in any notation comes out dotted.",
    example: "169.254.169.254",
  },
  "tool.mcp_server": { type: "string", doc: "The MCP server of an MCP call.", example: "filesystem" },
  "tool.mcp_tool": { type: "string", doc: "The MCP server's own name of the tool.", example: "write_file" },
  "tool.url": { type: "string", doc: "The URL that a web tool fetches.", example: "https://example.com/a" },
} as const satisfies Record<string, FieldDoc>;
