import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openRequests, type Request } from "../../src/store/requests.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pq-"));
  path = join(folder, "approvals.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const minute = 60_000;

function request(id: string, more: Partial<Request> = {}): Request {
  return {
    id,
    call: `hash of ${id}`,
    agent: "claude_code",
    session: "s1",
    tool: "Bash",
    cwd: "/home/u/app",
    summary: "git push -f",
    whole: "git push -f",
    rule: "Ask before losing git work",
    asked: Date.now(),
    expires: Date.now() + 10 * minute,
    state: "waiting",
    ...more,
  };
}

const idsOf = (requests: readonly Request[]) => requests.map(({ id }) => id);

test("a session that floods pushes out neither another's request nor a person's word", () => {
  const requests = openRequests(path);
  requests.put(request("another's", { session: "s2" }));
  requests.put(request("approved", { state: "approved", by: "p" }));
  requests.put(request("denied", { state: "denied", by: "p" }));
  for (let at = 0; at < 300; at += 1) requests.put(request(`flood ${at}`));
  const kept = idsOf(requests.list());
  expect(kept).toHaveLength(100);
  expect(kept.slice(0, 3)).toEqual(["another's", "approved", "denied"]);
  expect(kept.at(-1)).toBe("flood 299");
  expect(idsOf(openRequests(path).list())).toEqual(kept);
});

test.for<[string, file: string, kept: number]>([
  ["nothing", "", 0],
  ["half a file", `[{"id":"1"`, 0],
  ["another form", `{"id":"1"}`, 0],
  ["nothing in a list", "[null, 1, []]", 0],
  ["a request", JSON.stringify([request("1")]), 1],
  ["one without its texts", JSON.stringify([{ id: "1", call: "x", expires: 9e12, state: "waiting" }]), 0],
  ["a state that is none", JSON.stringify([{ ...request("1"), state: "toString" }]), 0],
  ["one that is over", JSON.stringify([request("1", { expires: Date.now() - 1 })]), 0],
  ["one for longer than any", JSON.stringify([request("1", { expires: Date.now() + 61 * minute })]), 0],
  [
    "an approval for longer than any",
    JSON.stringify([request("1", { state: "approved", expires: Date.now() + 16 * minute })]),
    0,
  ],
])("a file with %s", ([, file, kept]) => {
  writeFileSync(path, file);
  expect(openRequests(path).list()).toHaveLength(kept);
});

test("what can't be written is not so", () => {
  const requests = openRequests(path);
  requests.put(request("1"));
  const before = readFileSync(path, "utf8");
  rmSync(folder, { recursive: true });
  expect(() => requests.put(request("1", { state: "approved" }))).toThrow();
  expect(() => requests.remove("1")).toThrow();
  expect(requests.list()).toEqual(JSON.parse(before));
});
