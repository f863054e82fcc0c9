import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Memory } from "../../src/model/session.ts";
import { forgetOldSessions, openSessionMemory } from "../../src/store/session-memory.ts";

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "ps-"));
  folder = join(root, "sessions");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const mark = (...labels: readonly string[]): Memory => ({
  kind: "marks",
  labels,
  time: 1n,
  call: "cat .env",
});
const denied = (fingerprint: string): Memory => ({ kind: "denied", fingerprint });

const fileIn = () => join(folder, readdirSync(folder)[0] ?? "");

/** What a process that starts now knows of the session. */
function known(session = "s1"): Record<string, number> {
  const { marks } = openSessionMemory(folder).of("a", session);
  return Object.fromEntries([...marks].map(([label, { count }]) => [label, count]));
}

test.for<[string, session: string]>([
  ["its name", "s1"],
  ["a name as made-up calls have it", "prempti-x"],
  ["a path", "../../x"],
  ["a megabyte", "x".repeat(1 << 20)],
])("a session is remembered by %s", ([, session]) => {
  openSessionMemory(folder).remember("a", session, [mark("read")]);
  expect([known(session), known("another")]).toEqual([{ read: 1 }, {}]);
});

test.for<[string, damage: string]>([
  ["half a line", `\n{"kind":"marks","labels":["re`],
  ["half of the first line", `{"kind":"mar`],
  ["another's words", "\ngarbage\nnull\n[]\n1\n{}\n"],
  ["a line without its time", `\n{"kind":"marks","labels":["x"]}`],
])("%s in the file spoils nothing before or after it", ([, damage]) => {
  mkdirSync(folder);
  const memory = openSessionMemory(folder);
  if (!damage.startsWith("{")) memory.remember("a", "s1", [mark("read")]);
  memory.remember("a", "s1", [denied("x")]);
  appendFileSync(fileIn(), damage);
  openSessionMemory(folder).remember("a", "s1", [mark("sent")]);
  expect(known()).toMatchObject({ sent: 1 });
  if (!damage.startsWith("{")) expect(known()).toMatchObject({ read: 1 });
});

test("a file stays small, and loses no mark, however much is remembered", () => {
  const memory = openSessionMemory(folder);
  memory.remember("a", "s1", [mark("read")]);
  for (let at = 0; at < 5_000; at += 1) memory.remember("a", "s1", [denied(`call-${at}`), mark("sent")]);
  expect(statSync(fileIn()).size).toBeLessThan(70_000);
  expect(known()).toEqual({ read: 1, sent: 5_000 });
});

test("a file that is written anew keeps what another process has added", () => {
  const memory = openSessionMemory(folder);
  memory.remember("a", "s1", [mark("read")]);
  openSessionMemory(folder).remember("a", "s1", [mark("hook")]);
  for (let at = 0; at < 5_000; at += 1) memory.remember("a", "s1", [denied(`call-${at}`)]);
  expect(known()).toEqual({ read: 1, hook: 1 });
  expect([...memory.of("a", "s1").marks.keys()]).toContain("hook");
});

test.for<[string, make: (path: string) => void]>([
  ["is a folder", (path) => mkdirSync(path)],
  ["is larger than any", (path) => appendFileSync(path, " ".repeat((4 << 20) + 1))],
])("a file that %s is not taken for nothing", ([, make]) => {
  openSessionMemory(folder).remember("a", "s1", [mark("read")]);
  const path = fileIn();
  rmSync(path);
  make(path);
  expect(() => known()).toThrow(/is no session's file/);
  expect(() => openSessionMemory(folder).remember("a", "s1", [mark("x")])).toThrow();
});

test("of too many sessions, and of old ones, the files go", () => {
  const memory = openSessionMemory(folder);
  for (let at = 0; at < 2_500; at += 1) memory.remember("a", `s${at}`, [denied("x")]);
  expect(readdirSync(folder).length).toBeLessThanOrEqual(1_500);
  const old = new Date(Date.now() - 31 * 24 * 3_600_000);
  const oldest = fileIn();
  utimesSync(oldest, old, old);
  mkdirSync(join(folder, "x"));
  utimesSync(join(folder, "x"), old, old);
  forgetOldSessions(folder, Date.now());
  const left = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
  expect(left).toHaveLength(1_000);
  expect(left).not.toContain(basename(oldest));
});
