import { existsSync, readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { readLog } from "../../src/store/read-log.ts";
import { parseRecord, recordLine } from "../../src/store/record.ts";
import { spool } from "../../src/store/spool.ts";
import { callRecord } from "../store/call-record.ts";
import { ask, bash, callHook, cleanUp, denying, recordsOf, startDaemon, testHome } from "./daemon-process.ts";

afterEach(cleanUp);

test("200 calls at once: each gets its own answer and one record", async () => {
  const home = testHome();
  await startDaemon(home);
  const calls = Array.from({ length: 200 }, (_, number) =>
    callHook(home, bash(`${number % 2 ? "cat ~/.ssh/id_rsa" : "ls"} # call ${number}`)),
  );
  const replies = await Promise.all(calls);
  expect(replies.map(({ exit }) => exit)).toEqual(replies.map((_, number) => (number % 2 ? "2" : "0")));
  const records = recordsOf(home);
  expect(records).toHaveLength(200);
  expect(new Set(records.map(({ id }) => id)).size).toBe(200);
  const ids = new Map(records.map(({ fields, id }) => [String(fields["tool.input_command"]), id]));
  for (const [number, { stderr }] of replies.entries())
    if (number % 2 === 1)
      expect(stderr).toContain(`correlation=${ids.get(`cat ~/.ssh/id_rsa # call ${number}`)}`);
});

test("kill -9 under load: every call that was answered is recorded, and no record is torn", async () => {
  const home = testHome();
  const daemon = await startDaemon(home);
  const answered = new Set<string>();
  let calls = 0;
  const worker = async () => {
    for (;;) {
      calls += 1;
      const name = `call-${calls}-end`;
      const { exit } = await callHook(home, bash(`cat ~/.ssh/id_rsa # ${name}`));
      expect(exit).toBe("2");
      answered.add(name);
    }
  };
  const workers = Array.from({ length: 20 }, () => worker().catch(() => undefined));
  await expect.poll(() => answered.size, { timeout: 10_000 }).toBeGreaterThan(300);
  daemon.child.kill("SIGKILL");
  await Promise.all(workers);
  const text = readFileSync(home.events, "utf8");
  expect(text.endsWith("\n")).toBe(true);
  const recorded = text
    .split("\n")
    .slice(0, -1)
    .map((line) => String(parseRecord(line)?.fields["tool.input_command"]));
  const names = new Set(recorded.map((command) => command.slice(command.indexOf("call-"))));
  expect(recorded.length).toBe(names.size);
  expect([...answered].filter((name) => !names.has(name))).toEqual([]);
  await startDaemon(home);
  await callHook(home, bash("ls"));
  expect(recordsOf(home)).toHaveLength(recorded.length + 1);
});

test("the log is rotated by size and kept by count", async () => {
  const home = testHome();
  home.put("config.yaml", "log: {max_bytes: 64 KiB, keep: 2}\n");
  await startDaemon(home);
  for (let number = 0; number < 40; number += 1)
    await callHook(home, bash(`echo ${"x".repeat(5000)} # ${number}`));
  expect(readdirSync(home.log).sort()).toEqual([
    "events.jsonl",
    "events.jsonl.1",
    "events.jsonl.2",
    "prempti.log",
  ]);
  const ids: string[] = [];
  for await (const { record } of readLog(home.events)) ids.push(record.id);
  expect(new Set(ids).size).toBe(ids.length);
  home.put("config.yaml", "log: {max_bytes: 64 KiB, keep: 1}\n");
  await ask(home, "POST", "/v1/reload");
  for (let number = 0; number < 12; number += 1)
    await callHook(home, bash(`echo ${"x".repeat(5000)} # ${number}`));
  expect(existsSync(`${home.events}.2`)).toBe(false);
});

test("records that hooks have left are taken over once", async () => {
  const home = testHome();
  for (const id of ["11", "12"]) spool(home.spool, recordLine(callRecord({ id })));
  const daemon = await startDaemon(home);
  await expect.poll(() => readdirSync(home.spool)).toEqual([]);
  await daemon.stop();
  await (await startDaemon(home)).stop();
  expect(
    recordsOf(home)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(["11", "12"]);
});

test.runIf(existsSync("/dev/full"))(
  "a call that can't be recorded is refused; in monitor mode it is not",
  async () => {
    const home = testHome();
    const { symlinkSync, mkdirSync } = await import("node:fs");
    mkdirSync(home.log, { recursive: true, mode: 0o700 });
    symlinkSync("/dev/full", home.events);
    await startDaemon(home);
    const { exit, stderr } = await callHook(home, bash("ls"));
    expect(exit).toBe("2");
    expect(stderr).toMatch(/can't be recorded: ENOSPC/);
    await ask(home, "PUT", "/v1/mode", "monitor");
    expect(await callHook(home, bash("ls"))).toMatchObject({ exit: "0" });
  },
);

describe("GET /v1/events", () => {
  const commands = ["ls", "echo frobnicate", "pwd"];
  const read = async (home: Parameters<typeof ask>[0], query: string) =>
    (await ask(home, "GET", `/v1/events${query}`)).body
      .split("\n")
      .slice(0, -1)
      .map((line) => parseRecord(line)?.fields["tool.input_command"]);

  test("filters and the last ones", async () => {
    const home = testHome();
    home.put("rules/user/mine.yaml", denying("frobnicate"));
    await startDaemon(home);
    for (const command of commands) await callHook(home, bash(command));
    expect(await read(home, "")).toEqual(commands);
    expect(await read(home, "?verdict=deny")).toEqual(["echo frobnicate"]);
    expect(await read(home, "?n=1")).toEqual(["pwd"]);
    expect(await read(home, "?agent=codex")).toEqual([]);
    expect(await read(home, "?since=2000-01-01T00:00:00Z&until=2001-01-01T00:00:00Z")).toEqual([]);
    expect(await read(home, "?rule=FROB")).toEqual(["echo frobnicate"]);
  });

  test("live, as calls are answered", async () => {
    const home = testHome();
    await startDaemon(home);
    await callHook(home, bash("before"));
    let text = "";
    const following = request({ socketPath: home.socket, path: "/v1/events?follow=1&n=0" }, (incoming) => {
      incoming
        .on("error", () => undefined)
        .setEncoding("utf8")
        .on("data", (part) => {
          text += part;
        });
    });
    following.on("error", () => undefined).end();
    await new Promise((resolve) => following.on("response", resolve));
    for (const command of commands) await callHook(home, bash(command));
    await expect.poll(() => text.split("\n").length - 1).toBe(3);
    following.destroy();
  });
});

test("GET /metrics", async () => {
  const home = testHome();
  await startDaemon(home);
  await callHook(home, bash("cat ~/.ssh/id_rsa"));
  await callHook(home, "{");
  const { body, headers } = await ask(home, "GET", "/metrics");
  expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
  for (const line of [
    `prempti_verdicts_total{verdict="deny"} 1`,
    `prempti_decisions_total{decision="deny"} 1`,
    `prempti_calls_total{agent="claude_code"} 1`,
    "prempti_refused_total 1",
    `prempti_mode{mode="guardrails"} 1`,
    `prempti_decision_duration_seconds_bucket{le="+Inf"} 1`,
    "prempti_decision_duration_seconds_count 1",
  ])
    expect(body).toContain(`${line}\n`);
  expect(body.split("\n").every((line) => /^(?:#.*|[a-z_]+(?:\{[^}]*\})? [\d.e+-]+|)$/.test(line))).toBe(
    true,
  );
});
