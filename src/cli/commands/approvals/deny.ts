import { Command } from "clipanion";
import { DecideCommand } from "../../decide-approval.ts";

export class ApprovalsDenyCommand extends DecideCommand {
  static override paths = [["approvals", "deny"]];
  static override usage = Command.Usage({
    category: "Daily",
    description: "refuse a call that an agent could ask nobody about",
    details:
      "Shows the whole call and asks. The agent is told that a person said no, so that it stops trying.",
    examples: [["by the id that the agent tells you", "prempti approvals deny 48210773"]],
  });

  readonly state = "denied";
  readonly question = "Refuse it?";
}
