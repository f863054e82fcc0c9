import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askDaemon } from "../../src/cli/daemon.ts";
import { startDaemon } from "../../src/cli/demo/private-daemon.ts";
import { hear, runHook } from "../../src/cli/hook-process.ts";
import { selfCommand } from "../../src/cli/self.ts";
import { locateHome } from "../../src/platform/home.ts";
import { person } from "./prempti.ts";

// A socket's path must be short: not below the run's own temporary home.
const home = mkdtempSync(join(tmpdir(), "prempti-d-"));
const env = { ...process.env, HOME: home };
const given = { env: { HOME: home } };
const place = locateHome(undefined, env);
const cleanUp: (() => Promise<void> | void)[] = [() => rmSync(home, { recursive: true, force: true })];

const prempti = (line: string) => person().prempti(line, given);

const call = (command: string) => ({
  session_id: "s",
  cwd: home,
  hook_event_name: "PreToolUse",
  tool_name: "Bash",
  tool_input: { command },
});

const answerTo = async (command: string) => hear(await runHook("claude-code", call(command), env))?.answer;

beforeAll(async () => {
  const daemon = await startDaemon(env, place.socket);
  cleanUp.push(daemon.stop);
});

afterAll(async () => {
  for (const clean of cleanUp.toReversed()) await clean();
});

test("status says that it runs, and what is off", async () => {
  const { stdout, exit } = await prempti("status --json");
  const status = JSON.parse(stdout);
  expect(status).toMatchObject({ state: "warnings", mode: "guardrails", problems: [], leftOut: [] });
  expect(status.rules.enforced).toBeGreaterThan(10);
  expect(status.warnings.map(({ remedy }: { remedy: string }) => remedy)).toEqual([
    "prempti hook add claude-code",
  ]);
  expect(exit).toBe(1);
});

test("well once the hook is registered, and the last call is named", async () => {
  await prempti("hook add");
  expect(await answerTo("ls")).toBe("defer");
  const { stdout, exit } = await prempti("status");
  expect(stdout).toMatch(/hook registered, last call \S+ Bash: allow/);
  expect(stdout).toMatch(
    /today +0 denied, 0 asked about, 1 let through\na call waits +\d+ ms by command\nlog +\d+ KiB in 1 file\n/,
  );
  expect(stdout).toContain("all is well");
  expect(exit).toBe(0);
});

test("mode switches at once and lasts", async () => {
  expect(await answerTo("cat ~/.ssh/id_rsa")).toBe("deny");
  expect(await prempti("mode monitor")).toMatchObject({ stdout: "monitor\n", exit: 0 });
  expect(await answerTo("cat ~/.ssh/id_rsa")).toBe("defer");
  expect((await prempti("status")).stdout).toContain("prempti mode guardrails");
  expect(readFileSync(place.config, "utf8")).toContain("mode: monitor");
  expect(await prempti("mode guardrails")).toMatchObject({ stdout: "guardrails\n", exit: 0 });
  expect(await answerTo("cat ~/.ssh/id_rsa")).toBe("deny");
  expect(JSON.parse((await prempti("mode --json")).stdout)).toEqual({ mode: "guardrails" });
});

test("health goes through hook, socket and engine", async () => {
  const { stdout, exit } = await prempti("health --json");
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, steps: [{ ok: true }, { ok: true }, { ok: true }] });
  expect(exit).toBe(0);
});

test("replay finds no difference by the same rules, and what a new rule would change", async () => {
  expect((await prempti("replay")).stdout).toMatch(/calls judged anew: 0 differ/);
  const rule = join(home, "strict.yaml");
  writeFileSync(
    rule,
    "- rule: Deny ls\n  source: coding_agent\n  desc: d\n  condition: cmd.names intersects (ls)\n  output: o\n  priority: INFO\n  tags: [coding_agent_deny]\n",
  );
  const { stdout, exit } = await prempti(`replay --json --rules ${rule}`);
  expect(JSON.parse(stdout)).toMatchObject({
    before: "allow",
    now: "deny",
    rule: "Deny ls",
    tool: "Bash",
    body: "ls",
  });
  expect(exit).toBe(1);
});

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(child, "exit");
  child.kill(signal);
  const [exit] = await ended;
  return exit;
}

test("logs -f shows a call as it is judged, and ends at Ctrl-C", async () => {
  const [program, ...args] = selfCommand();
  const child = spawn(program, [...args, "logs", "-f", "-n", "1"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let seen = "";
  child.stdout.on("data", (chunk: Buffer) => {
    seen += chunk.toString();
  });
  while (seen === "") await sleep(20);
  await answerTo("echo live-from-the-test");
  for (let waited = 0; waited < 5_000 && !seen.includes("live-from-the-test"); waited += 20) await sleep(20);
  expect(seen).toContain("echo live-from-the-test");
  expect(await end(child, "SIGINT")).toBe(0);
});

test("a second daemon is refused", async () => {
  const [program, ...args] = selfCommand();
  const child = spawn(program, [...args, "serve"], { env, stdio: ["ignore", "ignore", "pipe"] });
  const [exit] = await once(child, "exit");
  expect(exit).toBe(2);
  expect((await askDaemon(place, (client) => client.get("/v1/status")))?.status).toBe(200);
});
