import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { root } from "../../build/paths.ts";
import { tools as claudeTools } from "../../src/agents/claude-code/tools.ts";
import { tools as copilotTools } from "../../src/agents/copilot/tools.ts";
import { tools as geminiTools } from "../../src/agents/gemini/tools.ts";
import { adapters } from "../../src/agents/registry.ts";
import { judge } from "../../src/judge/judge.ts";
import { loadBuiltin, world } from "../builtin/builtin.ts";
import { hookInput, placed, readCorpus } from "../corpus/corpus.ts";

// What an agent sends is hostile: whatever it is, it gets a verdict or a plain refusal.

const rules = loadBuiltin();

function judgeAll(input: unknown): void {
  for (const adapter of adapters) {
    const judged = judge(adapter, input, rules, world);
    if ("undecodable" in judged) expect(judged.undecodable).not.toBe("");
    else expect(["allow", "ask", "deny"]).toContain(judged.verdict.decision);
  }
}

const names = [
  ...Object.keys({ ...claudeTools, ...copilotTools, ...geminiTools }),
  ...[
    "apply_patch",
    "mcp__a__b",
    "mcp__shell__exec",
    "mcp__",
    "mcp__x",
    "mcp_a_b",
    "a-b",
    "",
    "__proto__",
    "toString",
  ],
];
const keys = [
  ...[
    "command",
    "cmd",
    "file_path",
    "path",
    "paths",
    "content",
    "edits",
    "url",
    "pattern",
    "glob",
    "args",
    "code",
    "sql",
  ],
  ...[
    "source",
    "destination",
    "old_string",
    "new_string",
    "prompt",
    "notebook_path",
    "uri",
    "owner",
    "repo",
    "script",
  ],
];
const texts = [
  ...[
    "~",
    "..",
    "/",
    "C:\\",
    "file:///%",
    "*** Begin Patch",
    "*** Begin Patch\n*** Add File: a\n*** End Patch",
    "{a,b}[",
    "\0",
  ],
  ...["$(", "<<EOF", "`", "http://[", "\\u00", "a\n\r\tb", "-".repeat(300), "/**/*/../", "~root/x", "\ud800"],
];

const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...texts),
    fc.string({ unit: "binary" }),
    fc.constantFrom(null, true, 0, -1.5, [], {}),
    fc.array(tie("any"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), tie("any"), { maxKeys: 6 }),
  ),
})).any;

const call = fc.record(
  {
    session_id: value,
    cwd: fc.oneof(fc.constantFrom("/home/dev/work/app", "", "relative", "/", "C:\\x"), value),
    hook_event_name: fc.oneof(fc.constantFrom("PreToolUse", "PermissionRequest"), value),
    permission_mode: value,
    tool_name: fc.oneof(fc.constantFrom(...names), value),
    tool_input: value,
    toolName: fc.oneof(fc.constantFrom(...names), value),
    toolArgs: value,
    mcp_server: value,
    mcp_context: value,
  },
  { requiredKeys: ["tool_name", "tool_input"] },
);

test("any value", () => fc.assert(fc.property(value, judgeAll), { seed: 1, numRuns: 300 }));

test("any call", () => fc.assert(fc.property(call, judgeAll), { seed: 2, numRuns: 1_000 }));

const lines = ["attack", "benign"].flatMap((name) =>
  readCorpus(join(root, "test", "corpus", `${name}.jsonl`)),
);

test("calls of the corpus with a piece cut out, doubled or swapped", () => {
  const cut = fc.tuple(
    fc.nat(),
    fc.nat(),
    fc.nat(300),
    fc.constantFrom("", "'", '"', "$(", "`", "\\", "{", "\n", " ", "\0"),
  );
  fc.assert(
    fc.property(cut, ([which, where, length, instead]) => {
      const line = lines[which % lines.length];
      if (line === undefined) return;
      const { event } = hookInput(placed(line, "/home/dev"), "/home/dev");
      const mutate = (text: string) => {
        const at = where % (text.length + 1);
        return text.slice(0, at) + instead + text.slice(at + length);
      };
      const mutated: unknown = JSON.parse(JSON.stringify(event), (key, found) =>
        typeof found === "string" && key !== "tool_name" && key !== "cwd" ? mutate(found) : found,
      );
      judgeAll(mutated);
    }),
    { seed: 3, numRuns: 1_500 },
  );
});

test("input as deep as JSON can be", () => {
  let deep: unknown = "x";
  for (let depth = 0; depth < 20_000; depth += 1) deep = depth % 2 === 0 ? [deep] : { path: deep };
  judgeAll({ tool_name: "mcp__a__read", tool_input: deep });
});
