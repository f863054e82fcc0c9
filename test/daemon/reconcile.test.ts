import { dirname } from "node:path";
import { afterEach, expect, test } from "vitest";
import { run } from "../executable.ts";
import {
  ask,
  askJson,
  bash,
  callHook,
  cleanUp,
  messagesOf,
  recordsOf,
  startDaemon,
  type TestHome,
  testHome,
} from "./daemon-process.ts";

afterEach(cleanUp);

const after = (command: string, more: Readonly<Record<string, unknown>> = {}) =>
  bash(command, { hook_event_name: "PostToolUse", tool_response: { stdout: "" }, duration_ms: 3, ...more });

const use = (id: string) => ({ tool_use_id: id });

const alarms = (home: TestHome) =>
  recordsOf(home).flatMap(({ alerts }) =>
    alerts.filter(({ tags }) => tags.includes("prempti_alarm")).map(({ rule }) => rule),
  );

/** Waits until the daemon has held so many calls against what was judged, by one more that raises an alarm. */
async function settled(home: TestHome): Promise<readonly string[]> {
  const before = alarms(home).length;
  await callHook(home, after("ls", use("never judged")));
  await expect.poll(() => alarms(home).length, { timeout: 5_000 }).toBeGreaterThan(before);
  return alarms(home).slice(0, -1);
}

test("a call that ran as it was judged is nothing to speak of", async () => {
  const home = testHome();
  await startDaemon(home);
  await callHook(home, bash("ls", use("t1")));
  expect(await callHook(home, after("ls", use("t1")))).toEqual({ exit: "0", stdout: "", stderr: "" });
  await callHook(home, bash("git push -f", use("t2")));
  await callHook(home, after("git push -f", use("t2")));
  expect(await settled(home)).toEqual([]);
});

test.for<[string, ask: readonly string[], ran: string, rule: string]>([
  ["unjudged", [], after("ls", use("t1")), "Tool Ran Unjudged"],
  [
    "unjudged, and failed",
    [],
    after("ls", { ...use("t1"), hook_event_name: "PostToolUseFailure" }),
    "Tool Ran Unjudged",
  ],
  [
    "after a denial",
    [bash("cat ~/.ssh/id_rsa", use("t1"))],
    after("cat ~/.ssh/id_rsa", use("t1")),
    "Tool Ran After Deny",
  ],
  ["rewritten", [bash("ls", use("t1"))], after("cat ~/.ssh/id_rsa", use("t1")), "Tool Ran With Other Input"],
  [
    "in another session",
    [bash("ls", use("t1"))],
    after("ls", { ...use("t1"), session_id: "s2" }),
    "Tool Ran Unjudged",
  ],
])("a tool that ran %s", async ([, asked, ran, rule]) => {
  const home = testHome();
  await startDaemon(home);
  for (const call of asked) await callHook(home, call);
  // As often as the hook is registered.
  await callHook(home, ran);
  await callHook(home, ran);
  expect(await settled(home)).toEqual([rule]);
  const record = recordsOf(home).find(({ alerts }) => alerts[0]?.rule === rule);
  expect(record).toMatchObject({ tool: "Bash", verdict: "deny", decision: "defer" });
  expect(record?.alerts[0]).toMatchObject({
    priority: "Critical",
    output: expect.stringMatching(/^Bash ran .*\(session s\d\)$/),
  });
  expect(await askJson(home, "GET", "/v1/status")).toMatchObject({ events: { alarms: 2 } });
  expect(messagesOf(home, "alarm")).toHaveLength(2);
});

test.for<[string, before: string, ran: string]>([
  [
    "with arguments filled in",
    bash("ls", use("t1")),
    after("ls", { ...use("t1"), tool_input: { command: "ls", timeout: 9 } }),
  ],
  ["with a harmless change", bash("ls", use("t1")), after("ls -la", use("t1"))],
])("a tool that ran %s raises no alarm", async ([, before, ran]) => {
  const home = testHome();
  await startDaemon(home);
  await callHook(home, before);
  await callHook(home, ran);
  expect(await settled(home)).toEqual([]);
});

