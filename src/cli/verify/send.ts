import { spawn } from "node:child_process";
import type { Entry } from "../hook-status.ts";

/** What came back from a registered hook. */
export type Sent = {
  readonly stdout: string;
  readonly stderr: string;
  /** As a hook's exit code says: 2 blocks. Undefined where it ended otherwise, or did not answer. */
  readonly exit: number | undefined;
  /** In ms. */
  readonly took: number;
};

export type Way = {
  readonly entry: Entry;
  readonly cwd: string;
  /** What the agent would give the hook: the person's environment, with what its settings put into it. */
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** No agent waits longer for a hook than this, in ms. */
const patience = 15_000;

/** Asks by the registered entry as its agent does: the command by a shell in the project's folder, or the request. */
export async function send(way: Way, input: unknown): Promise<Sent> {
  const began = performance.now();
  const answer = await (way.entry.transport === "http" ? request : runInShell)(way, JSON.stringify(input));
  return { ...answer, took: performance.now() - began };
}

type Answer = Omit<Sent, "took">;

function runInShell({ entry, cwd, env }: Way, input: string): Promise<Answer> {
  return new Promise((resolve) => {
    const child = spawn("/bin/sh", ["-c", entry.command], { cwd, env: { ...env }, stdio: "pipe" });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    const timer = setTimeout(() => child.kill("SIGKILL"), patience);
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on("error", () => undefined);
    child.on("error", ({ message }) => resolve({ stdout: "", stderr: message, exit: undefined }));
    child.on("close", (exit) => {
      clearTimeout(timer);
      const [out, err] = [Buffer.concat(stdout).toString(), Buffer.concat(stderr).toString()];
      resolve({ stdout: out, stderr: err, exit: exit ?? undefined });
    });
    child.stdin.end(input);
  });
}

/** An error blocks as exit code 2 does, where the entry says so; what it says that blocks is in the body. */
async function request({ entry: { command, headers = {} } }: Way, body: string): Promise<Answer> {
  try {
    const response = await fetch(command, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
      signal: AbortSignal.timeout(patience),
    });
    const text = await response.text();
    if (!response.ok)
      return { stdout: "", stderr: `HTTP ${response.status}: ${text.trim()}`, exit: undefined };
    return { stdout: text, stderr: "", exit: 0 };
  } catch (error) {
    return { stdout: "", stderr: error instanceof Error ? error.message : String(error), exit: undefined };
  }
}
