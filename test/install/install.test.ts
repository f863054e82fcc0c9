import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { locateHome } from "../../src/platform/home.ts";
import { answering } from "../../src/platform/services/daemon-process.ts";
import { ended, run, start, startDaemon, toolCall } from "../executable.ts";
import { olderExecutable, olderVersion, type Place, place, tree, version } from "./place.ts";

const isWindows = process.platform === "win32";
const rule = (name: string) =>
  `- rule: ${name}\n  source: coding_agent\n  desc: d\n  condition: cmd.names intersects (frobnicate)\n  output: o\n  priority: INFO\n  tags: [coding_agent_deny]\n`;

const read = (file: string) => readFileSync(file, "utf8");
const settingsCommand = ({ settings }: Place): string =>
  JSON.parse(read(settings)).hooks.PreToolUse[0].hooks[0].command;

/** Runs the registered command as the agent does: through a shell. */
function hookCall(at: Place, command: string, env: Readonly<Record<string, string>> = at.env) {
  const input = toolCall(at, "Bash", { command });
  try {
    const stdout = execFileSync("sh", ["-c", settingsCommand(at)], {
      env,
      input,
      cwd: at.project,
      stdio: "pipe",
    });
    return { exit: 0, stdout: stdout.toString() };
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: Buffer };
    return { exit: status, stdout: stdout.toString() };
  }
}

const statesOf = (stdout: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    JSON.parse(stdout).steps.map(({ what, state }: { what: string; state: string }) => [what, state]),
  );

test("a dry run changes nothing, and says what would be done", async () => {
  const at = place();
  const before = tree(at.home);
  const { stdout, exit } = await at.prempti("install", "--dry-run", "--json");
  expect(exit).toBe(0);
  expect(statesOf(stdout)).toMatchObject({
    program: "planned",
    service: "planned",
    "Claude Code": "planned",
  });
  expect(tree(at.home)).toEqual(before);
});

test("install, status, hook, install again, uninstall", async () => {
  const at = place();
  const before = tree(at.home);
  const installed = await at.prempti("install");
  expect(installed).toMatchObject({ exit: 0 });
  expect(installed.stdout).toContain(`${at.installed} status`);

  const status = await at.own("status");
  expect(status.stdout).toContain("all is well");
  expect(hookCall(at, "cat ~/.ssh/id_rsa")).toMatchObject({
    exit: 2,
    stdout: expect.stringContaining("deny"),
  });
  expect(hookCall(at, "ls")).toEqual({ exit: 0, stdout: "" });
  expect(
    read(join(at.root, "log", "events.jsonl"))
      .trim()
      .split("\n"),
  ).toHaveLength(2);

  const between = tree(at.home);
  const again = await at.prempti("install");
  expect(again).toMatchObject({ exit: 0, stdout: expect.stringContaining("nothing to do") });
  expect(tree(at.home)).toEqual(between);

  const uninstalled = await at.own("uninstall");
  expect(uninstalled).toMatchObject({ exit: 0, stderr: "" });
  expect(tree(at.home)).toEqual(before);
  expect(await at.prempti("uninstall")).toMatchObject({ exit: 0, stdout: "nothing to do\n" });
});

test.skipIf(isWindows)("what is private is private", async () => {
  const at = place();
  await at.prempti("install", "--no-service");
  for (const folder of ["", "run", "log", "bin"])
    expect(statSync(join(at.root, folder)).mode & 0o077).toBe(0);
  expect(statSync(join(at.root, "config.yaml")).mode & 0o777).toBe(0o600);
});

