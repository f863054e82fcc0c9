import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../build/paths.ts";
import { adapterNamed } from "../../src/agents/registry.ts";
import { type Judgement, judge, type World } from "../../src/judge/judge.ts";
import { compileRules } from "../../src/rules/compile.ts";
import { loadRules } from "../../src/rules/load.ts";
import { printProblem } from "../../src/rules/print-problem.ts";

/** The built-in rules, loaded from their files. */
export function loadBuiltin(): ReturnType<typeof compileRules> {
  const folder = join(root, "rules");
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith(".yaml") && !name.endsWith(".test.yaml"))
    .sort()
    .map((name) => ({ file: `rules/${name}`, text: readFileSync(join(folder, name), "utf8") }));
  const { ruleset, problems } = loadRules(sources);
  if (ruleset === undefined) throw new Error(problems.map(printProblem).join("\n"));
  return compileRules(ruleset);
}

export const home = "/home/dev";
export const cwd = "/home/dev/work/app";

/** A machine without links. */
export const world: World = {
  home,
  user: "dev",
  tmpdir: "",
  os: "linux",
  pid: 0n,
  correlationId: 1n,
  now: 0n,
  realPath: (path) => path,
};

const rules = loadBuiltin();

/** The judgement on one call of an agent by the built-in rules. */
export function judged(agent: string, tool: string, input: unknown, over: Partial<World> = {}): Judgement {
  const adapter = adapterNamed(agent);
  if (adapter === undefined) throw new Error(`no adapter ${agent}`);
  const event =
    agent === "copilot"
      ? { sessionId: "s", cwd, toolName: tool, toolArgs: input }
      : {
          permission_mode: "default",
          cwd,
          hook_event_name: "PreToolUse",
          tool_name: tool,
          tool_input: input,
        };
  const judgement = judge(adapter, event, rules, { ...world, ...over });
  if ("undecodable" in judgement) throw new Error(judgement.undecodable);
  return judgement;
}
