import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { openCallers } from "../../src/daemon/callers.ts";

test.skipIf(process.platform === "win32")("what a hook comes from is remembered while it lives", async () => {
  const agent = spawn("sh", ["-c", "sleep 60; true"], { stdio: "ignore" });
  onTestFinished(() => void agent.kill("SIGKILL"));
  await once(agent, "spawn");
  const callers = openCallers();
  for (const hookParent of [agent.pid ?? 0, agent.pid ?? 0, 0, 4_194_305]) callers.note(hookParent);
  const pids = callers.living().map(({ pid }) => pid);
  expect(pids).toContain(agent.pid);
  expect(new Set(pids).size).toBe(pids.length);
  agent.kill("SIGKILL");
  await once(agent, "exit");
  expect(callers.living().map(({ pid }) => pid)).not.toContain(agent.pid);
});
