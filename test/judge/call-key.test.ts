import { expect, test } from "vitest";
import { adapterNamed } from "../../src/agents/registry.ts";
import { callKey } from "../../src/judge/call-key.ts";

function keyOf(tool: string, input: object, more: object = {}): string {
  const event = { session_id: "s", cwd: "/p", hook_event_name: "PreToolUse", tool_name: tool, ...more };
  const calls = adapterNamed("claude-code")?.decode({ ...event, tool_input: input });
  if (calls === undefined || "undecodable" in calls) throw new Error(`not decoded: ${tool}`);
  return callKey(calls);
}

const patch = (...files: readonly string[]) =>
  ["*** Begin Patch", ...files.flatMap((file) => [`*** Add File: ${file}`, "+a"]), "*** End Patch"].join(
    "\n",
  );

test("a patch is the same only with all of its files", () => {
  const keys = [patch("a", "b"), patch("a", "/etc/b"), patch("a")].map((command) => {
    const event = {
      cwd: "/p",
      hook_event_name: "PreToolUse",
      tool_name: "apply_patch",
      tool_input: { command },
    };
    const calls = adapterNamed("codex")?.decode(event);
    return calls === undefined || "undecodable" in calls ? "" : callKey(calls);
  });
  expect(new Set(keys).size).toBe(3);
});

test.for<[string, tool: string, one: object, other: object, same: boolean]>([
  ["the order of arguments", "Bash", { command: "ls", timeout: 1 }, { timeout: 1, command: "ls" }, true],
  ["a command's description", "Bash", { command: "ls", description: "a" }, { command: "ls" }, true],
  ["the command", "Bash", { command: "ls" }, { command: "ls " }, false],
  ["another argument", "Bash", { command: "ls" }, { command: "ls", run_in_background: true }, false],
  ["a description inside an argument", "Bash", { a: { description: "a" } }, { a: {} }, false],
  ["a file's description", "Write", { file_path: "a", description: "a" }, { file_path: "a" }, false],
  [
    "a description that a server gives its own meaning",
    "mcp__box__run_shell",
    { command: "ls", description: "a" },
    { command: "ls", description: "b" },
    false,
  ],
])("%s: %s", ([, tool, one, other, same]) => expect(keyOf(tool, one) === keyOf(tool, other)).toBe(same));

test.for<[string, more: object, same: boolean]>([
  ["another session", { session_id: "t" }, true],
  ["another id", { tool_use_id: "t" }, true],
  ["another folder", { cwd: "/q" }, false],
])("the same from %s", ([, more, same]) =>
  expect(keyOf("Bash", { command: "ls" }, more) === keyOf("Bash", { command: "ls" })).toBe(same),
);
