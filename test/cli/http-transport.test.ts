import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Person, person } from "./prempti.ts";

type Entry = {
  type: string;
  url: string;
  command: string;
  headers: { Authorization: string };
  timeout: number;
};

type WithClaude = Person & {
  readonly file: string;
  readonly config: string;
  readonly entries: () => Entry[];
};

/** A person whose Claude Code says that it is of this version. */
function withClaude(version: string): WithClaude {
  const someone = person();
  const bin = join(someone.home, "..", "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "claude"), `#!/bin/sh\necho '${version}'\n`);
  chmodSync(join(bin, "claude"), 0o755);
  const file = join(someone.home, ".claude", "settings.json");
  return {
    ...someone,
    file,
    config: join(someone.home, ".prempti", "config.yaml"),
    prempti: (line, given = {}) =>
      someone.prempti(line, { ...given, env: { PATH: `${bin}:/usr/bin:/bin`, ...given.env } }),
    entries: () =>
      Object.values(JSON.parse(readFileSync(file, "utf8")).hooks as object).map(
        ([{ hooks }]: [{ hooks: [Entry] }]) => hooks[0],
      ),
  };
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const add = "hook add claude-code --transport http";
const onPosix = test.runIf(process.platform !== "win32");

/** A listener that is none of ours, but answers as ours would. */
async function listener(status: number): Promise<string> {
  const server = createServer((_, reply) => reply.writeHead(status).end());
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

onPosix("to HTTP, once more, and back", { timeout: 30_000 }, async () => {
  const { prempti, config, entries, file, home } = withClaude("2.1.330 (Claude Code)");
  write(file, "{}\n");
  chmodSync(file, 0o644);
  write(config, `http:\n  listen: ${await listener(422)}\n`);
  expect((await prempti(add)).stderr).toMatch(/^prempti: what it was before is in .*\n$/);
  const token = readFileSync(join(home, ".prempti", "run", "token"), "utf8").trim();
  expect(entries().map(({ type }) => type)).toEqual([
    "http",
    "http",
    "command",
    "command",
    "command",
    "command",
  ]);
  expect(entries()[0]).toMatchObject({ headers: { Authorization: `Bearer ${token}` }, onFailure: "block" });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect((await prempti("hook status claude-code")).exit).toBe(0);
  // Without a word on it the transport stays.
  expect((await prempti("hook add claude-code")).stdout).toContain("already");
  await prempti("hook add claude-code --transport command");
  expect(entries().every(({ type }) => type === "command")).toBe(true);
  await prempti(add);
  await prempti("hook remove claude-code");
  expect(readFileSync(file, "utf8")).toBe("{}\n");
});

onPosix(
  "http.listen is set where it is off, and the person told that nobody answers",
  { timeout: 30_000 },
  async () => {
    const { prempti, config, entries } = withClaude("2.1.330 (Claude Code)");
    write(config, "# mine\nmode: monitor\n");
    const { stderr, exit } = await prempti(add);
    expect(exit).toBe(0);
    expect(stderr).toMatch(/http.listen in .* is 127.0.0.1:\d+ now\n.*nothing answers on .*: prempti start/);
    const address = /listen: (127.0.0.1:\d+)\n/.exec(readFileSync(config, "utf8"))?.[1];
    expect(readFileSync(config, "utf8")).toMatch(/^# mine\nmode: monitor\n/);
    expect(entries()[0]?.url).toBe(`http://${address}/v1/hook/claude-code`);
  },
);

onPosix.for<[version: string, line: string, why: RegExp]>([
  ["2.1.294 (Claude Code)", add, /Claude Code is 2.1.294; before 2.1.295 it runs the tool/],
  ["2.0.999 (Claude Code)", add, /before 2.1.295/],
  ["no number", add, /the version of Claude Code is not known/],
  ["2.1.330", `${add} --scope project`, /--scope project is for others too/],
  ["2.1.330", `${add} --scope managed`, /--scope managed is for others too/],
  ["2.1.330", "hook add codex --transport http", /Codex has no hooks over HTTP/],
  ["2.1.330", "hook add claude-code --transport tcp", /--transport can't be "tcp"/],
])("Claude Code %s: prempti %s", async ([version, line, why]) => {
  const { prempti, home } = withClaude(version);
  const { stdout, stderr, exit } = await prempti(line);
  expect(stdout).toBe("");
  expect(stderr).toMatch(why);
  expect(exit).not.toBe(0);
  expect(existsSync(join(home, ".claude"))).toBe(false);
});

type Spoil = (claude: WithClaude) => void;

onPosix.for<[what: string, spoil: Spoil, env: Record<string, string>, warning: RegExp]>([
  ["http.listen off", ({ config }) => write(config, "{}\n"), {}, /config.yaml has no http.listen/],
  [
    "another port",
    ({ config }) => write(config, "http: {listen: 127.0.0.1:9}\n"),
    {},
    /not http:\/\/127.0.0.1:9/,
  ],
  [
    "another token",
    ({ home }) => write(join(home, ".prempti", "run", "token"), `${"x".repeat(43)}\n`),
    {},
    /does not show this prempti's token/,
  ],
  [
    "no onFailure",
    ({ file }) => write(file, readFileSync(file, "utf8").replaceAll(`"onFailure": "block"`, `"once": false`)),
    {},
    /lacks "onFailure"/,
  ],
  ["others who may read it", ({ file }) => chmodSync(file, 0o644), {}, /can be read by others/],
  ["a proxy", () => {}, { HTTPS_PROXY: "http://proxy:1" }, /HTTPS_PROXY is set/],
  [
    "a project's proxy",
    ({ home }) =>
      write(join(home, "project", ".claude", "settings.json"), `{"env":{"https_proxy":"http://evil:1"}}`),
    {},
    /a proxy of the project's can answer/,
  ],
  [
    "a list of URLs without ours",
    ({ home }) =>
      write(join(home, "project", ".claude", "settings.json"), `{"allowedHttpHookUrls":["https://x/*"]}`),
    {},
    /"allowedHttpHookUrls" in .* does not list/,
  ],
  [
    "a hold that the entry has no time for",
    ({ config }) => write(config, `${readFileSync(config, "utf8")}ask_fallback: hold\n`),
    {},
    /held for 0 s, and the settings say 47 s/,
  ],
])("status with %s", async ([, spoil, env, warning]) => {
  const claude = withClaude("2.1.330");
  write(claude.config, `http:\n  listen: ${await listener(422)}\n`);
  const cwd = join(claude.home, "project");
  mkdirSync(cwd);
  await claude.prempti(add);
  expect((await claude.prempti("hook status claude-code", { cwd })).exit).toBe(0);
  spoil(claude);
  const { stdout, exit } = await claude.prempti("hook status claude-code", { env, cwd });
  expect(stdout).toMatch(warning);
  expect(exit).toBe(1);
});

onPosix("lists of URLs add up, and a proxy that leaves loopback out is none", async () => {
  const claude = withClaude("2.1.330");
  write(claude.config, `http:\n  listen: ${await listener(422)}\n`);
  const cwd = join(claude.home, "project");
  write(claude.file, `{"allowedHttpHookUrls":["http://127.0.0.1:*"]}`);
  write(join(cwd, ".claude", "settings.json"), `{"allowedHttpHookUrls":[]}`);
  await claude.prempti(add);
  const env = { HTTP_PROXY: "http://proxy:1", NO_PROXY: "localhost, 127.0.0.1" };
  expect(await claude.prempti("hook status claude-code", { cwd, env })).toMatchObject({ exit: 0 });
});

onPosix("a project's variables that bring code into the hook", async () => {
  const { prempti, home } = withClaude("2.1.330");
  await prempti("hook add claude-code");
  const cwd = join(home, "project");
  write(join(cwd, ".claude", "settings.local.json"), `{"env":{"LD_PRELOAD":"./x.so","FOO":"1"}}`);
  const { stdout } = await prempti("hook status claude-code", { cwd });
  expect(stdout).toMatch(/sets LD_PRELOAD for the hook too/);
  expect(stdout).not.toContain("FOO");
});

onPosix("ask_fallback: hold gives the entries of every agent time, and Codex's trust follows", async () => {
  const { prempti, config, home } = withClaude("2.1.330");
  write(config, "ask_fallback: hold\nask_hold_seconds: 100\n");
  for (const agent of ["codex", "gemini", "copilot"]) {
    await prempti(`hook add ${agent} --no-trust`);
    const { stdout } = await prempti(`hook status ${agent}`);
    expect(stdout).toContain("--wait 102");
    expect(stdout).not.toMatch(/warning: the hook in/);
  }
  expect(readFileSync(join(home, ".gemini", "settings.json"), "utf8")).toContain(`"timeout": 107000`);
});
