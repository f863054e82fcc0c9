import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Home, locateHome } from "../../src/platform/home.ts";
import { parseRecord, type StoredRecord } from "../../src/store/record.ts";

const entry = join(import.meta.dirname, "serve-entry.ts");

/** A home that goes away with the test. */
export type TestHome = Home & { readonly put: (path: string, text: string) => void };

const homes: string[] = [];
const children = new Set<ChildProcess>();

export function testHome(under = tmpdir()): TestHome {
  const folder = mkdtempSync(join(under, "pd-"));
  homes.push(folder);
  const home = locateHome(join(folder, "p"));
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(home.root, path)), { recursive: true, mode: 0o700 });
    writeFileSync(join(home.root, path), text);
  };
  return { ...home, put };
}

/** Ends every daemon and removes every home that the tests have made. */
export async function cleanUp(): Promise<void> {
  for (const child of children) child.kill("SIGKILL");
  await Promise.all([...children].map((child) => child.exitCode ?? child.signalCode ?? once(child, "exit")));
  children.clear();
  for (const folder of homes.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export type DaemonProcess = {
  readonly child: ChildProcess;
  readonly stderr: () => string;
  readonly ended: Promise<{ readonly exit: number | null; readonly stderr: string }>;
  /** Sends SIGTERM and waits for the end. */
  readonly stop: () => Promise<number | null>;
};

/** Starts a daemon; resolves at once. */
export function launch(home: Home, env: Readonly<Record<string, string>> = {}): DaemonProcess {
  // The user's home is the folder that goes away, so that nothing of the person who runs the tests is touched.
  const own = { HOME: dirname(home.root), PATH: process.env["PATH"] ?? "", ...env };
  const child = spawn(process.execPath, [entry, home.root], { env: own, stdio: ["ignore", "pipe", "pipe"] });
  children.add(child);
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = once(child, "close").then(([exit]) => ({ exit: exit as number | null, stderr }));
  const stop = async () => {
    child.kill("SIGTERM");
    return (await ended).exit;
  };
  return { child, stderr: () => stderr, ended, stop };
}

/** Starts a daemon and waits until it says that it listens. */
export async function startDaemon(
  home: Home,
  env?: Readonly<Record<string, string>>,
): Promise<DaemonProcess> {
  const daemon = launch(home, env);
  await Promise.race([
    new Promise<void>((resolve) => {
      const look = () => daemon.stderr().includes("listening on") && resolve();
      daemon.child.stderr?.on("data", look);
    }),
    daemon.ended.then(({ stderr }) => Promise.reject(new Error(`the daemon ended: ${stderr}`))),
  ]);
  return daemon;
}

export type Reply = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

/** One request over the socket. */
export function ask(
  home: Home,
  method: string,
  path: string,
  body?: string | Buffer,
  options: RequestOptions = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ socketPath: home.socket, method, path, ...options }, (incoming) => {
      let text = "";
      incoming.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      incoming.on("error", reject);
      incoming.on("end", () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

export async function askJson(
  home: Home,
  method: string,
  path: string,
  body?: string,
): Promise<Record<string, unknown>> {
  return JSON.parse((await ask(home, method, path, body)).body) as Record<string, unknown>;
}

/** What Claude Code's hook receives before it runs a command. */
export function bash(command: string, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    session_id: "s1",
    transcript_path: "/t.jsonl",
    cwd: "/home/u/app",
    permission_mode: "default",
    hook_event_name: "PreToolUse",
    tool_name: "Bash",
    tool_input: { command },
    tool_use_id: "toolu_1",
    ...more,
  });
}

export type HookReply = { readonly exit: string; readonly stderr: string; readonly stdout: string };

export async function callHook(
  home: Home,
  input: string | Buffer,
  options?: RequestOptions,
): Promise<HookReply> {
  const { status, headers, body } = await ask(home, "POST", "/v1/hook/claude-code", input, options);
  const stderr = decodeURIComponent(String(headers["x-prempti-stderr"] ?? ""));
  return {
    exit: status === 200 ? String(headers["x-prempti-exit"]) : `status ${status}`,
    stderr,
    stdout: body,
  };
}

export function recordsOf(home: Home): readonly StoredRecord[] {
  const lines = readFileSync(home.events, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => {
    const record = parseRecord(line);
    if (record === undefined) throw new Error(`no record: ${line.slice(0, 200)}`);
    return record;
  });
}

/** What the daemon said about itself, of one kind. */
export function messagesOf(home: Home, kind: string): readonly Record<string, unknown>[] {
  const lines = readFileSync(home.messages, "utf8").split("\n").slice(0, -1);
  return lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((message) => message["kind"] === kind);
}

/** A rules file with one rule that denies commands with a word in them. */
export function denying(word: string, name = `Deny ${word}`): string {
  return [
    `- rule: ${name}`,
    `  desc: for the tests`,
    `  condition: tool.input_command contains "${word}"`,
    `  output: no ${word} here`,
    `  priority: WARNING`,
    `  source: coding_agent`,
    `  tags: [coding_agent_deny]`,
    "",
  ].join("\n");
}
