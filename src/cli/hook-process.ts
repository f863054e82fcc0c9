import { spawn } from "node:child_process";
import { selfCommand } from "./self.ts";

/** What a hook process did with one tool call. */
export type HookRun = {
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined when a signal ended it. */
  readonly exit: number | undefined;
  /** From its start to its end, in ms. */
  readonly milliseconds: number;
};

type Env = Readonly<Record<string, string | undefined>>;

/** Asks as an agent does: a new hook process, the call on its stdin. */
export function runHook(agent: string, input: unknown, env: Env): Promise<HookRun> {
  const [program, ...args] = selfCommand();
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args, "hook", agent], { env: { ...env }, stdio: "pipe" });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    // The hook may refuse before it has read everything.
    child.stdin.on("error", () => {});
    child.on("error", reject);
    child.on("close", (exit) => {
      const milliseconds = performance.now() - start;
      resolve({
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
        exit: exit ?? undefined,
        milliseconds,
      });
    });
    child.stdin.end(JSON.stringify(input));
  });
}

/** What Claude Code takes from a hook that has run. */
export type Heard = { readonly answer: "allow" | "ask" | "deny" | "defer"; readonly reason: string };

/** Undefined for what Claude Code would not understand. */
export function hear({ stdout, stderr, exit }: HookRun): Heard | undefined {
  if (stdout === "") {
    if (exit === 0) return { answer: "defer", reason: "" };
    return exit === 2 ? { answer: "deny", reason: stderr.trim() } : undefined;
  }
  try {
    const { hookSpecificOutput: said } = JSON.parse(stdout) as {
      hookSpecificOutput?: Record<string, unknown>;
    };
    const answer = said?.["permissionDecision"];
    const reason = String(said?.["permissionDecisionReason"] ?? "");
    return answer === "allow" || answer === "ask" || answer === "deny" || answer === "defer"
      ? { answer, reason }
      : undefined;
  } catch {
    return undefined;
  }
}
