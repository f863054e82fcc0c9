import type { FieldDoc } from "./field.ts";

const zones =
  "cwd, inside (it), build-output (inside it), above-cwd, outside (neither in it nor exempt), home, in-home, other-home, root, " +
  "top-level, temp, cache (of a tool), agent-data (an agent's plans and memory), discard (/dev/null), device (a disk), system, " +
  "system-config (/etc, /boot, /proc, /sys without their harmless files); and what they hold: ssh, private-key, " +
  "cloud-credentials, token-file, agent-login, password-store, browser-data, wallet, shell-history, system-secret, " +
  "process-secret, dotenv";

const signs =
  "weakens-guard (an agent's permissions or sandbox), disables-hooks, adds-hook, adds-mcp-server, names-temp-path, decodes-text, " +
  "pipes-network-to-shell, hidden-unicode, redirects-ai, holds-ai-key, redirects-registry, uses-ci-secrets, pull-request-target, " +
  "auto-approves-tools, runs-on-open, reaches-network, too-long (to be looked through to its end)";

const zoneDoc = (field: string) => `Where the paths of tool.${field} are: ${zones}.`;

/** What is called, and what the call touches, whatever the channel. */
export const toolFields = {
  "tool.use_id": { type: "string", doc: "The agent's id for this call.", example: "toolu_01…" },
  "tool.name": { type: "string", doc: "The agent's own name of the tool.", example: "Bash" },
  "tool.kind": {
    type: "string",
    doc: "What the tool does, whatever the agent calls it: shell, read, write, search, web, mcp, agent or other.",
    example: "shell",
  },
  "tool.summary": {
    type: "string",
    doc: "One line of what is called, cut short: the command, the URL, or the tool and its file. For outputs.",
    example: "git push -f",
  },
  "tool.touches": {
    type: "string",
    doc: "What the call reads, writes, deletes and sends, in words and cut short. For outputs.",
    example: "reads /home/u/.ssh/id_rsa; writes /tmp/a",
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
  "tool.file_path": {
    type: "string",
    doc: "The file of a file tool, as the agent wrote it.",
    example: "src/a.ts",
  },
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
  "tool.patch_op": {
    type: "string",
    doc: "What a patch does: Add, Update, Delete or Move.",
    example: "Update",
  },
  "tool.content": {
    type: "string",
    doc: "New text that the call puts into a file: by a write or edit tool, a here-document, echo or tee.",
    example: "export A=1",
  },
  "tool.removed": {
    type: "string",
    doc: "Text that an edit takes out of a file, where the agent says so.",
    example: "sandbox = true",
  },
  "tool.replaces": {
    type: "bool",
    doc: "A file tool replaces a file's whole content, so that nothing of the old one stays.",
    example: "true",
  },
  "tool.content_signs": {
    type: "list",
    doc: `What stands out in tool.content and tool.removed, whatever the file: ${signs}.`,
    example: "pipes-network-to-shell",
  },
  "tool.content_domains": {
    type: "list",
    doc: "Every host that tool.content names, and each domain above it.",
    example: "example.com",
  },
  "tool.reads": {
    type: "list",
    doc: "Every path that the call reads, absolute and real; shell patterns stay patterns.",
    example: "/home/u/.ssh/id_rsa",
  },
  "tool.read_zones": {
    type: "list",
    doc: zoneDoc("reads"),
    example: "ssh",
  },
  "tool.guarded_reads": {
    type: "list",
    doc: "tool.reads without what is harmless for what it is: open system files, devices, templates, the project's fixtures.",
    example: "/etc/passwd",
  },
  "tool.writes": {
    type: "list",
    doc: "Every path that the call creates, changes or moves something onto, absolute and real.",
    example: "/home/u/app/dist/a.js",
  },
  "tool.write_zones": {
    type: "list",
    doc: zoneDoc("writes"),
    example: "outside",
  },
  "tool.deletes": {
    type: "list",
    doc: "Every path that the call removes, absolute and real.",
    example: "/home/u/app/dist",
  },
  "tool.delete_zones": {
    type: "list",
    doc: zoneDoc("deletes"),
    example: "outside",
  },
  "tool.delete_trees": {
    type: "list",
    doc: "Those of tool.deletes that go with everything below them.",
    example: "/home/u/app/src",
  },
  "tool.delete_tree_zones": {
    type: "list",
    doc: zoneDoc("delete_trees"),
    example: "inside",
  },
  "tool.read_tree_zones": {
    type: "list",
    doc: "The same of the folders that are read with everything below them: archives, copies, searches. holds-credentials: protected files are below.",
    example: "home",
  },
  "tool.ownership_tree_zones": {
    type: "list",
    doc: "The same of the folders whose permissions or owners change with everything below them.",
    example: "home",
  },
  "tool.hosts": {
    type: "list",
    doc: "Every host that the call talks to, lower case; IPv4 in any notation comes out dotted.",
    example: "169.254.169.254",
  },
  "tool.domains": {
    type: "list",
    doc: "Every host of tool.hosts and each domain above it, so that a list of domains means what is below them too.",
    example: "example.com",
  },
  "tool.mcp_server": { type: "string", doc: "The MCP server of an MCP call.", example: "filesystem" },
  "tool.mcp_tool": { type: "string", doc: "The MCP server's own name of the tool.", example: "write_file" },
  "tool.url": { type: "string", doc: "The URL that a web tool fetches.", example: "https://example.com/a" },
} as const satisfies Record<string, FieldDoc>;
