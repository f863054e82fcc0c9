import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { coverage } from "../../src/agents/coverage.ts";
import { type Daemon, run, startDaemon, type ThrowAway, throwAwayHome } from "../executable.ts";

let home: ThrowAway;
let daemon: Daemon | undefined;

afterEach(async () => {
  await daemon?.stop();
  daemon = undefined;
  home.remove();
});

type Result = {
  readonly registered: boolean;
  readonly classes: readonly { readonly class: string; readonly state: string; readonly detail: string }[];
  readonly warnings: readonly { readonly problem: string }[];
};

const prempti = (...args: readonly string[]) => run({ args, env: home.env, cwd: home.project });

async function verified(agent: string): Promise<Result & { readonly exit: number | null }> {
  const { stdout, exit } = await prempti("verify", agent, "--json");
  return { ...(JSON.parse(stdout) as Result), exit };
}

const statesOf = ({ classes }: Result) => [...new Set(classes.map(({ state }) => state))];

async function guarded(agent = "claude-code", withDaemon = true): Promise<void> {
  home = throwAwayHome();
  if (withDaemon) daemon = await startDaemon(home);
  expect((await prempti("hook", "add", agent)).exit).toBe(0);
}

const settingsFile = () => join(home.env["CLAUDE_CONFIG_DIR"] ?? "", "settings.json");

/** Puts another command into the place of the registered one. */
function runInstead(script: string): void {
  const program = join(home.home, ".prempti", "bin", "prempti");
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  const text = readFileSync(settingsFile(), "utf8");
  writeFileSync(
    settingsFile(),
    text.replaceAll(/"command": ?"[^"]*"/g, `"command": "${program} hook claude-code"`),
  );
}

const project = (name: string, value: object) => {
  mkdirSync(join(home.project, ".claude"), { recursive: true });
  writeFileSync(join(home.project, ".claude", name), JSON.stringify(value));
};

/** The command that is registered in the person's settings. */
const registered = () => /"command": ?"([^"]*)"/.exec(readFileSync(settingsFile(), "utf8"))?.[1] ?? "";

const hooksOf = (command: string) => ({
  hooks: {
    PreToolUse: [{ matcher: "*", hooks: [{ type: "command", command, timeout: 10, onFailure: "block" }] }],
  },
});

/** A program of the project's that says when it has run. */
function strange(): void {
  mkdirSync(join(home.project, "bin"), { recursive: true });
  writeFileSync(join(home.project, "bin", "prempti"), `#!/bin/sh\ntouch ${join(home.project, "ran")}\n`, {
    mode: 0o755,
  });
}

describe("a hook that works", () => {
  test.for(["claude-code", "gemini", "copilot"])(
    "%s: every class of tools is blocked, and none was seen",
    async (agent) => {
      await guarded(agent);
      const found = await verified(agent);
      const stage = { home: "/h", cwd: "/h/p", session: "s" };
      expect(found.classes.map(({ class: name }) => name)).toEqual(
        coverage[agent]?.canaries(stage).map(({ class: name }) => name),
      );
      expect(statesOf(found)).toEqual(["unseen"]);
      expect(found.exit).toBe(0);
    },
  );

  test("a real call shows that the agent runs it; calls that were made up do not", async () => {
    await guarded();
    await verified("claude-code");
    expect(statesOf(await verified("claude-code"))).toEqual(["unseen"]);
    expect(readdirSync(join(home.home, ".prempti", "run", "sessions"))).toEqual([]);
    const call = { session_id: "real", cwd: home.project, hook_event_name: "PreToolUse", tool_name: "Bash" };
    await run({
      args: ["hook"],
      env: home.env,
      input: JSON.stringify({ ...call, permission_mode: "default", tool_input: { command: "ls" } }),
    });
    const found = await verified("claude-code");
    expect(found.classes.find(({ class: name }) => name === "shell")?.state).toBe("verified");
    expect(found.classes.find(({ class: name }) => name === "read")?.state).toBe("unseen");
  });

  test("without a daemon it blocks all the same", async () => {
    await guarded("claude-code", false);
    const found = await verified("claude-code");
    expect([statesOf(found), found.exit]).toEqual([["unseen"], 0]);
  });

  test("a project that moves Prempti's home moves nothing", async () => {
    await guarded();
    mkdirSync(join(home.project, ".x"));
    writeFileSync(join(home.project, ".x", "config.yaml"), "mode: monitor\n");
    project("settings.json", { env: { PREMPTI_HOME: ".x", PREMPTI_TIMEOUT_MS: "100" } });
    expect(statesOf(await verified("claude-code"))).toEqual(["unseen"]);
  });
});

