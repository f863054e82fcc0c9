import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { root } from "../../build/paths.ts";
import { openLogFile } from "../../src/store/log-file.ts";
import { recordLine } from "../../src/store/record.ts";
import { callRecord } from "../store/call-record.ts";
import { person } from "./prempti.ts";

/** The program from its sources, in a home of its own, with a log that can be written. */
function started(args: readonly string[], maxBytes: number, before: number) {
  const { home } = person();
  const folder = join(home, ".prempti", "log");
  mkdirSync(folder, { recursive: true });
  const log = openLogFile(join(folder, "events.jsonl"), { maxBytes, keep: 50 });
  for (let number = 1; number <= before; number += 1) log.append(line(number));
  const child = spawn(process.execPath, [join(root, "src", "main.ts"), ...args], {
    env: { HOME: home, PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { child, log };
}

const line = (number: number): string => recordLine(callRecord({ id: String(number) }));

const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

test("prempti logs -f neither misses nor repeats a call over rotations, and ends well with Ctrl-C", async () => {
  const { child, log } = started(["logs", "-f", "--json"], 3_000, 5);
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until(() => said.split("\n").length > 5);
  for (const number of numbers(6, 200)) {
    log.append(line(number));
    if (number % 7 === 0) await sleep(5);
  }
  await until(() => said.split("\n").length > 200);
  child.kill("SIGINT");
  const [exit] = await once(child, "close");
  log.close();
  const ids = said
    .split("\n")
    .filter(Boolean)
    .map((one) => Number(JSON.parse(one).id));
  expect({ exit, ids }).toEqual({ exit: 0, ids: numbers(1, 200) });
});

test("a reader that has seen enough is no error", async () => {
  const { child, log } = started(["logs", "-n", "0"], 1 << 30, 20_000);
  const complaint = textOf(child);
  await once(child.stdout, "data");
  child.stdout.destroy();
  const [exit] = await once(child, "close");
  log.close();
  expect({ exit, complaint: await complaint }).toEqual({ exit: 0, complaint: "" });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}

async function textOf({ stderr }: ChildProcess): Promise<string> {
  let said = "";
  for await (const chunk of stderr ?? []) said += String(chunk);
  return said;
}
