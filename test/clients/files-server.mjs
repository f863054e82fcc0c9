// An MCP server on stdin and stdout with one tool, read_file, which leaves a mark in this folder when it is called.
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

const tool = {
  name: "read_file",
  description: "Reads a file",
  inputSchema: { type: "object", properties: { path: { type: "string" }, mark: { type: "string" } } },
};

function call({ arguments: { path, mark } }) {
  writeFileSync(mark, path);
  return { content: [{ type: "text", text: `read ${path}` }] };
}

const methods = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: "files", version: "1" },
  }),
  "tools/list": () => ({ tools: [tool] }),
  "tools/call": call,
};

createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const result = methods[method]?.(params) ?? {};
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, result })}\n`);
});
