import { Command } from "clipanion";
import { DecideCommand } from "../../decide-approval.ts";

export class ApprovalsApproveCommand extends DecideCommand {
  static override paths = [["approvals", "approve"]];
  static override usage = Command.Usage({
    category: "Daily",
    description: "let a call run that an agent could ask nobody about",
    details: [
      "Shows the whole call and asks. What you approve may run once, exactly as it is shown, within 15 minutes. It takes",
      "a terminal of your own: the daemon looks where the command comes from, and turns agents away.",
    ].join("\n"),
    examples: [["by the id that the agent tells you", "prempti approvals approve 48210773"]],
  });

  readonly state = "approved";
  readonly question = "Let it run once?";
}