describe("what is wrong", () => {
  test.for<[string, script: string, says: RegExp]>([
    ["prints noise before its verdict", `echo noise; cat >/dev/null`, /exit code 0: noise/],
    ["fails", "exit 1", /exit code 1/],
    ["lets everything through", "cat >/dev/null; exit 0", /exit code 0/],
    ["blocks everything", "echo no >&2; exit 2", /a harmless call: exit code 2: no/],
    ["is killed", "kill -9 $$", /exit code 137/],
  ])("a hook that %s is broken", async ([, script, says]) => {
    await guarded();
    runInstead(script);
    const found = await verified("claude-code");
    expect([statesOf(found), found.exit]).toEqual([["broken"], 1]);
    for (const { detail } of found.classes) expect(detail).toMatch(says);
  });

  test.for([true, false])("monitor mode blocks nothing, daemon: %s", async (withDaemon) => {
    await guarded("claude-code", withDaemon);
    await prempti("mode", "monitor");
    const found = await verified("claude-code");
    expect([statesOf(found), found.exit]).toEqual([["open"], 1]);
  });

  test("a project that switches hooks off: nothing is in force here", async () => {
    await guarded();
    project("settings.local.json", { disableAllHooks: true });
    const found = await verified("claude-code");
    expect(found).toMatchObject({ registered: false, classes: [], exit: 2 });
    expect(found.warnings.map(({ problem }) => problem).join()).toMatch(/disableAllHooks/);
  });

  test.for<[string, command: (home: ThrowAway) => string]>([
    ["a program of its own by our name", ({ project: folder }) => `${folder}/bin/prempti hook claude-code`],
    ["the folder's variable", () => "$PWD/bin/prempti hook claude-code"],
    ["our command and another", () => `${registered()}\n./bin/prempti`],
  ])("nothing of the project's is run: %s", async ([, command]) => {
    await guarded();
    strange();
    project("settings.json", hooksOf(command(home)));
    const found = await verified("claude-code");
    expect([statesOf(found), found.exit, existsSync(join(home.project, "ran"))]).toEqual([
      ["unseen"],
      1,
      false,
    ]);
  });

  test.for<[string, env: object]>([
    ["libraries", { LD_PRELOAD: "./bin/prempti" }],
    ["a start-up file", { ENV: "./bin/prempti" }],
  ])("nothing is tried where the project gives the hook %s", async ([, env]) => {
    await guarded();
    strange();
    project("settings.json", { env });
    const found = await verified("claude-code");
    expect([found.classes, found.exit, existsSync(join(home.project, "ran"))]).toEqual([[], 1, false]);
    expect(found.warnings.map(({ problem }) => problem).join()).toMatch(/no hook is tried in this folder/);
  });

  test("the project's own registration, as hook add writes it, is tried", async () => {
    home = throwAwayHome();
    daemon = await startDaemon(home);
    await prempti("hook", "add", "claude-code", "--scope", "project");
    const found = await verified("claude-code");
    expect([statesOf(found), found.exit]).toEqual([["unseen"], 0]);
  });

  test("what blocks and leaves no record here was not judged here", async () => {
    await guarded();
    const elsewhere = join(home.home, "elsewhere");
    writeFileSync(
      settingsFile(),
      readFileSync(settingsFile(), "utf8").replaceAll(/--home \S+?(?=")/g, `--home ${elsewhere}`),
    );
    const found = await verified("claude-code");
    expect([statesOf(found), found.exit]).toEqual([["broken"], 1]);
    expect(found.classes[0]?.detail).toMatch(/it has no record of it/);
  });

  test("no hook at all", async () => {
    home = throwAwayHome();
    expect(await verified("claude-code")).toMatchObject({ registered: false, classes: [], exit: 2 });
  });

  test("an agent with a plugin says that it can't be tried from here", async () => {
    home = throwAwayHome();
    await prempti("hook", "add", "opencode");
    const { stdout } = await prempti("verify", "opencode");
    expect(stdout).toMatch(/can't be tried from here/);
  });
});
