import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { type Ended, run, type ThrowAway, throwAwayHome, toolCall } from "../executable.ts";

const theft = { command: "cat ~/.ssh/id_rsa" };

const askUser = `
- rule: Ask about make
  desc: d
  condition: cmd.names = make
  output: make
  priority: NOTICE
  source: coding_agent
  tags: [coding_agent_ask]
`;

type Files = Readonly<Record<string, string>>;

/** A call without a daemon, in a home with these files below .prempti. */
async function judged(files: Files, command: string): Promise<{ home: ThrowAway; end: Ended }> {
  const home = throwAwayHome();
  for (const [name, text] of Object.entries(files)) {
    const path = join(home.home, ".prempti", name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, text);
  }
  const end = await run({ args: ["hook"], env: home.env, input: toolCall(home, "Bash", { command }) });
  return { home, end };
}

const told = ({ stdout }: Ended) =>
  stdout === "" ? "defer" : JSON.parse(stdout).hookSpecificOutput.permissionDecision;

test.for<[name: string, command: string, files: Files, answer: string, exit: 0 | 2]>([
  ["nothing of the person's", theft.command, {}, "deny", 2],
  ["nothing of the person's", "ls", {}, "defer", 0],
  ["mode: monitor", theft.command, { "config.yaml": "mode: monitor\n" }, "defer", 0],
  ["default_action: allow", "ls", { "config.yaml": "default_action: allow\n" }, "allow", 0],
  ["on_daemon_down: allow", theft.command, { "config.yaml": "on_daemon_down: allow\n" }, "defer", 0],
  ["a rule of the person's", "make all", { "rules/user/a.yaml": askUser }, "ask", 0],
  [
    "a rule file with an error",
    "make all",
    { "rules/user/a.yaml": "- rule: x\n", "rules/user/b.yaml": askUser },
    "ask",
    0,
  ],
  ["settings that are no YAML", theft.command, { "config.yaml": "mode: [" }, "deny", 2],
  ["kept rules that are cut off", theft.command, { "run/ruleset.json": `{"fingerp` }, "deny", 2],
])("without a daemon, with %s: %s", async ([, command, files, answer, exit]) => {
  const { home, end } = await judged(files, command);
  expect([told(end), end.exit]).toEqual([answer, exit]);
  home.remove();
});

test("on_daemon_down: deny", async () => {
  const { home, end } = await judged({ "config.yaml": "on_daemon_down: deny\n" }, "ls");
  expect(end).toMatchObject({ exit: 2, stdout: "" });
  expect(end.stderr).toMatch(/prempti start/);
  home.remove();
});

test.for(["deny", "allow"])(
  "on_daemon_down: %s leaves what asks nothing alone, and refuses what can't be read",
  async (answer) => {
    const { home } = await judged({ "config.yaml": `on_daemon_down: ${answer}\n` }, "ls");
    const start = JSON.stringify({
      session_id: "s",
      cwd: home.project,
      hook_event_name: "SessionStart",
      source: "startup",
    });
    const hook = (input: string) => run({ args: ["hook"], env: home.env, input });
    const { exit, stdout } = await hook(start);
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      systemMessage: expect.stringMatching(/^Prempti .*; no daemon runs/),
    });
    expect(await hook("{")).toMatchObject({ exit: 2, stdout: "" });
    home.remove();
  },
);

test("what had to be read is kept for the next call", async () => {
  const { home } = await judged({ "rules/user/a.yaml": askUser }, "ls");
  expect(existsSync(join(home.home, ".prempti", "run", "ruleset.json"))).toBe(true);
  home.remove();
});

test("the record waits for the daemon", async () => {
  const { home } = await judged({}, theft.command);
  const spool = join(home.home, ".prempti", "run", "spool");
  const [name = ""] = readdirSync(spool);
  expect(JSON.parse(readFileSync(join(spool, name), "utf8"))).toMatchObject({
    verdict: "deny",
    decision: "deny",
  });
  home.remove();
});
