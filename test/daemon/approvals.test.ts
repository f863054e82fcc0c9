import { mkdirSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { builtinRuleset } from "#builtin-rules";
import { adapterNamed } from "../../src/agents/registry.ts";
import { type Approvals, openApprovals } from "../../src/daemon/approvals.ts";
import { defaultConfig } from "../../src/platform/config-keys.ts";
import { type Decided, decide, nobody } from "../../src/platform/decide.ts";
import { compileRules } from "../../src/rules/compile.ts";
import { openMessages } from "../../src/store/messages.ts";
import {
  ask,
  askJson,
  bash,
  callHook,
  cleanUp,
  recordsOf,
  startDaemon,
  type TestHome,
  testHome,
} from "./daemon-process.ts";

afterEach(cleanUp);

const law = { rules: compileRules(builtinRuleset), config: defaultConfig, problems: [] };

const unasked = (command: string, more: object = {}) =>
  bash(command, { permission_mode: "bypassPermissions", ...more });

function judged(input: string): Decided {
  const adapter = adapterNamed("claude-code");
  if (adapter === undefined) throw new Error("no adapter");
  return decide(adapter, Buffer.from(input), law, nobody);
}

const never = new AbortController().signal;

type Desk = { readonly approvals: Approvals; readonly reopen: () => Approvals };

function desk(): Desk {
  const home = testHome();
  mkdirSync(home.run, { recursive: true, mode: 0o700 });
  const reopen = () => openApprovals(home.approvals, openMessages(home.messages));
  return { approvals: reopen(), reopen };
}

async function settle(approvals: Approvals, input: string, patience = 0, gone = never): Promise<Decided> {
  const { open, ...denied } = judged(input);
  if (open === undefined) throw new Error("nobody had to be asked");
  return approvals.settle({ ...denied, open }, { patience, begin: () => undefined, gone });
}

const idOf = (approvals: Approvals) => approvals.list()[0]?.id ?? "";

describe("ask where nobody is asked", () => {
  test("is denied with what the person has to type, once for the same call", async () => {
    const { approvals } = desk();
    const [first, second] = [
      await settle(approvals, unasked("git push -f")),
      await settle(approvals, unasked("git push -f", { tool_use_id: "t2" })),
    ];
    expect(approvals.list()).toMatchObject([{ summary: "git push -f", state: "waiting", tool: "Bash" }]);
    for (const { reply, record } of [first, second]) {
      expect(reply).toMatchObject({ exit: 2 });
      expect(reply.stderr).toContain(`\`prempti approvals approve ${idOf(approvals).slice(0, 8)}\``);
      expect(record).toMatchObject({ verdict: "ask", decision: "deny" });
    }
  });

  test("an approval is for exactly that call, once, also after a restart", async () => {
    const { approvals, reopen } = desk();
    await settle(approvals, unasked("git push -f"));
    approvals.decide(idOf(approvals), "approved", "the person at /dev/pts/1");
    const again = reopen();
    for (const other of [
      unasked("git push -f origin"),
      unasked("git push -f", { cwd: "/home/u/other" }),
      unasked("git push -f", { tool_input: { command: "git push -f", run_in_background: true } }),
    ])
      expect((await settle(again, other)).reply.exit).toBe(2);
    const allowed = await settle(
      again,
      unasked("git push -f", { tool_input: { command: "git push -f", description: "x" } }),
    );
    expect(allowed.reply.stdout).toContain(`"permissionDecision":"allow"`);
    expect(allowed.record).toMatchObject({
      verdict: "ask",
      decision: "allow",
      approval: "the person at /dev/pts/1",
    });
    expect((await settle(again, unasked("git push -f"))).reply.exit).toBe(2);
  });

  test("what an agent says of itself is bounded where it is kept", async () => {
    const { approvals } = desk();
    const long = "x".repeat(1 << 20);
    await settle(approvals, unasked("git push -f", { session_id: long, cwd: `/${long}` }));
    expect(JSON.stringify(approvals.list()).length).toBeLessThan(20_000);
  });

  test("what can't be shown whole can't be approved", () => {
    const nested = (depth: number): unknown => (depth === 0 ? "x" : [nested(depth - 1)]);
    const call = (depth: number) =>
      unasked("", { tool_input: { command: "git push -f", more: nested(depth) } });
    expect(judged(call(100)).open).toBeDefined();
    expect(judged(call(300))).toMatchObject({
      reply: { exit: 2, stderr: expect.stringMatching(/nested too deeply/) },
    });
    expect(judged(call(300)).open).toBeUndefined();
  });

  test("a refusal holds, and says so", async () => {
    const { approvals } = desk();
    await settle(approvals, unasked("git push -f"));
    approvals.decide(idOf(approvals), "denied", "the person at /dev/pts/1");
    expect((await settle(approvals, unasked("git push -f"))).reply.stderr).toMatch(/said no/);
    expect(approvals.decide(idOf(approvals), "approved", "x")).toBe(undefined);
  });

  test.for<["approved" | "denied", exits: readonly number[]]>([
    ["approved", [0, 2]],
    ["denied", [2, 2]],
  ])("of two that wait for the same call, %s: %j", async ([state, exits]) => {
    const { approvals } = desk();
    const waiting = [
      settle(approvals, unasked("git push -f"), 400),
      settle(approvals, unasked("git push -f"), 400),
    ];
    await expect.poll(() => approvals.list().length).toBe(1);
    approvals.decide(idOf(approvals), state, "p");
    expect((await Promise.all(waiting)).map(({ reply }) => reply.exit)).toEqual(exits);
  });

  test("an agent that has gone does not use an approval up", async () => {
    const { approvals } = desk();
    const gone = new AbortController();
    const waiting = settle(approvals, unasked("git push -f"), 60_000, gone.signal);
    gone.abort();
    expect((await waiting).reply.exit).toBe(2);
    approvals.decide(idOf(approvals), "approved", "p");
    expect((await settle(approvals, unasked("git push -f"))).reply.exit).toBe(0);
  });
});

describe("over the daemon's API", () => {
  async function daemonWith(config: string): Promise<TestHome> {
    const home = testHome();
    home.put("config.yaml", config);
    await startDaemon(home);
    return home;
  }

  test("hold keeps the call waiting as long as its caller can, tells it so, and then denies", async () => {
    const home = await daemonWith("ask_fallback: hold\n");
    const began = performance.now();
    const held = await callHook(home, unasked("git push -f"), { headers: { "x-prempti-wait": "3" } });
    expect(performance.now() - began).toBeGreaterThan(900);
    expect(held).toMatchObject({ exit: "2", stderr: expect.stringContaining("prempti approvals approve") });
    const quick = performance.now();
    await callHook(home, unasked("git push -f"));
    expect(performance.now() - quick).toBeLessThan(900);
    expect(recordsOf(home).map(({ decision }) => decision)).toEqual(["deny", "deny"]);
  });

  test.for<[string, body: string, status: number]>([
    ["no JSON", "x", 400],
    ["no id", `{"state":"approved","pid":1}`, 400],
    ["another state", `{"id":"1","state":"waiting","pid":1}`, 400],
    ["this very process, which has no terminal", `{"id":"1","state":"approved","pid":${process.pid}}`, 403],
    ["a process that is not there", `{"id":"1","state":"approved","pid":4194304}`, 403],
  ])("a word is not taken from %s", async ([, body, status]) => {
    const home = await daemonWith("");
    await callHook(home, unasked("git push -f"));
    expect((await ask(home, "PUT", "/v1/approvals", body)).status).toBe(status);
    expect(await askJson(home, "GET", "/v1/approvals")).toMatchObject([{ state: "waiting" }]);
  });

  test.for<[string, string, decision: string]>([
    ["in a terminal the agent asks itself", bash("git push -f"), "ask"],
    ["what rules deny can't be approved", unasked("cat ~/.ssh/id_rsa"), "deny"],
  ])("%s", async ([, call, decision]) => {
    const home = await daemonWith("");
    await callHook(home, call);
    expect(recordsOf(home)).toMatchObject([{ decision }]);
    expect(await askJson(home, "GET", "/v1/approvals")).toEqual([]);
  });
});
