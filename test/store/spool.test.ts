import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { recordLine } from "../../src/store/record.ts";
import { spool, takeOver } from "../../src/store/spool.ts";
import { callRecord } from "./call-record.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "spool-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const line = (id: string) => recordLine(callRecord({ id }));

async function take(recorded: readonly string[] = []) {
  const lines: string[] = [];
  const append = async (text: string) => void lines.push(text);
  const taken = await takeOver(folder, append, async (id) => recorded.includes(id));
  return { lines, taken, left: readdirSync(folder) };
}

test("records are taken over in the order in which they were left, once", async () => {
  const lines = ["1", "2", "3"].map(line);
  for (const text of lines) {
    spool(folder, text);
    await sleep(2);
  }
  expect(await take()).toEqual({ lines, taken: { records: 3, unreadable: [] }, left: [] });
  expect(await take()).toEqual({ lines: [], taken: { records: 0, unreadable: [] }, left: [] });
});

test("no spool at all", async () => {
  rmSync(folder, { recursive: true });
  const never = () => Promise.reject(new Error("asked"));
  expect(await takeOver(folder, never, never)).toEqual({ records: 0, unreadable: [] });
});

test.for([
  ["one that got into the log before the daemon died", ["7"], []],
  ["one that did not", [], [line("7")]],
] as const)("a record that was being taken over: %s", async ([, recorded, want]) => {
  spool(folder, line("7"));
  const [name = ""] = readdirSync(folder);
  renameSync(join(folder, name), join(folder, `${name}.taking`));
  const { lines, left } = await take(recorded);
  expect({ lines, left }).toEqual({ lines: want, left: [] });
});

test("files that are no records are put aside, and the others taken over", async () => {
  const files = { "a.json": "{", "b.json": line("1") + line("2"), "c.json": line("3") };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  expect(await take()).toEqual({
    lines: [files["c.json"]],
    taken: { records: 1, unreadable: ["a.json", "b.json"] },
    left: ["a.json.unreadable", "b.json.unreadable"],
  });
});

test("a file that is still being written is not touched", async () => {
  writeFileSync(join(folder, ".1.tmp"), "{");
  expect((await take()).left).toEqual([".1.tmp"]);
});

test("when the log can't be written, the record stays", async () => {
  spool(folder, line("1"));
  const full = () => Promise.reject(new Error("full"));
  await expect(takeOver(folder, full, async () => false)).rejects.toThrow("full");
  expect(await take()).toMatchObject({ taken: { records: 1 }, left: [] });
});