test("the settings and the example that are written are sound, and change nothing", async () => {
  const at = place();
  await at.prempti("install", "--no-service");
  const status = JSON.parse((await at.prempti("status", "--json")).stdout);
  expect(status).toMatchObject({ mode: "guardrails", problems: [], leftOut: [] });
  expect((await at.prempti("rules", "check")).exit).toBe(0);
  const example = join(at.root, "rules", "user", "example.yaml.example");
  const copy = join(at.root, "rules", "user", "mine.yaml");
  writeFileSync(copy, read(example));
  expect(await at.prempti("rules", "check")).toMatchObject({ exit: 0, stderr: "" });
  // Every key, with the mark of a comment taken away.
  const keys = read(join(at.root, "config.yaml")).replace(/^# (?=(?: {2})?[a-z_]+:)/gm, "");
  writeFileSync(join(at.root, "config.yaml"), keys);
  expect(JSON.parse((await at.prempti("status", "--json")).stdout).problems).toEqual([]);
  expect(keys).toMatch(/^log:\n {2}max_bytes: 32 MiB$/m);
});

test("an upgrade keeps what is the person's, and replaces program and daemon", async () => {
  const at = place();
  const old = olderExecutable(join(at.home, "old"));
  const first = await run({ args: ["install"], env: at.env, cwd: at.project, program: old });
  expect(first).toMatchObject({ exit: 0, stdout: expect.stringContaining(`version ${olderVersion}`) });
  await at.prempti("mode", "monitor");
  writeFileSync(join(at.root, "rules", "user", "mine.yaml"), rule("Mine"));
  expect(hookCall(at, "ls").exit).toBe(0);
  const kept = ["config.yaml", "rules/user/mine.yaml"].map((file) => read(join(at.root, file)));
  expect(await answering(locateHome(at.root))).toMatchObject({ version: olderVersion });

  const upgrade = await at.prempti("install");
  expect(upgrade).toMatchObject({
    exit: 0,
    stdout: expect.stringContaining(`replace version ${olderVersion} by ${version}`),
  });
  expect(await answering(locateHome(at.root))).toMatchObject({ version });
  expect(["config.yaml", "rules/user/mine.yaml"].map((file) => read(join(at.root, file)))).toEqual(kept);
  expect((await at.prempti("mode")).stdout).toBe("monitor\n");
  expect(
    read(join(at.root, "log", "events.jsonl"))
      .trim()
      .split("\n"),
  ).toHaveLength(1);
});

test.skipIf(isWindows)("while it is upgraded, every call is judged, and every call is recorded", async () => {
  const at = place();
  execFileSync(olderExecutable(join(at.home, "old")), ["install"], { env: at.env, stdio: "ignore" });
  const exits: (number | null)[] = [];
  let isOver = false;
  const agent = async (name: string) => {
    while (!isOver) {
      const input = toolCall(at, "Bash", { command: `cat ~/.ssh/id_rsa # ${name}` });
      const child = start({
        args: ["hook", "claude-code"],
        env: at.env,
        cwd: at.project,
        program: at.installed,
      });
      child.stdin?.on("error", () => undefined).end(input);
      exits.push((await ended(child)).exit);
    }
  };
  const agents = [agent("a"), agent("b"), agent("c")];
  expect((await at.prempti("install")).exit).toBe(0);
  expect((await at.prempti("restart")).exit).toBe(0);
  isOver = true;
  await Promise.all(agents);
  expect(exits.length).toBeGreaterThan(3);
  expect(exits.filter((exit) => exit !== 2)).toEqual([]);
  // What hooks have left while no daemon answered is taken over by the next.
  const records = () =>
    read(join(at.root, "log", "events.jsonl"))
      .trim()
      .split("\n").length;
  for (let waited = 0; waited < 100 && records() < exits.length; waited += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(records()).toBe(exits.length);
});

test("an agent's settings that are malformed are left alone, and all else is done", async () => {
  const at = place();
  writeFileSync(at.settings, "{ prempti");
  const installed = await at.prempti("install", "--json");
  expect(installed.exit).toBe(1);
  expect(statesOf(installed.stdout)).toMatchObject({ program: "done", "Claude Code": "failed" });
  expect(read(at.settings)).toBe("{ prempti");

  const uninstalled = await at.prempti("uninstall");
  expect(uninstalled.exit).toBe(1);
  expect(uninstalled.stdout).toContain(`${at.settings} is malformed`);
  expect(uninstalled.stderr).toContain(`take the entry that runs ${at.installed} out`);
  expect(existsSync(at.root)).toBe(false);
  expect(read(at.settings)).toBe("{ prempti");
});

test("--agents, and an agent that nobody knows", async () => {
  const at = place();
  expect(await at.prempti("install", "--agents", "nobody")).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining(`unknown agent "nobody"`),
  });
  expect(existsSync(at.root)).toBe(false);
  await at.prempti("install", "--no-service", "--agents", "none");
  expect(existsSync(at.settings)).toBe(false);
  await at.prempti("install", "--no-service", "--agents", "claude-code");
  expect(settingsCommand(at)).toContain(at.installed);
});

