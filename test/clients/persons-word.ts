import { setTimeout as sleep } from "node:timers/promises";
import type { Scene } from "./scenario.ts";

/** Types the command that the agent was told the person has to type, and confirms it. */
export async function approveAsTold({ person, told }: Scene): Promise<void> {
  const command = /`(prempti approvals approve \d+)`/.exec(told().join("\n"))?.[1];
  if (command === undefined) throw new Error("the model was not told what the person has to type");
  await decide({ person }, command);
}

/** Looks what waits until something does, and decides it. */
export async function decideHeld({ person }: Pick<Scene, "person">, verb: "approve" | "deny"): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    await person.press("clear; prempti approvals list", "Enter");
    await sleep(300);
    const id = /^(\d{8})\s+asked/m.exec(person.screen())?.[1];
    if (id !== undefined) return decide({ person }, `prempti approvals ${verb} ${id}`);
  }
  throw new Error(`nothing waits for an approval: ${person.screen()}`);
}

async function decide({ person }: Pick<Scene, "person">, command: string): Promise<void> {
  await person.press(command, "Enter");
  await person.shows("Type y:");
  // What is typed at once is taken for a text from before the question.
  await sleep(400);
  await person.press("y", "Enter");
  await person.shows(command.includes("approve ") ? "may run once" : "the agent is told so");
}
