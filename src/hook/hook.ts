import { isUtf8 } from "node:buffer";
import { refuse } from "../agents/adapter.ts";
import { type Home, locateHome } from "../platform/home.ts";
import { connectToDaemon } from "./ask-daemon.ts";
import { readLimits } from "./limits.ts";
import { type Input, readInput } from "./read-input.ts";
import { settle } from "./settle.ts";

/**
 * The agent's hook command: one tool call on stdin, the agent's native reply on stdout. It is a pipe to the daemon;
 * without one it evaluates in its own process. Whatever goes wrong, it exits 2: nothing else blocks in every agent.
 */
export function hook(args: readonly string[]): void {
  failClosed();
  const { agent, homeOption } = parseArguments(args);
  const home = locateHome(homeOption);
  const limits = readLimits(process.env);
  let call: Buffer | undefined;
  setTimeout(() => {
    if (call === undefined) settle(refuse(`no complete tool call on stdin within ${limits.timeout} ms`));
    else evaluateHere(home, agent, call, `it did not reply within ${limits.timeout} ms`);
  }, limits.timeout);
  const connection = connectToDaemon(home.socket);
  readInput(limits.inputBytes, (input) => {
    const accepted = accept(input);
    call = accepted;
    connection.ask(agent, accepted, (asked) => {
      if (typeof asked === "string") evaluateHere(home, agent, accepted, asked);
      else settle(asked);
    });
  });
}

/** From here on, every end of this process that is not a reply blocks the call. */
function failClosed(): void {
  process.exitCode = 2;
  // Not process.exitCode alone: an uncaught throw exits 1 whatever that says, and on 1
  // Claude Code runs the tool. Only 2 blocks. (code.claude.com/docs, hooks reference)
  const fail = (error: unknown) =>
    settle(refuse(`the hook failed: ${error instanceof Error ? error.message : error}`));
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  // A hook killed by a signal lets the call through in most agents; one that exits 2 does not.
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.on(signal, () => settle(refuse(`the hook was stopped by ${signal} before the verdict`)));
}

function parseArguments(args: readonly string[]): { agent: string; homeOption: string | undefined } {
  let agent: string | undefined;
  let homeOption: string | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? "";
    if (arg === "--home") homeOption = args[++at];
    else if (arg.startsWith("--home=")) homeOption = arg.slice("--home=".length);
    else if (agent === undefined && !arg.startsWith("-")) agent = arg;
    else settle(refuse(`prempti hook does not know "${arg}"`));
  }
  return { agent: agent ?? "claude-code", homeOption };
}

function accept(input: Input): Buffer {
  if (typeof input === "string") settle(refuse(input));
  if (input.length === 0) settle(refuse("no tool call on stdin"));
  if (!isUtf8(input)) settle(refuse("the tool call on stdin is not UTF-8"));
  return input;
}

let evaluating = false;

/** At most once: a daemon that hangs and then dies must not start a second evaluation. */
function evaluateHere(home: Home, agent: string, input: Buffer, why: string): void {
  if (evaluating) return;
  evaluating = true;
  void import("./here.ts").then(({ evaluate }) => evaluate(home, agent, input, why)).then(settle);
}
