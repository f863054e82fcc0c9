import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { Home } from "../../src/platform/home.ts";
import {
  ask,
  askJson,
  bash,
  callHook,
  cleanUp,
  launch,
  messagesOf,
  recordsOf,
  startDaemon,
  testHome,
} from "./daemon-process.ts";

afterEach(cleanUp);

test("a call is judged, recorded and answered; the daemon stops cleanly", async () => {
  const home = testHome();
  const daemon = await startDaemon(home);
  const denied = await callHook(home, bash("cat ~/.ssh/id_rsa"), { headers: { "x-prempti-pid": "4711" } });
  const passed = await callHook(home, bash("ls"));
  expect(denied).toMatchObject({ exit: "2", stderr: expect.stringMatching(/\| correlation=\d+\n$/) });
  expect(JSON.parse(denied.stdout)).toMatchObject({
    hookSpecificOutput: { hookEventName: "PreToolUse", permissionDecision: "deny" },
  });
  expect(passed).toEqual({ exit: "0", stderr: "", stdout: "" });
  expect(await daemon.stop()).toBe(0);
  const [first, second, ...others] = recordsOf(home);
  expect(first).toMatchObject({
    agent: "claude_code",
    session: "s1",
    tool: "Bash",
    verdict: "deny",
    decision: "deny",
  });
  expect(denied.stderr).toContain(`correlation=${first?.id}`);
  expect(first?.fields).toMatchObject({ "agent.pid": 4711, "tool.input_command": "cat ~/.ssh/id_rsa" });
  expect(first?.alerts.length).toBeGreaterThan(0);
  expect(second).toMatchObject({ verdict: "allow", decision: "defer", alerts: [] });
  expect(others).toEqual([]);
  expect(existsSync(home.socket)).toBe(false);
  expect(messagesOf(home, "stop")).toMatchObject([{ message: "stopped by SIGTERM" }]);
});

test("everything is private to the user", async () => {
  const home = testHome();
  await startDaemon(home);
  await callHook(home, bash("ls"));
  const modes = [home.run, home.socket, home.compiled, home.log, home.events, home.messages];
  expect(modes.map((path) => (statSync(path).mode & 0o777).toString(8))).toEqual([
    "700",
    "600",
    "600",
    "700",
    "600",
    "600",
  ]);
});

test("a run folder that others may enter is closed to them", async () => {
  const home = testHome();
  mkdirSync(home.run, { recursive: true, mode: 0o755 });
  await startDaemon(home);
  expect(statSync(home.run).mode & 0o777).toBe(0o700);
});

test("a run folder that is a link is refused", async () => {
  const home = testHome();
  home.put("elsewhere/x", "");
  symlinkSync(join(home.root, "elsewhere"), home.run);
  const { exit, stderr } = await launch(home).ended;
  expect(exit).toBe(2);
  expect(stderr).toContain("is not a folder");
});

describe("one daemon a home", () => {
  test("a live one is never displaced", async () => {
    const home = testHome();
    const first = await startDaemon(home);
    const { exit, stderr } = await launch(home).ended;
    expect(exit).toBe(2);
    expect(stderr).toContain(`prempti: error: a daemon is already running for ${home.root}`);
    expect(await askJson(home, "GET", "/v1/status")).toMatchObject({ pid: first.child.pid });
  });

  /** Starts several at once and gives the one that goes on when all others have given up. */
  async function race(home: Home, count: number): Promise<number | undefined> {
    const daemons = Array.from({ length: count }, () => launch(home));
    const refused = () => daemons.filter(({ child }) => child.exitCode === 2).length;
    await expect.poll(refused, { timeout: 25_000 }).toBe(count - 1);
    const [winner] = daemons.filter(({ child }) => child.exitCode === null);
    await expect.poll(() => winner?.stderr(), { timeout: 25_000 }).toContain("listening");
    return winner?.child.pid;
  }

  test("of many that start at once, one runs", { timeout: 60_000 }, async () => {
    const home = testHome();
    const winner = await race(home, 6);
    expect(await askJson(home, "GET", "/v1/status")).toMatchObject({ pid: winner });
  });

  test("of many that start at once on a dead one's socket, one runs", { timeout: 60_000 }, async () => {
    const home = testHome();
    const dead = await startDaemon(home);
    dead.child.kill("SIGKILL");
    await dead.ended;
    expect(existsSync(home.socket)).toBe(true);
    const winner = await race(home, 4);
    expect(await askJson(home, "GET", "/v1/status")).toMatchObject({ pid: winner });
  });

  test("a socket that something else answers is left alone", async () => {
    const home = testHome();
    mkdirSync(home.run, { recursive: true, mode: 0o700 });
    const other: Server = createServer((socket) => socket.on("error", () => undefined).end("mine"));
    await new Promise<void>((resolve) => other.listen(home.socket, resolve));
    const { exit } = await launch(home).ended;
    expect(exit).toBe(2);
    expect(existsSync(home.socket)).toBe(true);
    other.close();
  });

  test("a file in the socket's place is no daemon", async () => {
    const home = testHome();
    mkdirSync(home.run, { recursive: true, mode: 0o700 });
    writeFileSync(home.socket, "");
    await startDaemon(home);
    expect((await ask(home, "GET", "/v1/status")).status).toBe(200);
  });
});

