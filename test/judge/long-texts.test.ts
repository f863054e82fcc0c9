import { expect, test } from "vitest";
import { builtinRuleset } from "#builtin-rules";
import { adapterNamed } from "../../src/agents/registry.ts";
import { defaultConfig } from "../../src/platform/config-keys.ts";
import { decide, nobody } from "../../src/platform/decide.ts";
import { compileRules } from "../../src/rules/compile.ts";
import { recordLine } from "../../src/store/record.ts";

const law = { rules: compileRules(builtinRuleset), config: defaultConfig, problems: [] };

/** An agent chooses every text of a call, and runs the tool when the hook takes too long: 64 KiB of one thing each. */
const length = 65_536;

const event = (tool: string, input: object, cwd = "/home/u/app") => ({
  hook_event_name: "PreToolUse",
  cwd,
  tool_name: tool,
  tool_input: input,
});

const places: Readonly<Record<string, (text: string) => readonly [agent: string, event: object]>> = {
  path: (text) => ["claude-code", event("Read", { file_path: text })],
  content: (text) => ["claude-code", event("Write", { file_path: "CLAUDE.md", content: text })],
  URL: (text) => ["claude-code", event("WebFetch", { url: text })],
  "URL in a prompt": (text) => [
    "gemini",
    { ...event("web_fetch", { prompt: `http://a${text}` }), hook_event_name: "BeforeTool" },
  ],
  folder: (text) => ["claude-code", event("Bash", { command: "rm -rf a" }, `/${text}`)],
  command: (text) => ["claude-code", event("Bash", { command: text })],
  argument: (text) => ["claude-code", event("Bash", { command: `grep -r x '${text}'` })],
  server: (text) => ["claude-code", event("mcp__a__b", { path: text, text })],
  tool: (text) => ["claude-code", event(text, { path: text })],
  prompt: (text) => ["gemini", { ...event("web_fetch", { prompt: text }), hook_event_name: "BeforeTool" }],
  "cmd's command": (text) => ["claude-code", event("mcp__shell__run", { command: text, shell: "cmd" })],
  "PowerShell's command": (text) => [
    "claude-code",
    event("mcp__shell__run", { command: text, shell: "powershell" }),
  ],
  "Perl's code": (text) => ["claude-code", event("mcp__perl__run", { code: text })],
  "Python's code": (text) => ["claude-code", event("mcp__python__run", { code: text })],
  query: (text) => ["claude-code", event("mcp__postgres__query", { query: `drop ${text}` })],
  "MongoDB's query": (text) => ["claude-code", event("mcp__mongo__query", { query: `db${text}` })],
  patch: (text) => ["codex", event("apply_patch", { command: text })],
};

const units = [
  "/",
  "[",
  ".",
  " ",
  "\n",
  "\r",
  "=",
  "1.",
  "../",
  "a/",
  "curl ",
  "\\",
  "(",
  "{",
  ",",
  "$(",
  '"',
  "a+",
  "*x",
  "[x]\n",
  "2>&1 ",
];

test.for(Object.keys(places).flatMap((place) => units.map((unit) => [place, unit] as const)))(
  "%s of nothing but %j",
  ([place, unit]) => {
    for (const tail of ["", "x", "/"]) {
      const [agent, input] = places[place]?.(unit.repeat(length / unit.length) + tail) ?? ["", {}];
      const adapter = adapterNamed(agent);
      if (adapter === undefined) throw new Error(`no adapter ${agent}`);
      const began = performance.now();
      decide(adapter, Buffer.from(JSON.stringify(input)), law, nobody);
      // All of them together take little more. What went by the square of the length took 1.4 s for a quarter of it.
      expect(performance.now() - began).toBeLessThan(2_500);
    }
  },
);

// What is written to a file may be longer by far.
const written: readonly string[] = [
  '"Bash(rm -r',
  '"Bash(rm ',
  '"deny": [',
  "${{ ",
  "base_url = ",
  "registry",
  "\n",
  "`curl a` ",
  "sandbox: {",
  "-eyJ",
  "sk-",
];

test.for(written)("a file of nothing but %j", (unit) => {
  for (const tail of ["", " ".repeat(length)]) {
    const content = unit.repeat((6 * length) / unit.length) + tail;
    const adapter = adapterNamed("claude-code");
    if (adapter === undefined) throw new Error("no adapter");
    const input = event("Write", { file_path: "CLAUDE.md", content });
    const began = performance.now();
    const { record } = decide(adapter, Buffer.from(JSON.stringify(input)), law, nobody);
    if (record !== undefined) recordLine(record);
    expect(performance.now() - began).toBeLessThan(3_000);
  }
});
