import { createInterface } from "node:readline/promises";
import type { World } from "../command.ts";

/** Whether there is somebody to ask. */
export function isTerminal({ stdin, stdout }: World): boolean {
  return isTty(stdin) && isTty(stdout);
}

const isTty = (stream: unknown): boolean => (stream as { readonly isTTY?: boolean }).isTTY === true;

/** Asks for yes or no; Return takes `usual`, and so does the end of the input. */
export async function ask({ stdin, stderr }: World, question: string, usual: boolean): Promise<boolean> {
  const lines = createInterface({ input: stdin, output: stderr });
  const ended = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  try {
    const answer = await Promise.race([lines.question(`${question} [${usual ? "Y/n" : "y/N"}] `), ended]);
    return answer.trim() === "" ? usual : /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
