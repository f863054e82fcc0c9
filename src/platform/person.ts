import { basename } from "node:path";
import { ancestorsOf, type Process } from "./ancestors.ts";

/** A person at a terminal, by its name, or why a process is not taken for one's. */
export type Person = { readonly name: string } | { readonly nobody: string };

/** Programs of coding agents, as they are called. */
const agents =
  /^(?:claude|codex|copilot|gemini|opencode|cursor-agent|aider|goose|crush|amp|qwen)(?:\.js|\.exe|\.mjs)?$/;

/** Variables that agents give to what they start. */
const traces =
  /^(?:CLAUDECODE|CLAUDE_CODE_\w+|CODEX_\w+|GEMINI_CLI|COPILOT_(?:CLI|AGENT)\w*|OPENCODE\w*|CURSOR_AGENT|AI_AGENT)$/;

/** Settings of agents that a person may well have in every shell of theirs. */
const settings = new Set([
  "CODEX_HOME",
  "CLAUDE_CODE_OAUTH_TOKEN",
  "CLAUDE_CODE_USE_BEDROCK",
  "CLAUDE_CODE_USE_VERTEX",
]);

/** Programs that give what they start a terminal without a person at it. */
const makers = /^(?:script|expect|unbuffer|socat|ttyd|dtach|empty|faketty)$/;

/**
 * Who stands behind a process: a person only if it is in the foreground of a terminal and no agent is among those it
 * comes from. Whoever runs as the same account and hides where it comes from is not told apart.
 */
export function findPerson(pid: number): Person {
  const line = ancestorsOf(pid);
  // Windows tells neither terminals nor ancestors without a program of its own.
  if (line === undefined) return { name: "a person on this account" };
  const [asking] = line;
  if (asking === undefined) return { nobody: "the process that asks is gone, or another account's" };
  if (asking.terminal === "" || !asking.inForeground)
    return {
      nobody: "it does not come from a terminal: only a person may approve, in a terminal of their own",
    };
  for (const one of line) {
    const why = suspicion(one);
    if (why !== undefined) return { nobody: `${why}: only a person may approve, in a terminal of their own` };
  }
  return { name: `the person at ${asking.terminal}` };
}

function suspicion({ pid, words, variables }: Process): string | undefined {
  const programs = words.slice(0, 2).map((word) => basename(word));
  const agent = programs.find((name) => agents.test(name));
  if (agent !== undefined) return `it comes from ${agent} (process ${pid})`;
  const maker = programs.slice(0, 1).find((name) => makers.test(name));
  if (maker !== undefined) return `its terminal was made by ${maker} (process ${pid})`;
  const trace = variables.find((name) => traces.test(name) && !settings.has(name));
  return trace === undefined ? undefined : `it was started by an agent, which has set ${trace}`;
}
