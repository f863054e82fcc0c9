import { Command, Option } from "clipanion";
import { type Home, locateHome } from "../../platform/home.ts";
import { PremptiCommand } from "../command.ts";
import { tableOf } from "../table.ts";

/** One thing that was tried, and what came of it. */
type Step = {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly remedy?: string;
};

export class HealthCommand extends PremptiCommand {
  static override paths = [["health"]];
  static override usage = Command.Usage({
    category: "Daily",
    description: "send a made-up call through hook, socket and engine",
    details:
      "A harmless shell command is judged, not run, and recorded. Exits 1 when the hook works without a daemon, 2 when it does not work.",
    examples: [
      ["try the way that every call takes", "prempti health"],
      ["for a monitor", "prempti health --json"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print a JSON object" });

  async act(): Promise<number> {
    const home = locateHome(this.home, this.context.env);
    const steps = await this.tryAll(home);
    const ok = steps.every((step) => step.ok);
    if (this.json) this.printJson({ ok, steps });
    else this.tell(steps, ok);
    const [hook] = steps;
    return ok ? 0 : hook?.ok === true ? 1 : 2;
  }

  async tryAll(home: Home): Promise<readonly Step[]> {
    const { askDaemon } = await import("../daemon.ts");
    const before = callsIn((await askDaemon(home, (client) => client.get("/v1/status")))?.body);
    const id = `health_${process.pid}_${Date.now()}`;
    const hook = await tryHook(id, { ...this.context.env, PREMPTI_HOME: home.root }, this.context.cwd);
    const after = callsIn((await askDaemon(home, (client) => client.get("/v1/status")))?.body);
    const served = before !== undefined && after !== undefined && after > before;
    if (!served)
      return [
        hook,
        failed("daemon", before === undefined ? "none answers" : "it was not asked", "prempti start"),
      ];
    const recorded = await isRecorded(home, id);
    return [
      hook,
      { what: "daemon", ok: true, detail: "it judged the call" },
      recorded
        ? { what: "record", ok: true, detail: home.events }
        : failed("record", "not in the log", "prempti status"),
    ];
  }

  tell(steps: readonly Step[], ok: boolean): void {
    const mark = (step: Step) => (step.ok ? this.paint("green", "ok") : this.paint("red", "failed"));
    this.print(tableOf(steps.map((step) => [step.what, mark(step), step.detail])));
    for (const { remedy } of steps) if (remedy !== undefined) this.print(`  ${this.paint("cyan", remedy)}`);
    this.print(ok ? this.paint("green", "healthy") : this.paint("red", "not healthy"));
  }
}

const failed = (what: string, detail: string, remedy: string): Step => ({ what, ok: false, detail, remedy });

async function tryHook(
  id: string,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Promise<Step> {
  const { hear, runHook } = await import("../hook-process.ts");
  const run = await runHook("claude-code", callWith(id, cwd), env);
  const heard = hear(run);
  const took = `${run.milliseconds.toFixed(1)} ms`;
  if (heard === undefined)
    return failed("hook", `it ended with ${run.exit}: ${run.stderr.trim()}`, "prempti status");
  // What it could not judge it refuses on stderr alone.
  if (heard.answer === "deny" && run.stdout === "")
    return failed("hook", `it refused: ${heard.reason}`, "prempti status");
  return { what: "hook", ok: true, detail: `it answered ${heard.answer} in ${took}` };
}

const callWith = (id: string, cwd: string): object => ({
  session_id: "prempti-health",
  transcript_path: "",
  cwd,
  permission_mode: "default",
  hook_event_name: "PreToolUse",
  tool_name: "Bash",
  tool_input: { command: "echo prempti-health", description: "made up by prempti health; not run" },
  tool_use_id: id,
});

/** How many calls the daemon has judged. */
function callsIn(status: unknown): number | undefined {
  const events = (status as { readonly events?: { readonly total?: unknown } } | undefined)?.events;
  return typeof events?.total === "number" ? events.total : undefined;
}

async function isRecorded({ events }: Home, id: string): Promise<boolean> {
  const { readLog } = await import("../../store/read-log.ts");
  for await (const { record } of readLog(events, { last: 100 }))
    if (record.fields["tool.use_id"] === id) return true;
  return false;
}
