import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Patient } from "../../src/cli/doctor/finding.ts";
import { httpCheck } from "../../src/cli/doctor/transports.ts";
import { locateHome } from "../../src/platform/home.ts";
import { olderExecutable, type Place, place, tree } from "./place.ts";

type Found = {
  readonly what: string;
  readonly state: string;
  readonly detail: string;
  readonly remedy?: string;
};

async function doctor(at: Place): Promise<{ exit: number | null; findings: readonly Found[] }> {
  const { stdout, exit } = await at.own("doctor", "--json");
  return { exit, findings: JSON.parse(stdout).findings };
}

const off = (findings: readonly Found[]) => findings.filter(({ state }) => state !== "ok");

/** prempti is called by its path, not by its name, in these homes. */
const withoutPath = (findings: readonly Found[]) => off(findings).filter(({ what }) => what !== "PATH");

test.skipIf(process.platform === "win32")("a home that is well; nothing but the log is changed", async () => {
  const at = place();
  await at.prempti("install");
  const before = tree(at.root);
  const { exit, findings } = await doctor(at);
  expect(withoutPath(findings)).toEqual([]);
  expect(exit).toBe(1);
  expect(findings.map(({ what }) => what)).toEqual([
    "status",
    "program",
    "PATH",
    "service",
    "permissions",
    "socket",
    "disk",
    "clock",
    "Claude Code's hook",
    "daemon",
    "without daemon",
  ]);
  const changed = Object.entries(tree(at.root)).filter(([path, file]) => before[path] !== file);
  expect(changed.map(([path]) => path)).toEqual(["log/events.jsonl"]);
  // Two made-up calls for each of seven classes of tools, and one over the socket.
  expect(
    readFileSync(join(at.root, "log", "events.jsonl"), "utf8")
      .trim()
      .split("\n"),
  ).toHaveLength(2 * 7 + 1);
});

type Row = readonly [what: string, harm: (at: Place) => unknown, found: Partial<Found>, exit: number];

test.skipIf(process.platform === "win32").for<Row>([
  [
    "rules that others can change",
    (at) => chmodSync(join(at.root, "rules", "user"), 0o777),
    { what: "permissions", state: "failed", remedy: expect.stringContaining("chmod go-w ") },
    2,
  ],
  [
    "a log that others can read",
    (at) => chmodSync(join(at.root, "log"), 0o755),
    { what: "permissions", state: "failed", remedy: expect.stringContaining("chmod go-rwx ") },
    2,
  ],
  ["no daemon", (at) => at.own("stop"), { what: "status", state: "failed" }, 2],
  [
    "another version installed",
    (at) => {
      const old = olderExecutable(join(at.home, "old"));
      rmSync(at.installed);
      writeFileSync(at.installed, readFileSync(old), { mode: 0o755 });
    },
    { what: "status", state: "warning" },
    1,
  ],
  [
    "a record from the future",
    (at) => {
      const record = {
        time: "2999-01-01T00:00:00.000000Z",
        id: "1",
        agent: "claude_code",
        session: "s",
        tool: "x",
        decision: "defer",
        mode: "guardrails",
        duration_us: 1,
        fields: {},
        alerts: [],
      };
      writeFileSync(
        join(at.root, "log", "events.jsonl"),
        `${JSON.stringify({ ...record, verdict: "allow" })}\n`,
      );
    },
    { what: "clock", state: "warning", detail: expect.stringContaining("in the future") },
    1,
  ],
  [
    "a rule file with an error",
    async (at) => {
      writeFileSync(join(at.root, "rules", "user", "mine.yaml"), "- rule: x\n");
      await at.own("restart");
    },
    { what: "status", state: "warning", remedy: expect.stringContaining("prempti rules check") },
    1,
  ],
])("%s", async ([, harm, found, exit]) => {
  const at = place();
  await at.prempti("install");
  await harm(at);
  const { findings, exit: was } = await doctor(at);
  expect(withoutPath(findings)).toContainEqual(expect.objectContaining(found));
  expect(was).toBe(exit);
  const { stdout } = await at.own("doctor");
  expect(stdout).toContain("To mend it:\n");
});

test("what on_daemon_down says is tried", async () => {
  const at = place();
  await at.prempti("install", "--no-service");
  writeFileSync(join(at.root, "config.yaml"), "on_daemon_down: deny\n");
  const { findings } = await doctor(at);
  if (process.platform !== "win32")
    expect(findings.at(-1)).toMatchObject({
      what: "without daemon",
      detail: expect.stringContaining("refuses every"),
    });
  expect(existsSync(join(at.root, "run", "spool"))).toBe(true);
});

test.for<[status: number, state: string]>([
  [200, "ok"],
  [401, "failed"],
])("a listener that answers %s", async ([status, state]) => {
  const at = place();
  const seen: unknown[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const home = locateHome(at.root);
  await at.prempti("install", "--no-service");
  writeFileSync(home.token, "t0ken\n");
  const httpListen = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const patient = {
    home,
    status: { daemon: { config: { "http.listen": httpListen } } },
  } as unknown as Patient;
  expect(await httpCheck(patient)).toMatchObject([{ what: "http", state }]);
  expect(seen).toEqual(["Bearer t0ken"]);
});
