import { posix } from "node:path";
import { isObject, type Json, textAt } from "../agents/json.ts";
import { adapterNamed } from "../agents/registry.ts";
import type { Event } from "../fields/event.ts";
import type { Mark, SessionMarks } from "../model/session.ts";
import { describe, type World } from "./describe.ts";

// How a test of rules writes a tool call:
//
//   event: { command: git push -f }                                  # Claude Code's Bash
//   event: { tool: { name: Read, input: { file_path: .env } } }      # any tool
//   event: { command: …, marks: { secret_read: { count: 1, age_ms: 60000, call: cat .env } } }   # what the session did before
//   event: { agent: codex, cwd: /home/dev/work/app, links: { link: ~/.ssh }, tool: … }
//
// The machine is an invented one, so that a test means the same everywhere.

const testHome = "/home/dev";
const testCwd = "/home/dev/work/app";
const testNow = 1_700_000_000_000_000n;

/** The event of a tool call as a test writes it, or why it is none. Of a patch of many files, the first one's. */
export function testedEvent(call: Json): Event | { readonly failure: string } {
  const name = textAt(call, "agent") || "claude-code";
  const adapter = adapterNamed(name);
  if (adapter === undefined) return { failure: `unknown agent "${name}"` };
  const tool = toolOf(call);
  if (tool === undefined) return { failure: `an event needs a "command", or a "tool" with a "name"` };
  const calls = adapter.decode(hookInput(name, tool, textAt(call, "cwd") || testCwd));
  if ("undecodable" in calls) return { failure: calls.undecodable };
  const [first] = calls;
  const marks = marksIn(call["marks"]);
  if ("failure" in marks) return marks;
  return first === undefined ? { failure: "no tool call" } : describe(first, { ...worldOf(call), marks });
}

type Tool = { readonly name: string; readonly input: unknown };

function toolOf(call: Json): Tool | undefined {
  if (typeof call["command"] === "string") return { name: "Bash", input: { command: call["command"] } };
  const tool = call["tool"];
  if (!isObject(tool) || textAt(tool, "name") === "") return undefined;
  return { name: textAt(tool, "name"), input: tool["input"] };
}

/** What the agent's hook would send. */
function hookInput(agent: string, { name, input }: Tool, cwd: string): Json {
  if (agent === "copilot") return { sessionId: "test", timestamp: 0, cwd, toolName: name, toolArgs: input };
  const event = agent === "gemini" ? "BeforeTool" : "PreToolUse";
  return {
    session_id: "test",
    cwd,
    hook_event_name: event,
    permission_mode: "default",
    tool_name: name,
    tool_input: input,
  };
}

function worldOf(call: Json): World {
  const home = textAt(call, "home") || testHome;
  const links = linksOf(call["links"], home, textAt(call, "cwd") || testCwd);
  const realPath = (path: string, left = 40): string => {
    for (const [link, target] of links)
      if (left > 0 && (path === link || path.startsWith(`${link}/`)))
        return realPath(target + path.slice(link.length), left - 1);
    return path;
  };
  return {
    home,
    user: posix.basename(home),
    tmpdir: "",
    os: textAt(call, "os") || "linux",
    pid: 0n,
    correlationId: 1n,
    now: testNow,
    realPath: (path) => realPath(path),
  };
}

/** The marks of the session, each `{count, age_ms, call}`, as a test gives them; what it leaves out is 1, 0 and "". */
function marksIn(value: unknown): SessionMarks | { readonly failure: string } {
  const marks = new Map<string, Mark>();
  if (value === undefined) return marks;
  if (!isObject(value)) return { failure: `"marks" must be a map: { secret_read: { count: 1 } }` };
  for (const [label, mark] of Object.entries(value)) {
    if (!isObject(mark)) return { failure: `the mark "${label}" must be a map: { count: 1 }` };
    const [count, age] = [wholeAt(mark, "count", 1), wholeAt(mark, "age_ms", 0)];
    if (count === undefined || age === undefined)
      return { failure: `"count" and "age_ms" of the mark "${label}" must be whole numbers` };
    marks.set(label, { count, last: testNow - BigInt(age) * 1000n, call: textAt(mark, "call") });
  }
  return marks;
}

function wholeAt(map: Json, key: string, otherwise: number): number | undefined {
  const value = map[key] ?? otherwise;
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** Symbolic links by their absolute paths; in the test both ends may be relative to the working directory or home. */
function linksOf(value: unknown, home: string, cwd: string): readonly (readonly [string, string])[] {
  if (!isObject(value)) return [];
  const absolute = (path: string) => posix.resolve(cwd, path.replace(/^~(?=\/|$)/, home));
  return Object.entries(value).map(([link, target]) => [absolute(link), absolute(String(target))]);
}
