import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../../build/paths.ts";
import { openLogFile } from "../../src/store/log-file.ts";
import { recordLine } from "../../src/store/record.ts";
import { callRecord } from "../store/call-record.ts";
import { person } from "./prempti.ts";

/** A home with a log that can be written to. */
function withLog(maxBytes: number) {
  const { home } = person();
  const folder = join(home, ".prempti", "log");
  mkdirSync(folder, { recursive: true });
  const log = openLogFile(join(folder, "events.jsonl"), { maxBytes, keep: 50 });
  onTestFinished(() => log.close());
  return { home, log };
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** The program from its sources, in a process of its own. */
function started(
  home: string,
  line: string,
  node: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Child {
  const child = spawn(process.execPath, [...node, join(root, "src", "main.ts"), ...line.split(" ")], {
    env: { HOME: home, PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

const numbered = (number: number): string => recordLine(callRecord({ id: String(number) }));

const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

test("prempti logs -f neither misses nor repeats a call over rotations, and ends well with Ctrl-C", async () => {
  const { home, log } = withLog(3_000);
  for (const number of numbers(1, 5)) log.append(numbered(number));
  const child = started(home, "logs -f --json");
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until(() => said.split("\n").length > 5);
  for (const number of numbers(6, 200)) {
    log.append(numbered(number));
    if (number % 7 === 0) await sleep(5);
  }
  await until(() => said.split("\n").length > 200);
  child.kill("SIGINT");
  const [exit] = await once(child, "close");
  const ids = said
    .split("\n")
    .filter(Boolean)
    .map((one) => Number(JSON.parse(one).id));
  expect({ exit, ids }).toEqual({ exit: 0, ids: numbers(1, 200) });
});

test.for<[line: string, env: Readonly<Record<string, string>>, isColoured: boolean]>([
  ["logs", {}, false],
  ["logs", { FORCE_COLOR: "1" }, true],
  ["logs", { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ["logs --no-color", { FORCE_COLOR: "1" }, false],
  ["logs --json", { FORCE_COLOR: "1" }, false],
])("prempti %s into a pipe, with %o, has colours: %s", async ([line, env, isColoured]) => {
  const { home, log } = withLog(1 << 20);
  log.append(numbered(1));
  const said = await textOf(started(home, line, [], env).stdout);
  expect(said).toContain("1");
  expect(said.includes("\u001b")).toBe(isColoured);
});

test("a reader that has seen enough is no error", async () => {
  const { home, log } = withLog(1 << 30);
  log.append(numbers(1, 20_000).map(numbered).join(""));
  const child = started(home, "logs -n 0");
  const complaint = textOf(child.stderr);
  await once(child.stdout, "data");
  child.stdout.destroy();
  const [exit] = await once(child, "close");
  expect({ exit, complaint: await complaint }).toEqual({ exit: 0, complaint: "" });
});

// 25 000 records of some 6 kB in ten files, in half as much memory.
test.for(["logs -n 0 --json", "logs -n 0", "logs -n 0 --grep nobody-has-this", "stats --json", "replay"])(
  "prempti %s over a log that is larger than its memory",
  async (line) => {
    const { home, log } = withLog(1 << 24);
    const fields = { "tool.input_command": "x".repeat(3_000), "cmd.lines": ["y".repeat(3_000)] };
    const hundred = recordLine(callRecord({ fields })).repeat(100);
    for (let at = 0; at < 250; at += 1) log.append(hundred);
    const child = started(home, line, ["--max-old-space-size=64"]);
    child.stdout.resume();
    const complaint = textOf(child.stderr);
    const [exit] = await once(child, "close");
    expect({ exit, complaint: await complaint }).toEqual({ exit: 0, complaint: "" });
  },
);

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}

async function textOf(stream: Readable): Promise<string> {
  let said = "";
  for await (const chunk of stream) said += String(chunk);
  return said;
}
