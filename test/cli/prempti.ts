import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { onTestFinished } from "vitest";
import { paintFor } from "../../src/cli/paint.ts";
import { runIn } from "../../src/cli/run.ts";

/** What a command line came to. */
type Ran = { readonly stdout: string; readonly stderr: string; readonly exit: number };

type Given = {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The program that agents are to run, in place of this one. */
  readonly program?: readonly [string, ...string[]];
  /** Standard output is a terminal of so many columns, without colours. */
  readonly columns?: number;
};

/** A person with a home folder of their own, gone when the test is. */
export type Person = {
  readonly home: string;
  readonly prempti: (line: string | readonly string[], given?: Given) => Promise<Ran>;
};

export function person(): Person {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "prempti-cli-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const home = join(root, "home");
  mkdirSync(home);
  return {
    home,
    prempti: (line, given = {}) => runLine(typeof line === "string" ? line.split(" ") : line, home, given),
  };
}

async function runLine(
  args: readonly string[],
  home: string,
  { stdin = "", env = {}, cwd = home, columns, program }: Given,
): Promise<Ran> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  if (columns !== undefined) Object.assign(stdout, { isTTY: true, columns });
  const [said, complained] = [textOf(stdout), textOf(stderr)];
  const exit = await runIn(args, {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout,
    stderr,
    env: { HOME: home, PATH: process.env["PATH"], ...env },
    cwd,
    colorDepth: 1,
    paint: paintFor(false),
    machine: { systemRoot: join(home, "..", "system"), ...(program === undefined ? {} : { program }) },
  });
  stdout.end();
  stderr.end();
  return { stdout: await said, stderr: await complained, exit };
}

async function textOf(stream: PassThrough): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
