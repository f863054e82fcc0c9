import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { ended, run, start, throwAwayHome, toolCall } from "../executable.ts";

const home = throwAwayHome();
const folder = join(home.home, ".prempti", "run");
const socketPath = join(folder, "prempti.sock");
afterAll(home.remove);

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
});

/** Something else than a daemon behind the daemon's socket. */
async function impostor(behave: (socket: Socket) => void): Promise<Server> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    behave(socket);
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  chmodSync(socketPath, 0o600);
  return server;
}

const respond = (text: string) => (socket: Socket) => socket.once("data", () => socket.end(text));

const head = "HTTP/1.1 200 OK\r\nx-prempti-exit: 0\r\ncontent-length: ";

const behaviours: readonly [name: string, behave: (socket: Socket) => void][] = [
  ["closes at once", (socket) => socket.destroy()],
  ["closes after reading", (socket) => socket.once("data", () => socket.destroy())],
  ["sends nothing but an end", respond("")],
  ["sends garbage", respond("\0\x01 what?\r\n\r\n")],
  ["sends half a head", respond("HTTP/1.1 200 OK\r\nx-prem")],
  ["sends half a body", respond(`${head}100\r\n\r\n{"hookSpecificOutput":`)],
  ["sends no verdict", respond("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")],
  [
    "sends an exit code of its own",
    respond("HTTP/1.1 200 OK\r\nx-prempti-exit: 1\r\ncontent-length: 0\r\n\r\n"),
  ],
  ["sends no length", respond("HTTP/1.1 200 OK\r\nx-prempti-exit: 0\r\n\r\n")],
  ["sends a length that is no number", respond(`${head}-1\r\n\r\n`)],
  [
    "sends a header that can't be decoded",
    respond(
      `HTTP/1.1 200 OK\r\nx-prempti-exit: 0\r\nx-prempti-stderr: %E0%A4%A\r\ncontent-length: 0\r\n\r\n`,
    ),
  ],
  ["answers 500", respond("HTTP/1.1 500 Oops\r\nx-prempti-exit: 0\r\ncontent-length: 0\r\n\r\n")],
  ["answers 302", respond("HTTP/1.1 302 Found\r\nx-prempti-exit: 0\r\ncontent-length: 0\r\n\r\n")],
  ["speaks another protocol", respond("SSH-2.0-OpenSSH_9.2\r\n")],
  ["sends without end", (socket) => socket.once("data", () => socket.write("x".repeat(2 << 20)))],
  ["never answers", () => undefined],
  ["drips a byte and stops", (socket) => socket.write("H")],
];

const env = { ...home.env, PREMPTI_TIMEOUT_MS: "400" };

test.for(behaviours)("a daemon that %s: a dangerous call is denied all the same", async ([, behave]) => {
  const server = await impostor(behave);
  const input = toolCall(home, "Bash", { command: "cat ~/.ssh/id_rsa" });
  const result = await run({ args: ["hook"], env, input });
  server.close();
  expect(result).toMatchObject({ exit: 2, signal: null });
  const { hookSpecificOutput } = JSON.parse(result.stdout);
  expect(hookSpecificOutput).toMatchObject({ hookEventName: "PreToolUse", permissionDecision: "deny" });
  expect(result.stderr.trim()).toBe(hookSpecificOutput.permissionDecisionReason);
});

test("a daemon that asks for more time again and again gets no more than the agent gives", async () => {
  const server = await impostor((socket) => {
    const timer = setInterval(() => socket.write("HTTP/1.1 102 Processing\r\n\r\n"), 100);
    socket.on("close", () => clearInterval(timer));
  });
  const input = toolCall(home, "Bash", { command: "cat ~/.ssh/id_rsa" });
  const began = performance.now();
  const result = await run({ args: ["hook", "claude-code", "--wait", "1"], env, input });
  server.close();
  expect(result).toMatchObject({ exit: 2, stderr: expect.stringMatching(/credentials/) });
  expect(performance.now() - began).toBeLessThan(2_500);
});

test.for(behaviours)("a daemon that %s: a harmless call goes on", async ([, behave]) => {
  const server = await impostor(behave);
  const result = await run({ args: ["hook"], env, input: toolCall(home, "Bash", { command: "ls" }) });
  server.close();
  expect(result).toEqual({ exit: 0, signal: null, stdout: "", stderr: "" });
});

test.for(["HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n", `${head}0\r\n\r\n`])(
  "a daemon that answers before it is asked: %j",
  async (early) => {
    const server = await impostor((socket) => socket.end(early));
    const child = start({ args: ["hook"], env: { ...env, PREMPTI_TIMEOUT_MS: "5000" } });
    const result = ended(child);
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.stdin?.end(toolCall(home, "Bash", { command: "cat ~/.ssh/id_rsa" }));
    expect((await result).stdout).toContain(`"permissionDecision":"deny"`);
    server.close();
  },
);

test("a stale socket file is no daemon", async () => {
  writeFileSync(socketPath, "");
  expect(await run({ args: ["hook"], env, input: toolCall(home, "Bash", { command: "ls" }) })).toMatchObject({
    exit: 0,
  });
});

test("a socket in a folder that others may write to is not asked", async () => {
  const server = await impostor(respond(`${head}0\r\n\r\n`));
  chmodSync(folder, 0o777);
  const input = toolCall(home, "Bash", { command: "cat ~/.ssh/id_rsa" });
  expect(await run({ args: ["hook"], env, input })).toMatchObject({ exit: 2 });
  server.close();
});

test("closed stdout blocks a call whose verdict can't be told", async () => {
  const child = start({ args: ["hook"], env });
  const result = ended(child);
  child.stdout?.destroy();
  await new Promise((resolve) => setTimeout(resolve, 20));
  child.stdin?.end(toolCall(home, "Bash", { command: "cat ~/.ssh/id_rsa" }));
  expect(await result).toMatchObject({ exit: 2, signal: null });
});
