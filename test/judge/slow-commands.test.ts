import { expect, test } from "vitest";
import { builtinRuleset } from "#builtin-rules";
import { adapterNamed } from "../../src/agents/registry.ts";
import { defaultConfig } from "../../src/platform/config-keys.ts";
import { decide, nobody } from "../../src/platform/decide.ts";
import { compileRules } from "../../src/rules/compile.ts";
import { recordLine } from "../../src/store/record.ts";
import { slowCommands } from "./slow-commands.ts";

const law = { rules: compileRules(builtinRuleset), config: defaultConfig, problems: [] };

test.for(Object.entries(slowCommands))("%s", ([, command]) => {
  const adapter = adapterNamed("claude-code");
  if (adapter === undefined) throw new Error("no adapter");
  const event = {
    hook_event_name: "PreToolUse",
    cwd: "/home/u/app",
    tool_name: "Bash",
    tool_input: { command },
  };
  const began = performance.now();
  const { record } = decide(adapter, Buffer.from(JSON.stringify(event)), law, nobody);
  if (record !== undefined) recordLine(record);
  // None takes a tenth of it. A machine that is busy is no fault; the square of the length is.
  expect(performance.now() - began).toBeLessThan(2_000);
});
