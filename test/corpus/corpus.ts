import { accessSync, constants, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";

/** One labelled call; see README.md. Nothing in it is ever executed. */
export type Line = {
  readonly id: string;
  readonly variant_of?: string;
  readonly area: string;
  readonly agent: string;
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly expect: "allow" | "ask" | "deny";
  readonly cwd?: string;
  readonly files?: Readonly<Record<string, string | { readonly symlink: string }>>;
  readonly note?: string;
};

export function readCorpus(file: string): readonly Line[] {
  const text = readFileSync(file, "utf8");
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Line);
}

const agents: Readonly<Record<string, string>> = { gemini: "gemini", claude_code: "claude-code" };

/** The line with its placeholders replaced. */
export function placed(line: Line, home: string): Line {
  const text = JSON.stringify(line);
  const escaped = (path: string) => JSON.stringify(path).slice(1, -1);
  const cwd = escaped(`${home}/work/app`);
  return JSON.parse(text.replaceAll("${HOME}", escaped(home)).replaceAll("${CWD}", cwd)) as Line;
}

/** What the agent's hook would send for the call, and the name of its adapter. */
export function hookInput(line: Line, home: string): { readonly agent: string; readonly event: unknown } {
  const cwd = line.cwd ?? `${home}/work/app`;
  const agent = agents[line.agent] ?? line.agent;
  if (agent === "copilot") {
    const toolArgs = JSON.stringify(line.input);
    return { agent, event: { sessionId: "corpus", timestamp: 0, cwd, toolName: line.tool, toolArgs } };
  }
  const event = {
    session_id: "corpus",
    transcript_path: `${home}/transcript.jsonl`,
    cwd,
    hook_event_name: agent === "gemini" ? "BeforeTool" : "PreToolUse",
    ...(agent === "gemini" ? {} : { permission_mode: "default" }),
    tool_name: line.tool,
    tool_input: line.input,
  };
  return { agent, event };
}

/** Makes the working directory and the files that the line wants, below `home`. */
export function setUp(line: Line, home: string): void {
  mkdirSync(join(home, "work", "app"), { recursive: true });
  for (const [path, content] of Object.entries(line.files ?? {})) {
    if (!path.startsWith(home)) throw new Error(`${line.id}: ${path} is outside the throw-away home`);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === "string") writeFileSync(path, content);
    else symlinkSync(content.symlink, path);
  }
}

/** Where throw-away homes go: /home if it may be written, else the person's own home; never a temporary folder. */
export function rootOfHomes(): string {
  try {
    accessSync("/home", constants.W_OK);
    return "/home";
  } catch {
    return userInfo().homedir;
  }
}
