import { Command, Option } from "clipanion";
import { type Mode, modes } from "../../model/mode.ts";
import { type Home, locateHome } from "../../platform/home.ts";
import { oneOf } from "../choices.ts";
import { PremptiCommand } from "../command.ts";
import { Refusal } from "../refusal.ts";

export class ModeCommand extends PremptiCommand {
  static override paths = [["mode"]];
  static override usage = Command.Usage({
    category: "Daily",
    description: "show or switch the mode",
    details: [
      "guardrails enforces what the rules decide; monitor judges and records, and lets everything through.",
      "Switching takes effect at once, with or without a daemon, and lasts.",
    ].join("\n"),
    examples: [
      ["show it", "prempti mode"],
      ["record only, to get to know the rules", "prempti mode monitor"],
      ["enforce", "prempti mode guardrails"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print a JSON object" });
  wanted = Option.String({ name: "mode", required: false });

  async act(): Promise<number> {
    const home = locateHome(this.home, this.context.env);
    const mode = this.wanted === undefined ? await readMode(home) : await switchMode(home, this.wanted);
    if (this.json) this.printJson({ mode });
    else this.print(mode);
    return 0;
  }
}

async function readMode(home: Home): Promise<Mode> {
  const { askDaemon } = await import("../daemon.ts");
  const answer = await askDaemon(home, (client) => client.get("/v1/mode"));
  if (answer !== undefined) return modeOf(answer.body);
  const { configOf } = await import("../in-force.ts");
  return (await configOf(home)).mode;
}

async function switchMode(home: Home, wanted: string): Promise<Mode> {
  const mode = oneOf("the mode", wanted, modes);
  const { askDaemon, errorIn } = await import("../daemon.ts");
  const answer = await askDaemon(home, (client) => client.put("/v1/mode", { mode }));
  if (answer !== undefined && answer.status !== 200)
    throw new Refusal(errorIn(answer), `correct ${home.config}`, { exit: 1 });
  if (answer !== undefined) return modeOf(answer.body);
  const { setMode } = await import("../in-force.ts");
  await setMode(home, mode);
  return mode;
}

function modeOf(json: unknown): Mode {
  const mode = modes.find((known) => known === (json as { readonly mode?: unknown } | null)?.mode);
  if (mode === undefined) throw new Refusal("the daemon did not say its mode", "prempti status");
  return mode;
}