test("what a hook has judged without a daemon, or another daemon, was judged", async () => {
  const home = testHome();
  const env = { HOME: dirname(home.root), PREMPTI_HOME: home.root, PATH: "/usr/bin:/bin" };
  const first = await startDaemon(home);
  await callHook(home, bash("ls", use("t1")));
  await first.stop();
  await run({ args: ["hook"], env, input: bash("ls", use("t2")) });
  await startDaemon(home);
  await callHook(home, after("ls", use("t1")));
  await callHook(home, after("ls", use("t2")));
  expect(await settled(home)).toEqual([]);
});

test("agents that give a call no id: what was called tells", async () => {
  const home = testHome();
  await startDaemon(home);
  const call = {
    session_id: "g",
    cwd: "/home/u/app",
    tool_name: "read_file",
    tool_input: { file_path: "a" },
  };
  const send = (event: object) =>
    askJson(home, "POST", "/v1/hook/gemini", JSON.stringify(event)).catch(() => undefined);
  await send({ ...call, hook_event_name: "BeforeTool" });
  await send({ ...call, hook_event_name: "AfterTool", tool_response: {} });
  expect(await settled(home)).toEqual([]);
  await send({ ...call, hook_event_name: "AfterTool", tool_input: { file_path: "b" }, tool_response: {} });
  await expect.poll(() => alarms(home).length, { timeout: 5_000 }).toBe(2);
});

test("without a daemon the hook holds what has run against what was judged; the daemon finds the alarm", async () => {
  const home = testHome();
  const env = { HOME: dirname(home.root), PREMPTI_HOME: home.root, PATH: "/usr/bin:/bin" };
  const hook = (input: string) => run({ args: ["hook"], env, input });
  const first = await startDaemon(home);
  await callHook(home, bash("ls", use("t0")));
  await first.stop();
  await hook(bash("ls", use("t1")));
  expect(await hook(after("ls", use("t0")))).toMatchObject({ exit: 0, stdout: "" });
  await hook(after("ls", use("t1")));
  await hook(after("ls", use("t2")));
  await startDaemon(home);
  await expect.poll(() => alarms(home), { timeout: 5_000 }).toEqual(["Tool Ran Unjudged"]);
  expect(recordsOf(home).at(-1)?.fields["tool.use_id"]).toBe("t2");
});

const patch = (...files: readonly string[]) =>
  ["*** Begin Patch", ...files.flatMap((file) => [`*** Add File: ${file}`, "+a"]), "*** End Patch"].join(
    "\n",
  );

test.for<[string, ran: string, rules: readonly string[]]>([
  ["as it was judged", patch("a.txt", "b.txt"), []],
  ["with another file in it", patch("a.txt", "/etc/b.txt"), ["Tool Ran With Other Input"]],
])("a patch of two files that ran %s", async ([, ran, rules]) => {
  const home = testHome();
  await startDaemon(home);
  const event = (name: string, command: string) =>
    JSON.stringify({
      session_id: "c",
      turn_id: "t",
      cwd: "/home/u/app",
      hook_event_name: name,
      tool_name: "apply_patch",
      tool_input: { command },
      tool_use_id: "call_1",
      ...(name === "PostToolUse" ? { tool_response: "Exit code: 0" } : {}),
    });
  const send = (body: string) => ask(home, "POST", "/v1/hook/codex", body);
  await send(event("PreToolUse", patch("a.txt", "b.txt")));
  await send(event("PostToolUse", ran));
  await expect.poll(() => alarms(home).length, { timeout: 3_000 }).toBe(rules.length);
  expect(await settled(home)).toEqual(rules);
});

test.for<[string, input: object]>([
  ["megabytes", { file_path: "a", content: "x".repeat(600_000) }],
  ["a secret", { file_path: "a", content: "password: hunter2hunter2" }],
])("a call with %s, of an agent that gives it no id, is known after a restart too", async ([, input]) => {
  const home = testHome();
  const call = { session_id: "g", cwd: "/home/u/app", tool_name: "write_file", tool_input: input };
  const send = (event: object) =>
    askJson(home, "POST", "/v1/hook/gemini", JSON.stringify({ ...call, ...event })).catch(() => undefined);
  const first = await startDaemon(home);
  await send({ hook_event_name: "BeforeTool" });
  await send({ hook_event_name: "AfterTool", tool_response: {} });
  expect(await settled(home)).toEqual([]);
  await first.stop();
  await startDaemon(home);
  await send({ hook_event_name: "AfterTool", tool_response: {} });
  await callHook(home, after("ls", use("another")));
  await expect.poll(() => alarms(home).length, { timeout: 5_000 }).toBe(2);
});
