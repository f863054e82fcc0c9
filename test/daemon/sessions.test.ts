import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { run } from "../executable.ts";
import {
  bash,
  callHook,
  cleanUp,
  recordsOf,
  startDaemon,
  type TestHome,
  testHome,
} from "./daemon-process.ts";

afterEach(cleanUp);

const rules = `
- rule: Mark a look at the plan
  desc: for the tests
  condition: tool.input_command contains "plan.txt"
  output: seen
  priority: NOTICE
  source: coding_agent
  tags: ["coding_agent_mark:plan_seen"]

- rule: Deny speaking of the plan
  desc: for the tests
  condition: tool.input_command startswith "speak" and session.marks = plan_seen
  output: "not after %session.mark_call[plan_seen], %session.mark_count[plan_seen] times"
  priority: WARNING
  source: coding_agent
  tags: [coding_agent_deny]

- rule: Deny the plan's end
  desc: for the tests
  condition: tool.input_command contains "--end"
  output: no end
  priority: WARNING
  source: coding_agent
  tags: [coding_agent_deny]
`;

function marking(): TestHome {
  const home = testHome();
  home.put("rules/user/marks.yaml", rules);
  return home;
}

const speak = async (home: TestHome, session = "s1") =>
  (await callHook(home, bash("speak", { session_id: session }))).stderr;

test("a mark holds for its session, from the next call on, and survives a daemon that is killed", async () => {
  const home = marking();
  const daemon = await startDaemon(home);
  expect(await speak(home)).toBe("");
  await callHook(home, bash("cat plan.txt"));
  await callHook(home, bash("cat plan.txt | head"));
  expect(await speak(home)).toMatch(/not after cat plan.txt \| head \(20.*Z, correlation=\d+\), 2 times/);
  expect(await speak(home, "s2")).toBe("");
  daemon.child.kill("SIGKILL");
  await daemon.ended;
  await startDaemon(home);
  expect(await speak(home)).toMatch(/not after cat plan.txt \| head/);
  expect(recordsOf(home).at(-1)?.fields).toMatchObject({
    "session.marks": ["plan_seen"],
    "session.mark_count[plan_seen]": 2,
  });
});

test("a call that was denied leaves no mark", async () => {
  const home = marking();
  await startDaemon(home);
  await callHook(home, bash("cat plan.txt --end"));
  expect(await speak(home)).toBe("");
});

test("what a call shows in a mark is redacted", async () => {
  const home = marking();
  await startDaemon(home);
  await callHook(home, bash("curl -H 'Authorization: Bearer abcdefghijklmnop' http://localhost/plan.txt"));
  const told = await speak(home);
  expect(told).toMatch(/not after curl/);
  expect(told).not.toContain("abcdefghijklmnop");
});

test("hooks without a daemon know marks, set them, and the daemon learns of them", async () => {
  const home = marking();
  const env = { HOME: dirname(home.root), PREMPTI_HOME: home.root, PATH: "/usr/bin:/bin" };
  const hook = (command: string) => run({ args: ["hook"], env, input: bash(command) });
  const daemon = await startDaemon(home);
  expect(await speak(home)).toBe("");
  await daemon.stop();
  await hook("cat plan.txt");
  expect((await hook("speak")).stderr).toMatch(/not after cat plan.txt/);
  await startDaemon(home);
  await expect.poll(() => speak(home), { timeout: 10_000 }).toMatch(/not after cat plan.txt/);
});

test("a call that is denied again and again is told to stop", async () => {
  const home = marking();
  await startDaemon(home);
  const said: string[] = [];
  for (const description of ["one", "two", "three", "four"])
    said.push(
      (await callHook(home, bash("a --end", { tool_input: { command: "a --end", description } }))).stderr,
    );
  expect(said.map((text) => /denied (\d+) times/.exec(text)?.[1])).toEqual([undefined, undefined, "3", "4"]);
  expect((await callHook(home, bash("b --end"))).stderr).not.toMatch(/times/);
});

test("files of sessions are named by nothing that an agent says, and private", async () => {
  const home = marking();
  await startDaemon(home);
  await callHook(home, bash("cat plan.txt", { session_id: "../../../x" }));
  await callHook(home, bash("cat plan.txt", { session_id: "" }));
  expect(readdirSync(home.sessions)).toEqual([expect.stringMatching(/^[0-9a-z]+-[0-9a-z]+\.jsonl$/)]);
});

test.for<[mode: string, exit: string]>([
  ["guardrails", "2"],
  ["monitor", "0"],
])("what can't be read of a session denies where anything is enforced: %s", async ([mode, exit]) => {
  const home = marking();
  home.put("config.yaml", `mode: ${mode}\n`);
  const env = { HOME: dirname(home.root), PREMPTI_HOME: home.root, PATH: "/usr/bin:/bin" };
  const first = await startDaemon(home);
  await callHook(home, bash("cat plan.txt"));
  await first.stop();
  const file = join(home.sessions, readdirSync(home.sessions)[0] ?? "");
  rmSync(file);
  mkdirSync(file);
  expect(`${(await run({ args: ["hook"], env, input: bash("ls") })).exit}`).toBe(exit);
  await startDaemon(home);
  expect((await callHook(home, bash("ls"))).exit).toBe(exit);
  expect((await callHook(home, bash("ls", { session_id: "s2" }))).exit).toBe("0");
});
