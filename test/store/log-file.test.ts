import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openLogFile } from "../../src/store/log-file.ts";

let folder = "";
let path = "";
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "log-file-")), "log");
  path = join(folder, "events.jsonl");
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const contents = () =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));

const fill = (keep: number, lines: readonly string[]) => {
  const log = openLogFile(path, { maxBytes: 8, keep });
  for (const line of lines) log.append(line);
  return log;
};

test("a full file is put aside and a new one begun", () => {
  fill(2, ["one\n", "two\n", "three\n", "four\n"]).close();
  expect(contents()).toEqual({
    "events.jsonl": "four\n",
    "events.jsonl.1": "three\n",
    "events.jsonl.2": "one\ntwo\n",
  });
});

test("only so many are kept", () => {
  fill(1, ["one\n", "two\n", "three\n", "four\n", "five\n"]).close();
  expect(contents()).toEqual({ "events.jsonl": "five\n", "events.jsonl.1": "four\n" });
});

test("none is kept", () => {
  fill(0, ["one\n", "two\n", "three\n"]).close();
  expect(contents()).toEqual({ "events.jsonl": "three\n" });
});

test("fewer are kept than before", () => {
  const log = fill(4, ["one one\n", "two two\n", "three\n", "four four\n"]);
  log.setRotation({ maxBytes: 8, keep: 1 });
  log.append("five\n");
  log.close();
  expect(contents()).toEqual({ "events.jsonl": "five\n", "events.jsonl.1": "four four\n" });
});

test("a line longer than a whole file", () => {
  fill(2, ["one\n", "a very long line\n", "two\n"]).close();
  expect(contents()).toEqual({
    "events.jsonl": "two\n",
    "events.jsonl.1": "a very long line\n",
    "events.jsonl.2": "one\n",
  });
});

test("half a line that a power cut left is not continued", () => {
  fill(2, ["1\n"]).close();
  appendFileSync(path, "ha");
  fill(2, ["2\n"]).close();
  expect(contents()).toEqual({ "events.jsonl": "1\nha\n2\n" });
});

test("a file that somebody has moved or removed is begun anew", () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const log = openLogFile(path, { maxBytes: 1000, keep: 2 });
  log.append("one\n");
  renameSync(path, join(folder, "moved"));
  vi.advanceTimersByTime(2000);
  log.append("two\n");
  rmSync(path);
  vi.advanceTimersByTime(2000);
  log.append("three\n");
  log.close();
  expect(contents()).toEqual({ "events.jsonl": "three\n", moved: "one\n" });
});

test.skipIf(process.platform === "win32")("nobody else can read it", () => {
  fill(1, ["one one\n", "two\n"]).close();
  const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});
