import { expect, test } from "vitest";
import { builtinRuleset } from "#builtin-rules";
import { adapterNamed } from "../../src/agents/registry.ts";
import { defaultConfig } from "../../src/platform/config-keys.ts";
import { decide, nobody } from "../../src/platform/decide.ts";
import { compileRules } from "../../src/rules/compile.ts";

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
};

const units = ["/", "[", ".", " ", "\n", "\r", "=", "1.", "../", "a/", "curl ", "\\", "(", "{", ",", "$("];

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
