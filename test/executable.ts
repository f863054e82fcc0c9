import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { executable } from "../build/paths.ts";

/** A home that no person uses, with everything that Prempti and the agents keep below it. */
export type ThrowAway = {
  readonly home: string;
  readonly project: string;
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => void;
};

/** Makes a throw-away home. `near` keeps it short: a socket's path may have some hundred bytes. */
export function throwAwayHome(near: string = tmpdir()): ThrowAway {
  const home = mkdtempSync(join(near, "pt-"));
  const project = join(home, "work", "app");
  mkdirSync(project, { recursive: true });
  const env = {
    HOME: home,
    USERPROFILE: home,
    LOCALAPPDATA: join(home, "AppData", "Local"),
    PREMPTI_HOME: join(home, ".prempti"),
    CLAUDE_CONFIG_DIR: join(home, ".claude"),
    CODEX_HOME: join(home, ".codex"),
    PATH: process.env["PATH"] ?? "",
    NO_COLOR: "1",
  };
  return { home, project, env, remove: () => rmSync(home, { recursive: true, force: true }) };
}

export type Ended = {
  readonly exit: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type Run = {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What stdin gets before it is closed; undefined leaves it open. */
  readonly input?: string | Buffer | undefined;
  readonly cwd?: string;
  /** A copy of the executable. */
  readonly program?: string;
};

/** Starts the built executable. Refuses the real home: a hook registered there would guard the person's own agent. */
export function start({ args, env, cwd, program = executable }: Run): ChildProcess {
  const real = process.env["PREMPTI_TEST_REAL_HOME"] ?? homedir();
  if (env["HOME"] === undefined || env["HOME"] === real)
    throw new Error(`internal: prempti would run in ${real}`);
  return spawn(program, args, { env, cwd, stdio: "pipe" });
}

/** Runs the built executable to its end. */
export function run(options: Run): Promise<Ended> {
  const child = start(options);
  if (options.input !== undefined) child.stdin?.on("error", () => undefined).end(options.input);
  return ended(child);
}

export function ended(child: ChildProcess): Promise<Ended> {
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exit, signal) =>
      resolve({
        exit,
        signal,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
  });
}

/** A daemon of the built executable, ready to answer. */
export type Daemon = {
  readonly child: ChildProcess;
  readonly readyAfterMs: number;
  readonly stop: () => Promise<Ended>;
};

export async function startDaemon(home: ThrowAway): Promise<Daemon> {
  const began = performance.now();
  const child = start({ args: ["serve"], env: home.env });
  const end = ended(child);
  await new Promise<void>((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("listening on")) resolve();
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.on("close", () => reject(new Error(`the daemon ended: ${said}`)));
  });
  const readyAfterMs = performance.now() - began;
  const stop = () => {
    child.kill("SIGTERM");
    return end;
  };
  return { child, readyAfterMs, stop };
}

/** Claude Code's PreToolUse input for one call. */
export function toolCall(home: ThrowAway, tool: string, input: unknown, rest: object = {}): string {
  return JSON.stringify({
    session_id: "5d0f3a52-0000-4000-8000-000000000001",
    transcript_path: join(home.home, ".claude", "projects", "app", "s.jsonl"),
    cwd: home.project,
    permission_mode: "default",
    hook_event_name: "PreToolUse",
    tool_name: tool,
    tool_input: input,
    tool_use_id: "toolu_01",
    ...rest,
  });
}
