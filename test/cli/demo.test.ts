import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { selfCommand } from "../../src/cli/self.ts";

function startDemo(args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "pd-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [program, ...own] = selfCommand();
  const child = spawn(program, [...own, "demo", ...args], {
    env: { ...process.env, TMPDIR: folder, TEMP: folder },
    stdio: "pipe",
  });
  let stdout = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  const ended = once(child, "close").then(([exit]) => ({ exit, stdout, left: readdirSync(folder) }));
  return { child, folder, ended };
}

test("the demo judges every call as expected and leaves nothing behind", { timeout: 60_000 }, async () => {
  const { exit, stdout, left } = await startDemo(["--json"]).ended;
  const calls = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(calls.length).toBeGreaterThanOrEqual(12);
  expect(calls.filter(({ verdict, expected }) => verdict !== expected)).toEqual([]);
  expect({ exit, left }).toEqual({ exit: 0, left: [] });
});

test.runIf(process.platform !== "win32")(
  "interrupted, it leaves nothing behind either",
  { timeout: 60_000 },
  async () => {
    const { child, folder, ended } = startDemo([]);
    while (readdirSync(folder).length === 0) await sleep(5);
    await sleep(300);
    child.kill("SIGINT");
    const { exit, left } = await ended;
    expect({ exit, left }).toEqual({ exit: 130, left: [] });
  },
);
