import { expect, test } from "vitest";
import { eventFrom } from "../../src/fields/event.ts";
import { compileRules } from "../../src/rules/compile.ts";
import { loadRules } from "../../src/rules/load.ts";

const event = eventFrom({
  "tool.name": "Bash",
  "tool.input": "",
  "agent.pid": 42n,
  "agent.cwd": "é日🙂",
  "agent.model": "//8=",
  "cmd.names": ["a", "b"],
  "session.mark_call[a]": "cat .env",
});

/** A rendered output, or the code of the first thing wrong with it. */
function rendered(output: string): string {
  const text = `- rule: R\n  desc: d\n  condition: evt.is_async exists\n  output: ${JSON.stringify(output)}\n  priority: INFO\n  source: coding_agent\n`;
  const { ruleset, problems } = loadRules([{ file: "rules.yaml", text }]);
  if (ruleset === undefined) return problems.find(({ severity }) => severity === "error")?.code ?? "";
  const rules = compileRules(ruleset);
  const [rule] = rules.list;
  return rule === undefined ? "" : rules.alert(rule, event).output;
}

test.for([
  ["%tool.nameb", "Bashb"],
  ["%tool.name.", "Bash."],
  ["%tool.name[0]", "Bash[0]"],
  ["%tool.name[", "Bash["],
  ["%6tool.name|", "Bash  |"],
  ["%2tool.name|", "Ba|"],
  ["%0tool.name|", "Bash|"],
  ["%003tool.name|", "Bas|"],
  ["%1agent.pid|", "4|"],
  ["%3tool.input|", "   |"],
  ["%6tool.use_id|", "<NA>  |"],
  ["%2tool.use_id|", "<N|"],
  ["%3cmd.names", "(a,"],
  ["%2agent.cwd|", "é|"],
  ["%1agent.cwd|", "\ufffd|"],
  ["%3agent.cwd|", "é\ufffd|"],
  ["%4agent.cwd|", "é\ufffd|"],
  ["%5agent.cwd|", "é日|"],
  ["%6agent.cwd|", "é日\ufffd|"],
  ["%8agent.cwd|", "é日\ufffd|"],
  ["%11agent.cwd|", "é日🙂  |"],
  ["%b64(agent.model)|", "\ufffd\ufffd|"],
  ["%toupper(tool.name)x", "BASHx"],
  ["%toupper( tool.name ))", "BASH)"],
  ["%toupper(tool.name)[0]", "BASH[0]"],
  ["%tolower(5)%len(tool.use_id)", "5<NA>"],
  [`%join("-", (tool.name, agent.pid))`, "Bash-42"],
  [`%getopt(("-a","x"),"a:")[a]%getopt(("-a","x"),"a:")`, "x(x)"],
  ["%session.mark_call[a][b]", "cat .env[b]"],
  [`%session.mark_call["a"]b`, "cat .envb"],
  ["%4session.mark_call[a]|%session.mark_call[b]", "cat |<NA>"],
  ["*%tool.name*", "Bash*"],
  ["**%tool.name", "*Bash"],
  ["x %container.info", "x "],
  ["%val(tool.name)", "unknown-output-field"],
  ["%tool.nam", "unknown-output-field"],
  ["% tool.name", "unknown-output-field"],
  ["%%", "unknown-output-field"],
  ["%-5tool.name", "unknown-output-field"],
  ["%session.mark_call", "unknown-output-field"],
  ["100%", "bad-output"],
  ["%5", "bad-output"],
  ["  ", "bad-output"],
] as const)("%j", ([output, want]) => expect(rendered(output)).toBe(want));
