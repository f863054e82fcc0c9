import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { afterEach, expect, test } from "vitest";
import {
  ask,
  bash,
  callHook,
  cleanUp,
  startDaemon,
  type TestHome,
  testHome,
} from "../daemon/daemon-process.ts";
import { person } from "./prempti.ts";

afterEach(cleanUp);

async function daemonWith(config = ""): Promise<TestHome> {
  const home = testHome("/tmp");
  if (config !== "") home.put("config.yaml", config);
  await startDaemon(home);
  return home;
}

const run = (home: TestHome, line: string) =>
  person().prempti(line, { env: { HOME: dirname(home.root), PREMPTI_HOME: home.root } });

type Warning = { readonly problem: string; readonly remedy: string };

const warningsOf = async (home: TestHome): Promise<readonly Warning[]> =>
  JSON.parse((await run(home, "status --json")).stdout).warnings;

const event = (name: string, more: object = {}) => bash("ls", { hook_event_name: name, ...more });

const sessionStart = JSON.stringify({
  session_id: "s1",
  cwd: "/home/u/app",
  hook_event_name: "SessionStart",
  source: "startup",
});

test.for<[string, calls: readonly string[], want: Warning]>([
  [
    "a tool that is not known",
    [bash("ls", { tool_name: "Frobnicate" }), bash("ls", { tool_name: "Frobnicate" })],
    {
      problem: `claude_code sent something that this version does not know: tool "Frobnicate" (2 times)`,
      remedy: "look for a newer version; it is judged all the same",
    },
  ],
  [
    "an event that is not known",
    [JSON.stringify({ session_id: "s", hook_event_name: "MoonRise" })],
    {
      problem: `claude_code sent something that this version does not know: event "MoonRise" (1 time)`,
      remedy: "look for a newer version; it is judged all the same",
    },
  ],
  [
    "what waits for an approval",
    [bash("git push -f", { permission_mode: "bypassPermissions" })],
    { problem: "1 call waits for your word", remedy: "prempti approvals list" },
  ],
])("status warns of %s", async ([, calls, want]) => {
  const home = await daemonWith();
  const before = await warningsOf(home);
  for (const call of calls) await callHook(home, call);
  const known = before.map(({ problem }) => problem);
  expect((await warningsOf(home)).filter(({ problem }) => !known.includes(problem))).toEqual([want]);
});

test("a key that is not known is nothing to speak of", async () => {
  const home = await daemonWith();
  const before = await warningsOf(home);
  await callHook(home, bash("ls", { moon: "full" }));
  expect(await warningsOf(home)).toEqual(before);
});

test("status warns of a listener that can't listen", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => taken.once("listening", resolve));
  const address = taken.address();
  const port = typeof address === "object" ? address?.port : 0;
  const home = await daemonWith(`http: { listen: "127.0.0.1:${port}" }\n`);
  await expect
    .poll(() => warningsOf(home), { timeout: 5_000 })
    .toContainEqual({
      problem: expect.stringMatching(/^nothing listens where http\.listen says: .*EADDRINUSE/),
      remedy: "prempti config set http.listen 127.0.0.1:PORT",
    });
  taken.close();
});

test("status warns of hold where hooks give no time for it, and of on_daemon_down: allow", async () => {
  const home = await daemonWith("ask_fallback: hold\non_daemon_down: allow\n");
  const env = { HOME: dirname(home.root), PREMPTI_HOME: home.root };
  await person().prempti("hook add claude-code", { env });
  const settings = `${dirname(home.root)}/.claude/settings.json`;
  const text = readFileSync(settings, "utf8");
  const remedies = (await warningsOf(home)).map(({ remedy }) => remedy);
  expect(remedies).toContain("set on_daemon_down: evaluate in config.yaml");
  expect(remedies.includes("prempti hook add claude-code")).toBe(!text.includes("--wait"));
});

test("an alarm makes status red, and sessions are counted", async () => {
  const home = await daemonWith();
  await callHook(home, sessionStart);
  await callHook(home, event("PostToolUse", { tool_use_id: "t1", tool_response: {} }));
  await expect
    .poll(async () => (await run(home, "status")).stdout, { timeout: 5_000 })
    .toMatch(/^alarm: Bash ran without/m);
  const { stdout, exit } = await run(home, "status");
  expect(stdout).toMatch(/, 0 calls, 1 session begun$/m);
  expect(exit).toBe(1);
});

test("metrics", async () => {
  const home = await daemonWith();
  await callHook(home, sessionStart);
  await callHook(home, bash("git push -f", { permission_mode: "bypassPermissions" }));
  await callHook(home, bash("ls", { tool_name: "Frobnicate" }));
  await callHook(home, event("PostToolUse", { tool_use_id: "t1", tool_response: {} }));
  await expect
    .poll(async () => (await ask(home, "GET", "/metrics")).body, { timeout: 5_000 })
    .toContain("prempti_alarms_total 1\n");
  const { body } = await ask(home, "GET", "/metrics");
  expect(body).toContain("prempti_sessions_total 1\n");
  expect(body).toContain(`prempti_unknown_total{what="claude_code: tool \\"Frobnicate\\""} 1\n`);
  expect(body).toContain("prempti_approvals_waiting 1\n");
});

test("nothing waits", async () => {
  expect(await run(await daemonWith(), "approvals")).toMatchObject({
    stdout: "nothing waits for a word of yours\n",
    exit: 0,
  });
});

test("approvals list shows all of a call, and nothing that a terminal would obey", async () => {
  const home = await daemonWith();
  const command = "git push -f \\\n  origin \u202Emain\u200B\x1b[2J";
  await callHook(
    home,
    bash(command, { permission_mode: "bypassPermissions", tool_input: { command, timeout: 9 } }),
  );
  const { stdout, exit } = await run(home, "approvals list");
  expect(exit).toBe(0);
  expect(stdout).toMatch(
    /^\d{8} {2}asked \d seconds? ago, 59 min left\n {2}claude_code {2}session s1 {2}Bash {2}\/home\/u\/app\n {2}\S/,
  );
  expect(stdout).toContain("\n    git push -f \\\n      origin \\u202emain\\u200b\\e[2J\n    timeout: 9\n");
  expect(JSON.parse((await run(home, "approvals list --json")).stdout)).toMatchObject([
    { state: "waiting", tool: "Bash" },
  ]);
});

test.for<[string, line: string, exit: number, error: RegExp]>([
  [
    "approve without a terminal",
    "approvals approve 1",
    1,
    /only a person decides this, and there is no terminal/,
  ],
  ["deny without a terminal", "approvals deny 1", 1, /only a person decides this/],
  ["no id", "approvals approve", 2, /not enough positional arguments|something is missing/],
  ["a way to say yes beforehand", "approvals approve 1 --yes", 2, /unsupported option name "--yes"/],
])("%s", async ([, line, exit, error]) => {
  const ran = await person().prempti(line);
  expect(ran).toMatchObject({ stdout: "", exit });
  expect(ran.stderr).toMatch(error);
});

test("approvals without a daemon", async () => {
  const { stderr, exit } = await person().prempti("approvals");
  expect(stderr).toMatch(/no daemon runs for .*\nprempti: hint: prempti start\n/);
  expect(exit).toBe(2);
});
