import { closeSync, openSync, rmSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { Option } from "clipanion";
import { type Home, locateHome } from "../platform/home.ts";
import { noDaemon, originLine, type Request, requestNamed, requestsOf, wholeLines } from "./approvals.ts";
import { PremptiCommand } from "./command.ts";
import { askDaemon, errorIn } from "./daemon.ts";
import { homeFolder } from "./hook-files.ts";
import { printable } from "./paint.ts";
import { Refusal } from "./refusal.ts";
import { plural } from "./table.ts";
import { isTerminal, widthFor } from "./terminal.ts";

/** Shows a request as a whole, asks the person, and passes their word on. */
export abstract class DecideCommand extends PremptiCommand {
  id = Option.String({ name: "id" });

  abstract readonly state: "approved" | "denied";
  abstract readonly question: string;

  async act(): Promise<number> {
    const { stdin, stdout, env } = this.context;
    if (!isTerminal(stdin as unknown as Writable) || !isTerminal(stdout))
      throw new Refusal(
        "only a person decides this, and there is no terminal to ask one at",
        "type it in a terminal of your own, without a pipe",
        { exit: 1 },
      );
    const request = requestNamed(this.id, await requestsOf(this.home, env));
    this.show(request);
    if (!(await isConfirmed(stdin, stdout, this.question))) {
      this.note(`nothing is ${this.state}; it goes on waiting`);
      return 1;
    }
    await passOn(locateHome(this.home, env), request, this.state);
    this.print(
      this.state === "approved"
        ? `${this.paint("green", "approved")}: this very call may run once, within 15 minutes`
        : `${this.paint("red", "denied")}: the agent is told so when it tries again`,
    );
    return 0;
  }

  show(request: Request): void {
    const { stdout, env } = this.context;
    const width = Math.max(20, widthFor(stdout, env) - 4);
    const lines = wholeLines(request, width);
    this.print(`${this.paint("dim", originLine(request, homeFolder(env)))}`);
    this.print(`${this.paint("yellow", "asked about by the rule:")} ${printable(request.rule)}\n`);
    for (const line of lines) this.print(`  ${this.paint("dim", "│")} ${line}`);
    this.print(lines.length > 20 ? `\n${plural(lines.length, "line")}: look at all of them\n` : "");
  }
}

/** So long anything typed is thrown away: it was typed, or pasted, before there was a question. In ms. */
const typedAhead = 300;

async function isConfirmed(stdin: Readable, stdout: Writable, question: string): Promise<boolean> {
  stdin.on("data", () => undefined);
  await sleep(typedAhead);
  stdin.removeAllListeners("data");
  // Not as a terminal: that would put it into raw mode, and the system's own line editing does.
  const lines = createInterface({ input: stdin, output: stdout, terminal: false });
  try {
    const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
    const answer = await Promise.race([lines.question(`${question} Type y: `), closed]);
    return /^y(?:es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}

/** The file that is open meanwhile shows the daemon that it is this process which says so, and after its person has. */
async function passOn(home: Home, { id }: Request, state: "approved" | "denied"): Promise<void> {
  const path = `${home.word}${process.pid}`;
  rmSync(path, { force: true });
  const word = openSync(path, "wx", 0o600);
  try {
    const answer = await askDaemon(home, (client) =>
      client.put("/v1/approvals", { id, state, pid: process.pid }),
    );
    if (answer === undefined) throw noDaemon(home.root);
    if (answer.status !== 200) throw new Refusal(errorIn(answer), hintFor(answer.status), { exit: 1 });
  } finally {
    closeSync(word);
    rmSync(path, { force: true });
  }
}

const hintFor = (status: number): string =>
  status === 403
    ? "type it in a terminal that no agent runs in or has started; one from before the agent is surest"
    : "prempti approvals list";
