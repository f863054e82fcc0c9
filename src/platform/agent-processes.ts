import { basename } from "node:path";
import type { Process } from "./ancestors.ts";

/** Programs of coding agents, as they are called. */
const agents =
  /^(?:claude|codex|copilot|gemini|opencode|cursor-agent|aider|goose|crush|amp|qwen|droid|auggie|kiro-cli)(?:\.js|\.exe|\.mjs|\.py|\.sh)?$/;

/** The folders of those that are installed under another name: `…/claude-code/cli.js`, `…/claude/versions/2.1.0`. */
const agentFolders =
  /\/(?:@anthropic-ai\/claude-code|@openai\/codex|@google\/gemini-cli|@github\/copilot|opencode-ai|@qwen-code\/qwen-code|\.?claude\/versions)\//;

/** Programs of which the first word that is no option says what they are. */
const interpreters =
  /^(?:node|nodejs|bun|deno|python[\d.]*|perl|ruby|lua|php|tclsh[\d.]*|(?:ba|z|k|da|fi|a)?sh|env|npx|uvx|pipx)$/;

const shells = /^-?(?:(?:ba|z|k|da|fi|a|tc|c|mk|oil?)?sh|nu|pwsh|elvish|xonsh|ion)$/;

/** What a process runs: its program, and for an interpreter the script. */
export function programsOf({ names, words }: Process): readonly string[] {
  const [first = "", ...rest] = words;
  const script = interpreters.test(basename(first)) ? rest.find((word) => !word.startsWith("-")) : undefined;
  return [...names, first, ...(script === undefined ? [] : [script])];
}

/** The coding agent that a process is, as it is called; undefined for all else. */
export function agentNameOf(one: Process): string | undefined {
  const found = programsOf(one).find((path) => agents.test(basename(path)) || agentFolders.test(path));
  return found === undefined ? undefined : basename(found);
}

const isShell = ({ words: [first = ""] }: Process): boolean => shells.test(basename(first));

/** A shell at a terminal that was given neither a command nor a script: somebody types into it. */
function isPrompt(one: Process): boolean {
  if (!isShell(one) || one.terminal === "") return false;
  const [, ...rest] = one.words;
  const given = rest.filter((_, at) => !/^--(?:rcfile|init-file)$/.test(rest[at - 1] ?? ""));
  return given.every((word) => word.startsWith("-") && !/^-[a-z]*c/.test(word));
}

/**
 * Of what a hook comes from, the part that is the agent's and no longer its person's: all below the shell that the
 * person types into, or up to the process that is called like an agent. So it does not matter what an agent calls
 * itself.
 */
export function agentsAmong(line: readonly Process[]): readonly Process[] {
  const named = line.findLastIndex((one) => agentNameOf(one) !== undefined);
  const edge = line.findIndex((one) => (one.isLeader && one.terminal !== "") || isPrompt(one));
  const at = line[edge];
  const below = at === undefined ? -1 : at.isOwn && !isShell(at) ? edge : edge - 1;
  if (named !== -1 || at !== undefined) return line.slice(0, Math.max(named, below) + 1);
  // Without a terminal nothing tells where an editor's or a service's own processes begin.
  const [first] = line;
  return line.slice(0, first !== undefined && isShell(first) ? 2 : 1);
}
