import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { executable } from "../../build/paths.ts";
import { adapterNamed } from "../../src/agents/registry.ts";
import { judge, type World } from "../../src/judge/judge.ts";
import { createRealPath } from "../../src/platform/real-path.ts";
import { loadBuiltin } from "../builtin/builtin.ts";
import { hookInput, type Line, placed, setUp } from "./corpus.ts";

export type Judged = { readonly verdict: string; readonly rules: readonly string[] };

type How = "binary" | "in-process";

/** Verdicts by line id. Every home is a throw-away one right below `folder`; lines that need files get one of their own. */
export function verdicts(lines: readonly Line[], folder: string, how: How): ReadonlyMap<string, Judged> {
  const found = new Map<string, Judged>();
  const homes: string[] = [];
  try {
    judgeInHomes(lines, folder, how, found, homes);
  } finally {
    for (const home of homes) rmSync(home, { recursive: true, force: true });
  }
  return found;
}

function judgeInHomes(
  lines: readonly Line[],
  folder: string,
  how: How,
  found: Map<string, Judged>,
  homes: string[],
): void {
  const judgeAll = how === "binary" ? throughBinary : inProcess();
  const plain = lines.filter((line) => line.files === undefined);
  const withFiles = lines.filter((line) => line.files !== undefined).map((line) => [line]);
  const groups = plain.length === 0 ? withFiles : [plain, ...withFiles];
  for (const group of groups) {
    const home = mkdtempSync(join(folder, "work-"));
    homes.push(home);
    const ready = group.map((line) => placed(line, home));
    mkdirSync(join(home, "work", "app"), { recursive: true });
    for (const line of ready) setUp(line, home);
    const judged = judgeAll(ready, home);
    for (const [index, line] of ready.entries())
      found.set(line.id, judged[index] ?? { verdict: "error", rules: [] });
  }
}

/** What `prempti eval` prints for the lines. */
function throughBinary(lines: readonly Line[], home: string): readonly Judged[] {
  const input = lines.map((line) => JSON.stringify(hookInput(line, home))).join("\n");
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    USERPROFILE: home,
    USER: basename(home),
    PREMPTI_HOME: join(home, ".prempti"),
  };
  const run = spawnSync(executable, ["eval"], {
    input: `${input}\n`,
    encoding: "utf8",
    env,
    maxBuffer: 2 ** 28,
    cwd: home,
  });
  const printed = run.stdout.trimEnd().split("\n");
  if (printed.length !== lines.length)
    throw new Error(`eval printed ${printed.length} lines for ${lines.length}: ${run.stderr}`);
  return printed.map((line) => {
    const answer = JSON.parse(line) as {
      verdict?: string;
      error?: string;
      rules?: readonly { readonly rule: string }[];
    };
    return {
      verdict: answer.verdict ?? `error: ${answer.error}`,
      rules: (answer.rules ?? []).map(({ rule }) => rule),
    };
  });
}

/** The same by the source itself, without a build. */
function inProcess(): (lines: readonly Line[], home: string) => readonly Judged[] {
  const rules = loadBuiltin();
  return (lines, home) => lines.map((line) => judgeLine(line, home, rules));
}

function judgeLine(line: Line, home: string, rules: ReturnType<typeof loadBuiltin>): Judged {
  const { agent, event } = hookInput(line, home);
  const adapter = adapterNamed(agent);
  if (adapter === undefined) throw new Error(`${line.id}: no adapter ${agent}`);
  const judged = judge(adapter, event, rules, worldOf(home));
  if ("undecodable" in judged) return { verdict: `error: ${judged.undecodable}`, rules: [] };
  return { verdict: judged.verdict.decision, rules: judged.alerts.map(({ rule }) => rule) };
}

function worldOf(home: string): World {
  const realPath = createRealPath();
  return {
    home,
    user: basename(home),
    tmpdir: "/tmp",
    os: "linux",
    pid: 0n,
    correlationId: 1n,
    now: 0n,
    realPath,
  };
}
