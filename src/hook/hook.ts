import { isUtf8 } from "node:buffer";
import { type Reply, refuse } from "../agents/adapter.ts";
import { type Home, locateHome } from "../platform/home.ts";
import { connectToDaemon } from "./ask-daemon.ts";
import type { Call } from "./here.ts";
import { readLimits } from "./limits.ts";
import { type Input, readInput } from "./read-input.ts";
import { settle } from "./settle.ts";

/**
 * The agent's hook command: one tool call on stdin, the agent's native reply on stdout. It is a pipe to the daemon;
 * without one it evaluates in its own process. Whatever goes wrong, it exits 2: nothing else blocks in every agent.
 */
export function hook(args: readonly string[]): void {
  failClosed();
  const { agent, homeOption, wait } = parseArguments(args);
  const home = locateHome(homeOption);
  const limits = readLimits(process.env);
  const entrypoint = entrypointIn(process.env);
  let call: Call | undefined;
  const giveUp = (ms: number) => () => {
    if (call === undefined) settle(refuse(`no complete tool call on stdin within ${ms} ms`));
    else evaluateHere(home, call, `it did not reply within ${ms} ms`);
  };
  let deadline = setTimeout(giveUp(limits.timeout), limits.timeout);
  let isHeld = false;
  const delayed = () => {
    // Once, and from this process's start: the agent gives it no more time, whatever the daemon says.
    if (isHeld) return;
    isHeld = true;
    clearTimeout(deadline);
    deadline = setTimeout(giveUp(wait * 1_000), wait * 1_000 - performance.now());
  };
  const connection = connectToDaemon(home.socket);
  readInput(limits.inputBytes, (input) => {
    const accepted: Call = { agent, input: accept(input), caller: { pid: BigInt(process.ppid), entrypoint } };
    call = accepted;
    const done = (asked: Reply | string) => {
      if (typeof asked === "string") evaluateHere(home, accepted, asked);
      else settle(asked);
    };
    connection.ask({ agent, input: accepted.input, entrypoint, wait }, done, delayed);
  });
}

/** Claude Code's word for how it was started, as far as it can stand in a header. */
function entrypointIn({ CLAUDE_CODE_ENTRYPOINT: word = "" }: NodeJS.ProcessEnv): string {
  return /^[\w.-]{1,64}$/.test(word) ? word : "";
}

/** How long a hook that is stopped goes on, in ms: what it was asked is answered in one. */
const lastWord = 1_000;

/** From here on, every end of this process that is not a reply blocks the call. */
function failClosed(): void {
  process.exitCode = 2;
  // Not process.exitCode alone: an uncaught throw exits 1 whatever that says, and on 1
  // Claude Code runs the tool. Only 2 blocks. (code.claude.com/docs, hooks reference)
  const fail = (error: unknown) =>
    settle(refuse(`the hook failed: ${error instanceof Error ? error.message : error}`));
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  // A hook killed by a signal lets the call through in most agents; one that exits 2 does not. Not at once: Claude Code
  // ends hooks that it does not wait for when a headless session ends, and the daemon would not hear of the last call.
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.once(signal, () => {
      const why = refuse(`the hook was stopped by ${signal} before the verdict`);
      setTimeout(() => settle(why), lastWord);
      process.on(signal, () => settle(why));
    });
}

type Arguments = {
  readonly agent: string;
  readonly homeOption: string | undefined;
  /** Seconds that the agent's settings give this process, where a person may be asked meanwhile; else 0. */
  readonly wait: number;
};

function parseArguments(args: readonly string[]): Arguments {
  let agent: string | undefined;
  let homeOption: string | undefined;
  let wait = 0;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? "";
    if (arg === "--home") homeOption = args[++at];
    else if (arg.startsWith("--home=")) homeOption = arg.slice("--home=".length);
    else if (arg === "--wait" && /^\d{1,3}$/.test(args[at + 1] ?? "")) wait = Number(args[++at]);
    else if (agent === undefined && !arg.startsWith("-")) agent = arg;
    else settle(refuse(`prempti hook does not know "${arg}"`));
  }
  return { agent: agent ?? "claude-code", homeOption, wait };
}

function accept(input: Input): Buffer {
  if (typeof input === "string") settle(refuse(input));
  if (input.length === 0) settle(refuse("no tool call on stdin"));
  if (!isUtf8(input)) settle(refuse("the tool call on stdin is not UTF-8"));
  return input;
}

let evaluating = false;

/** At most once: a daemon that hangs and then dies must not start a second evaluation. */
function evaluateHere(home: Home, call: Call, why: string): void {
  if (evaluating) return;
  evaluating = true;
  void import("./here.ts").then(({ evaluate }) => evaluate(home, call, why)).then(settle);
}