test("a home whose socket's path would be too long to bind", async () => {
  const home = testHome();
  const long = testHome(mkdirIn(home.root, "x".repeat(100)));
  expect(long.socket).toMatch(/^\/tmp\/prempti-/);
  const daemon = await startDaemon(long);
  expect(await callHook(long, bash("ls"))).toMatchObject({ exit: "0" });
  expect(await daemon.stop()).toBe(0);
  expect(readdirSync(dirname(long.socket))).not.toContain(long.socket);
});

function mkdirIn(folder: string, name: string): string {
  mkdirSync(join(folder, name), { recursive: true });
  return join(folder, name);
}

describe("stopping", () => {
  test("requests in flight are answered", async () => {
    const home = testHome();
    const daemon = await startDaemon(home);
    const calls = Array.from({ length: 100 }, (_, number) =>
      callHook(home, bash(`cat ~/.ssh/id_rsa; echo ${number}`)),
    );
    // Answered means that the daemon has accepted it: the others find no daemon and are judged by their hooks.
    await Promise.race(calls);
    daemon.child.kill("SIGTERM");
    const replies = (await Promise.allSettled(calls)).flatMap((call) =>
      call.status === "fulfilled" ? [call.value] : [],
    );
    expect((await daemon.ended).exit).toBe(0);
    expect(new Set(replies.map(({ exit }) => exit))).toEqual(new Set(["2"]));
    expect(recordsOf(home).length).toBe(replies.length);
  });

  test("a request whose body is still coming is answered", async () => {
    const home = testHome();
    const daemon = await startDaemon(home);
    const body = Buffer.from(bash("cat ~/.ssh/id_rsa"));
    const { request } = await import("node:http");
    const answered = new Promise<string>((resolve, reject) => {
      const outgoing = request(
        {
          socketPath: home.socket,
          method: "POST",
          path: "/v1/hook/claude-code",
          headers: { "content-length": body.length },
        },
        (incoming) => {
          incoming.resume();
          resolve(String(incoming.headers["x-prempti-exit"]));
        },
      );
      outgoing.on("error", reject);
      outgoing.write(body.subarray(0, 20));
      setTimeout(() => daemon.child.kill("SIGTERM"), 100);
      setTimeout(() => outgoing.end(body.subarray(20)), 300);
    });
    expect(await answered).toBe("2");
    expect((await daemon.ended).exit).toBe(0);
    expect(recordsOf(home)).toHaveLength(1);
  });

  test("who follows the events is let go", async () => {
    const home = testHome();
    const daemon = await startDaemon(home);
    const following = ask(home, "GET", "/v1/events?follow=1");
    await callHook(home, bash("ls"));
    await sleep(100);
    expect(await daemon.stop()).toBe(0);
    expect((await following).body.split("\n")).toHaveLength(2);
  });

  test("a second SIGTERM changes nothing", async () => {
    const daemon = await startDaemon(testHome());
    daemon.child.kill("SIGTERM");
    daemon.child.kill("SIGTERM");
    expect((await daemon.ended).exit).toBe(0);
  });
});