test("a home of another place, by PREMPTI_HOME and by --home", async () => {
  const at = place();
  const root = join(at.home, "somewhere else");
  expect((await at.prempti("install", "--no-service", "--home", root)).exit).toBe(0);
  expect(hookCall(at, "cat ~/.ssh/id_rsa").exit).toBe(2);
  expect(existsSync(join(root, "run", "spool"))).toBe(true);
  expect(existsSync(at.root)).toBe(false);
  const env = { ...at.env, PREMPTI_HOME: root };
  expect((await run({ args: ["uninstall"], env, cwd: at.project })).exit).toBe(0);
  expect(existsSync(root)).toBe(false);
});

test("uninstall keeps what it is told to keep, and what is not its own", async () => {
  const at = place();
  await at.prempti("install", "--no-service");
  const [mine, log, strange] = ["rules/user/mine.yaml", "log/events.jsonl", "bin/mine.sh"].map((name) =>
    join(at.root, name),
  );
  for (const file of [mine, log, strange]) writeFileSync(String(file), "# mine\n");
  const { exit, stderr } = await at.prempti("uninstall", "--keep-user-rules", "--keep-logs");
  expect(exit).toBe(0);
  expect(stderr).toContain("left as it is: ");
  expect(Object.keys(tree(at.root)).filter((name) => !tree(at.root)[name]?.startsWith("folder"))).toEqual([
    "bin/mine.sh",
    "log/events.jsonl",
    "rules/user/example.yaml.example",
    "rules/user/mine.yaml",
  ]);
});

test.for<[gone: string, remove: (at: Place) => void]>([
  ["the program", (at) => rmSync(join(at.root, "bin"), { recursive: true })],
  ["the settings", (at) => rmSync(at.settings)],
  ["run", (at) => rmSync(join(at.root, "run"), { recursive: true })],
  ["the whole home", (at) => rmSync(at.root, { recursive: true })],
])("uninstall when %s is gone already", async ([, remove]) => {
  const at = place();
  const before = tree(at.home);
  await at.prempti("install", "--no-service");
  remove(at);
  expect((await at.prempti("uninstall")).exit).toBe(0);
  expect(tree(at.home)).toEqual(before);
});

test("a daemon that somebody started by hand gives way", async () => {
  const at = place();
  const byHand = await startDaemon(at);
  expect((await at.prempti("install")).exit).toBe(0);
  const daemon = await answering(locateHome(at.root));
  expect(daemon?.pid).not.toBe(byHand.child.pid);
  expect(await byHand.stop()).toMatchObject({ exit: 0 });
});

