import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, type RequestOptions, request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { executable } from "../../build/paths.ts";
import { type Home, locateHome } from "../../src/platform/home.ts";
import { ensureToken } from "../../src/platform/token.ts";

/** The built executable, else the sources: their start-up time says little. */
const command = existsSync(executable)
  ? [executable, "serve"]
  : [process.execPath, join(import.meta.dirname, "..", "daemon", "serve-entry.ts")];

const events = 100_000;
const atOnce = 32;

/** What an agent does most: commands and files, few of them worth a word. */
const calls = [
  { tool_name: "Bash", tool_input: { command: "npm test -- --run && git status" } },
  { tool_name: "Read", tool_input: { file_path: "/home/u/app/src/main.ts" } },
  { tool_name: "Bash", tool_input: { command: "grep -rn 'TODO' src | head -20" } },
  {
    tool_name: "Edit",
    tool_input: { file_path: "/home/u/app/a.ts", old_string: "a", new_string: "b".repeat(500) },
  },
  { tool_name: "Bash", tool_input: { command: "cat ~/.ssh/id_rsa" } },
].map((call) =>
  JSON.stringify({
    session_id: "bench",
    cwd: "/home/u/app",
    permission_mode: "default",
    hook_event_name: "PreToolUse",
    tool_use_id: "t",
    ...call,
  }),
);

type Figures = Record<string, number>;

/** Where an agent calls the daemon, and with what. */
type Way = { readonly where: RequestOptions; readonly headers: Readonly<Record<string, string>> };

/** Has the daemon listen on loopback too. */
async function httpOf(home: Home): Promise<Way> {
  const port = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
  mkdirSync(home.root, { recursive: true });
  writeFileSync(home.config, `http: {listen: "127.0.0.1:${port}"}\n`);
  const headers = { authorization: `Bearer ${await ensureToken(home)}` };
  return { where: { host: "127.0.0.1", port }, headers };
}

/** The daemon: start, decisions over the socket, memory. */
export async function measure(): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), "pb-"));
  const home = locateHome(join(folder, "p"));
  const http = await httpOf(home);
  const starts: number[] = [];
  try {
    for (let run = 0; run < 5; run += 1)
      starts.push((await withDaemon(home, folder, async () => ({}))).ready);
    const { ready, result } = await withDaemon(home, folder, (pid) => load(home, http, pid));
    const sorted = [...starts, ready].sort((one, other) => one - other);
    return { daemon_ready_ms: sorted[sorted.length >> 1] ?? 0, ...result };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withDaemon(
  home: Home,
  folder: string,
  work: (pid: number) => Promise<Figures>,
): Promise<{ ready: number; result: Figures }> {
  const [program = "", ...args] = command;
  const env = { HOME: folder, PREMPTI_HOME: home.root, PATH: process.env["PATH"] ?? "" };
  const began = performance.now();
  const child = spawn(program, program === executable ? args : [...args, home.root], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  await once(child.stderr, "data");
  const ready = performance.now() - began;
  try {
    return { ready, result: await work(child.pid ?? 0) };
  } finally {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
}

async function load({ socket }: Home, http: Way, pid: number): Promise<Figures> {
  const socketWay: Way = { where: { socketPath: socket }, headers: {} };
  const [first] = await callMany(socketWay, 1, 1);
  await callMany(socketWay, 2_000, atOnce);
  const settled = rss(pid);
  const alone = await callMany(socketWay, 2_000, 1);
  const overHttp = await callMany(http, 2_000, 1);
  const began = performance.now();
  await callMany(socketWay, events / 2, atOnce);
  const half = rss(pid);
  await callMany(socketWay, events / 2, atOnce);
  const elapsed = (performance.now() - began) / 1000;
  const busy = rss(pid);
  // It gives back what it does not use in the next pause.
  await sleep(3_000);
  return {
    daemon_first_call_ms: first ?? 0,
    daemon_call_p50_ms: percentile(alone, 0.5),
    daemon_call_p99_ms: percentile(alone, 0.99),
    http_p50_ms: percentile(overHttp, 0.5),
    http_p99_ms: percentile(overHttp, 0.99),
    daemon_decisions_per_s: events / elapsed,
    daemon_rss_early_mib: settled,
    daemon_rss_50k_events_mib: half,
    daemon_rss_100k_events_busy_mib: busy,
    daemon_rss_100k_events_mib: rss(pid),
  };
}

/** Milliseconds of every call. */
async function callMany(way: Way, count: number, workers: number): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: workers });
  const times: number[] = [];
  let started = 0;
  const work = async () => {
    while (started < count) {
      started += 1;
      const began = performance.now();
      await call(way, agent, calls[started % calls.length] ?? "");
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  agent.destroy();
  return times;
}

function call({ where, headers }: Way, agent: Agent, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = { ...headers, "content-length": Buffer.byteLength(body) };
    const options = { ...where, method: "POST", path: "/v1/hook/claude-code", headers: sent, agent };
    const outgoing = request(options, (incoming) => incoming.resume().on("end", resolve));
    outgoing.on("error", reject).end(body);
  });
}

function percentile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length * part)] ?? 0;
}

/** Resident memory in MiB; 0 where the system doesn't say. */
function rss(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await measure(), undefined, 1)}\n`);
