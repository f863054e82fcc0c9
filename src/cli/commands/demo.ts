import { Command, Option } from "clipanion";
import type { Decision } from "../../model/verdict.ts";
import { locateHome } from "../../platform/home.ts";
import { PremptiCommand } from "../command.ts";
import type { DemoCall } from "../demo/calls.ts";
import type { Stage } from "../demo/stage.ts";
import { printable, type Style, shorten } from "../paint.ts";
import { tableOf } from "../table.ts";

/** One call, and what came of it. */
type Shown = {
  readonly call: DemoCall;
  readonly verdict: Decision | "none";
  readonly rule: string;
  readonly reason: string;
  readonly milliseconds: number;
};

const styles: Readonly<Record<Shown["verdict"], Style>> = {
  allow: "green",
  ask: "yellow",
  deny: "red",
  none: "red",
};

export class DemoCommand extends PremptiCommand {
  static override paths = [["demo"]];
  static override usage = Command.Usage({
    category: "Daily",
    description: "judge some real tool calls in a private home",
    details: [
      "Starts a daemon of its own in a temporary folder, sends tool calls as Claude Code does through real hook",
      "processes, and clears everything away. None of the calls is run. Exits 1 if a verdict is not the expected one.",
    ].join("\n"),
    examples: [
      ["see what Prempti does", "prempti demo"],
      ["for a script", "prempti demo --json"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print one JSON object a call" });

  async act(): Promise<number> {
    const { buildStage } = await import("../demo/stage.ts");
    const { startDaemon } = await import("../demo/private-daemon.ts");
    const stage = buildStage(this.context.env);
    const cleanUp = new AsyncDisposableStack();
    cleanUp.defer(stage.remove);
    const interrupted = () => void cleanUp.disposeAsync().then(() => process.exit(130));
    process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
    try {
      const daemon = await startDaemon(stage.env, locateHome(undefined, stage.env).socket);
      cleanUp.defer(daemon.stop);
      const shown = await judgeAll(stage);
      if (this.json) for (const one of shown) this.printJson(summaryOf(one));
      else this.tell(shown, daemon.readyAfter);
      return shown.every(({ call, verdict }) => call.expect === verdict) ? 0 : 1;
    } finally {
      process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
      await cleanUp.disposeAsync();
    }
  }

  tell(shown: readonly Shown[], readyAfter: number): void {
    this.print("Tool calls as Claude Code sends them, judged by the built-in rules. None of them is run.\n");
    this.print(
      tableOf(
        [
          ["TOOL CALL", "", "VERDICT", "RULE", "TIME"].map((head) => this.paint("dim", head)),
          ...shown.map((one) => this.row(one)),
        ],
        "  ",
      ).concat("\n"),
    );
    const denied = shown.find(({ verdict }) => verdict === "deny");
    if (denied !== undefined)
      this.print(
        `What the agent is told about ${this.paint("bold", denied.call.shown)}:\n\n  ${printable(denied.reason)}\n`,
      );
    const count = (wanted: Decision) => shown.filter(({ verdict }) => verdict === wanted).length;
    this.print(
      `${shown.length} calls: ${count("allow")} allowed, ${count("ask")} asked about, ${count("deny")} denied. ` +
        `Each took ${medianOf(shown).toFixed(1)} ms (median) in a new hook process; the daemon was ready after ${readyAfter.toFixed(0)} ms.`,
    );
    for (const { call, verdict } of shown.filter((one) => one.call.expect !== one.verdict))
      this.note(`error: expected ${call.expect} and not ${verdict} for: ${call.shown}`);
  }

  row({ call, verdict, rule, milliseconds }: Shown): readonly string[] {
    const style = styles[verdict];
    return [
      call.tool,
      shorten(call.shown, 58),
      this.paint(style, verdict),
      rule,
      `${milliseconds.toFixed(1)} ms`,
    ];
  }
}

async function judgeAll(stage: Stage): Promise<readonly Shown[]> {
  const { demoCalls } = await import("../demo/calls.ts");
  const { hear, runHook } = await import("../hook-process.ts");
  const shown: Shown[] = [];
  const calls = demoCalls(stage.project).filter(({ throughLink }) => !throughLink || stage.hasLink);
  for (const [at, call] of calls.entries()) {
    const run = await runHook("claude-code", inputOf(call, stage.project, at), stage.env);
    const heard = hear(run);
    const verdict = heard?.answer === "defer" ? "allow" : (heard?.answer ?? "none");
    shown.push({
      call,
      verdict,
      rule: "",
      reason: heard?.reason ?? run.stderr,
      milliseconds: run.milliseconds,
    });
  }
  return addRules(shown, stage);
}

const useId = (at: number): string => `toolu_demo_${at}`;

/** As Claude Code 2.1.330 sends it. */
function inputOf(call: DemoCall, project: string, at: number): object {
  return {
    session_id: "5f2c3f0e-0000-4000-8000-00000000d3m0",
    transcript_path: `${project}/../.claude/projects/shop/demo.jsonl`,
    cwd: project,
    permission_mode: "default",
    hook_event_name: "PreToolUse",
    tool_name: call.tool,
    tool_input: call.input,
    tool_use_id: useId(at),
  };
}

/** The rules' names are in the record, which has to hold every call. */
async function addRules(shown: readonly Shown[], stage: Stage): Promise<readonly Shown[]> {
  const { readLog } = await import("../../store/read-log.ts");
  const rules = new Map<unknown, string>();
  for await (const { record } of readLog(locateHome(undefined, stage.env).events)) {
    const decided = record.alerts.find(({ tags }) => tags.includes(`coding_agent_${record.verdict}`));
    rules.set(record.fields["tool.use_id"], decided?.rule ?? "");
  }
  return shown.map((one, at) => {
    const rule = rules.get(useId(at));
    return rule === undefined
      ? { ...one, verdict: "none", reason: "the call is not in the log" }
      : { ...one, rule };
  });
}

function medianOf(shown: readonly Shown[]): number {
  const times = shown.map(({ milliseconds }) => milliseconds).sort((first, second) => first - second);
  return times[Math.floor(times.length / 2)] ?? 0;
}

const summaryOf = ({ call, verdict, rule, reason, milliseconds }: Shown): object => ({
  tool: call.tool,
  input: call.input,
  verdict,
  expected: call.expect,
  rule: rule === "" ? null : rule,
  reason,
  milliseconds: Number(milliseconds.toFixed(2)),
});