test("start, restart, stop where there is no service manager", async () => {
  const at = place();
  await at.prempti("install", "--no-service", "--agents", "none");
  const pidIn = (stdout: string) => Number(/process (\d+)/.exec(stdout)?.[1]);
  const running = async () => (await answering(locateHome(at.root)))?.pid;
  const first = pidIn((await at.own("serve", "--detach")).stdout);
  expect(await running()).toBe(first);
  expect(read(join(at.root, "run", "prempti.pid"))).toBe(`${first}\n`);
  expect((await at.own("start")).stdout).toBe(`it runs already, process ${first}\n`);
  const second = pidIn((await at.own("restart")).stdout);
  expect(second).not.toBe(first);
  expect(await running()).toBe(second);
  expect((await at.own("stop")).stdout).toContain(`has stopped, process ${second}`);
  expect(await running()).toBeUndefined();
  expect((await at.own("stop")).stdout).toBe("no daemon runs\n");
  expect(await at.own("enable")).toMatchObject({ exit: 1, stderr: expect.stringContaining("~/.profile") });
  expect(await at.own("disable")).toMatchObject({ exit: 0 });
});

test.runIf(process.platform === "linux")("a daemon that hangs is replaced", { timeout: 90_000 }, async () => {
  const at = place();
  await at.prempti("install", "--no-service", "--agents", "none");
  const { stdout } = await at.own("serve", "--detach");
  const hung = Number(/process (\d+)/.exec(stdout)?.[1]);
  process.kill(hung, "SIGSTOP");
  expect(await at.own("restart")).toMatchObject({ exit: 0 });
  // The one that hangs had the lock, without which there can be no other.
  const daemon = await answering(locateHome(at.root));
  expect(daemon?.pid).toBeGreaterThan(0);
  expect(daemon?.pid).not.toBe(hung);
});

test("a daemon that can't start says why", async () => {
  const at = place();
  await at.prempti("install", "--no-service", "--agents", "none");
  rmSync(join(at.root, "log"), { recursive: true });
  writeFileSync(join(at.root, "log"), "");
  expect(await at.own("start")).toMatchObject({ exit: 2, stderr: expect.stringContaining("log") });
});

test("another installation's hook stays when this one is taken away", async () => {
  const at = place();
  const other = join(at.home, "other");
  await at.prempti("install", "--no-service", "--home", other, "--agents", "none");
  await at.prempti("install", "--no-service");
  expect((await at.prempti("uninstall", "--home", other)).exit).toBe(0);
  expect(settingsCommand(at)).toContain(at.installed);
  expect(existsSync(other)).toBe(false);
});

test("a folder that is a file", async () => {
  const at = place();
  writeFileSync(join(at.home, "file"), "");
  const before = tree(at.home);
  const { exit, stdout } = await at.prempti("install", "--home", join(at.home, "file", "prempti"));
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: expect.stringContaining("ENOTDIR") });
  expect(tree(at.home)).toEqual(before);
});

test.skipIf(isWindows)("a link in ~/.local/bin where the shell looks there, and it goes again", async () => {
  const at = place();
  const folder = join(at.home, ".local", "bin");
  mkdirSync(folder, { recursive: true });
  const before = tree(at.home);
  const env = { ...at.env, PATH: `${at.env["PATH"]}:${folder}` };
  const installed = await run({ args: ["install", "--no-service"], env, cwd: at.project });
  expect(installed.stdout).toContain("prempti status");
  expect(execFileSync("prempti", ["--version"], { env, encoding: "utf8" })).toMatch(/^prempti /);
  await run({ args: ["uninstall"], env, cwd: at.project });
  expect(tree(at.home)).toEqual(before);
});

const oddNames = ["with space", `o'neill "Zoë" 王 $HOME;a&b 100%`];

test.skipIf(isWindows).for(oddNames)("a home folder called %s", async (name) => {
  const at = place(name);
  const before = tree(at.home);
  expect(await at.prempti("install")).toMatchObject({ exit: 0 });
  expect((await at.own("status")).stdout).toContain("all is well");
  expect(hookCall(at, "cat ~/.ssh/id_rsa").exit).toBe(2);
  expect((await at.prempti("uninstall")).exit).toBe(0);
  expect(tree(at.home)).toEqual(before);
});
