import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { executable } from "../../build/paths.ts";
import { locateHome } from "../../src/platform/home.ts";
import { recordsOf } from "../daemon/daemon-process.ts";
import { type Daemon, ended, run, start, startDaemon, throwAwayHome, toolCall } from "../executable.ts";

const hasTmux = spawnSync("tmux", ["-V"]).status === 0 && process.platform === "linux";

const place = throwAwayHome("/tmp");
const home = locateHome(join(place.home, ".prempti"));
const env = { ...place.env, PREMPTI_HOME: home.root, SHELL: "/bin/sh", TERM: "xterm", PS1: "$ " };
const socket = `prempti-test-${process.pid}`;

let daemon: Daemon;

beforeAll(async () => {
  mkdirSync(home.root, { recursive: true, mode: 0o700 });
  writeFileSync(home.config, "ask_fallback: hold\nask_hold_seconds: 60\n");
  daemon = await startDaemon(place);
});

afterAll(async () => {
  if (hasTmux) tmux("kill-server");
  await daemon.stop();
  place.remove();
});

/** A terminal of the person's own, older than the agent: their panes are what they look at and type into. */
function tmux(...args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync("tmux", ["-L", socket, "-f", "/dev/null", ...args], {
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`tmux ${args.join(" ")}: ${stderr}`);
  return stdout;
}

const openPane = (name: string, ...command: readonly string[]) =>
  tmux("new-session", "-d", "-s", name, "-x", "200", "-y", "60", ...command);

const screen = (pane: string) => tmux("capture-pane", "-p", "-t", pane);

function type(pane: string, line: string): void {
  tmux("send-keys", "-t", pane, "-l", line);
  tmux("send-keys", "-t", pane, "Enter");
}

const shows = (pane: string, text: string | RegExp) =>
  expect.poll(() => screen(pane), { timeout: 10_000, interval: 100 }).toMatch(text);

const call = (command: string, id: string) =>
  toolCall(place, "Bash", { command }, { permission_mode: "bypassPermissions", tool_use_id: id });

/** An agent in a pane of the same tmux, by its name; its hook asks and writes down what comes of it. */
function startAgent(name: string, command: string): { readonly reply: () => string } {
  const [script, input, output] = ["claude", `${name}.json`, `${name}.out`].map((file) =>
    join(place.home, file),
  );
  if (script === undefined || input === undefined || output === undefined) throw new Error("no names");
  writeFileSync(
    script,
    `#!/bin/sh\n${executable} hook --wait 60 < "$1" > "$2.1" 2> "$2.2"\necho $? > "$2"\nsleep 600\n`,
    {
      mode: 0o755,
    },
  );
  writeFileSync(input, call(command, name));
  openPane(name, `${script} ${input} ${output}`);
  return { reply: () => textOf(output) };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}

const output = (name: string, stream: 1 | 2) => textOf(join(place.home, `${name}.out.${stream}`));

async function waiting(): Promise<readonly { readonly id: string; readonly whole: string }[]> {
  const { stdout } = await run({ args: ["approvals", "list", "--json"], env });
  return (JSON.parse(stdout) as { id: string; whole: string; state: string }[]).filter(
    ({ state }) => state === "waiting",
  );
}

const idOf = (command: string): Promise<string> =>
  vi.waitFor(
    async () => {
      const found = (await waiting()).find(({ whole }) => whole.split("\n")[0] === command);
      if (found === undefined) throw new Error(`nothing waits for ${command}`);
      return found.id;
    },
    { timeout: 10_000, interval: 100 },
  );

function put(body: object): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { socketPath: home.socket, method: "PUT", path: "/v1/approvals" },
      (incoming) => {
        let text = "";
        incoming.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, text }));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(JSON.stringify(body));
  });
}

const paneShell = (pane: string) => Number(tmux("display-message", "-p", "-t", pane, "#{pane_pid}"));

function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ")[0]);
}

describe("a person in a terminal of their own", () => {
  let id: string;
  let agent: ReturnType<typeof startAgent>;

  beforeAll(async () => {
    if (!hasTmux) return;
    openPane("person", "/bin/sh");
    type("person", "PS1='$ '");
    agent = startAgent("one", "git push --force");
    id = await idOf("git push --force");
  });

  beforeEach(({ skip }) => skip(!hasTmux, "there is no tmux here"));

  test.for<[string, line: (id: string) => string, why: RegExp]>([
    [
      "under script",
      (of) => `script -qc '${executable} approvals approve ${of}' /dev/null`,
      /made by script/,
    ],
    [
      "with an agent's variable",
      (of) => `CLAUDECODE=1 ${executable} approvals approve ${of}`,
      /has set CLAUDECODE/,
    ],
    [
      "from an agent",
      (of) => `sh -c 'printf "${executable} approvals approve ${of}" > ./codex; sh ./codex'`,
      /comes from codex/,
    ],
    [
      "without a terminal that controls it",
      (of) => `setsid -w ${executable} approvals approve ${of}`,
      /does not come from a terminal/,
    ],
    [
      "in a tmux that was let go of",
      (of) =>
        `env -i PREMPTI_HOME=$PREMPTI_HOME HOME=$HOME PATH=$PATH TERM=xterm tmux -L ${socket}-2 new -s two '${executable} approvals approve ${of}; sleep 1'`,
      /tmux: server .* was started while an agent ran/,
    ],
  ])("is asked, but not: %s", async ([, line, why]) => {
    type("person", `clear; cd ${place.home}; ${line(id)}; echo "exit=$?"`);
    await shows("person", /Type y: *$/m);
    type("person", "y");
    await shows("person", why);
    await shows("person", "exit=");
    expect((await waiting()).map((request) => request.id)).toEqual([id]);
  });

  test.for<[string, line: (id: string) => string, why: RegExp]>([
    ["a pipe for keyboard", (of) => `echo y | ${executable} approvals approve ${of}`, /no terminal/],
    ["a file for screen", (of) => `${executable} approvals approve ${of} > out`, /no terminal/],
    ["an id that is none", () => `${executable} approvals approve x`, /can't be/],
    ["an id that nothing has", () => `${executable} approvals approve 99999999999999999999`, /nothing waits/],
  ])("is not even asked with %s", async ([what, line, why]) => {
    // The screen may still show how the one before ended.
    type("person", `clear; ${line(id)}; echo "exit=$? with ${what}"`);
    await shows("person", new RegExp(`exit=[12] with ${what}`));
    expect(screen("person").replace(/\n/g, " ")).toMatch(why);
  });

  test("nobody speaks for another process", async () => {
    const shell = paneShell("person");
    expect(await put({ id, state: "approved", pid: shell })).toMatchObject({
      status: 403,
      text: expect.stringContaining("has not said so itself"),
    });
    type("person", `clear; ${executable} approvals approve ${id}`);
    await shows("person", /Type y: *$/m);
    expect(await put({ id, state: "approved", pid: childOf(shell) })).toMatchObject({ status: 403 });
    type("person", "n");
    await shows("person", "nothing is approved");
  });

  test("what was typed before there was a question is no answer", async () => {
    type("person", `clear; ${executable} approvals approve ${id}\ny`);
    await shows("person", /Type y: *$/m);
    expect((await waiting()).map((request) => request.id)).toEqual([id]);
    type("person", "n");
    await shows("person", "nothing is approved");
  });

  test("approves, and the call that was held runs", async () => {
    expect(agent.reply()).toBe("");
    type("person", `clear; ${executable} approvals approve ${id.slice(0, 8)}`);
    await shows("person", /│ git push --force/);
    await shows("person", /Type y: *$/m);
    type("person", "y");
    await shows("person", /^approved: this very call may run once/m);
    await expect.poll(agent.reply, { timeout: 5_000 }).toBe("0");
    expect(JSON.parse(output("one", 1))).toMatchObject({
      hookSpecificOutput: { permissionDecision: "allow" },
    });
    expect(recordsOf(home).at(-1)).toMatchObject({
      verdict: "ask",
      decision: "allow",
      approval: expect.stringMatching(/^the person at \/dev\/pts\/\d+$/),
    });
  });

  test("approves in the terminal in which a headless agent has ended, and it tries again", async () => {
    const [input, script] = [join(place.home, "three.json"), join(place.home, "gemini")];
    writeFileSync(input, call("git push --force three", "three"));
    writeFileSync(script, `#!/bin/sh\n${executable} hook < "$1" > /dev/null 2>&1\necho "hook=$?"\n`, {
      mode: 0o755,
    });
    type("person", `clear; ${script} ${input}`);
    await shows("person", /^hook=2/m);
    const waits = await idOf("git push --force three");
    type("person", `clear; ${executable} approvals approve ${waits}`);
    await shows("person", /Type y: *$/m);
    type("person", "y");
    await shows("person", /^approved: /m);
    type("person", `clear; ${script} ${input}; ${script} ${input}`);
    await shows("person", /^hook=0\s+hook=2/m);
  });

  test("refuses, and the agent is told so", async () => {
    const second = startAgent("two", "git push --force origin main");
    const other = await idOf("git push --force origin main");
    type("person", `clear; ${executable} approvals deny ${other.slice(0, 8)}`);
    await shows("person", /Type y: *$/m);
    type("person", "y");
    await expect.poll(second.reply, { timeout: 5_000 }).toBe("2");
    expect(JSON.parse(output("two", 1))).toMatchObject({
      hookSpecificOutput: { permissionDecision: "deny" },
    });
    expect(output("two", 2)).toMatch(/The person was asked and said no/);
  });
});

const held = (command: string, wait: string) => ({
  args: ["hook", "--wait", wait],
  env,
  input: call(command, command),
});

test("nobody says anything: it is denied before the agent would give up", async () => {
  const began = performance.now();
  const { stdout, stderr, exit } = await run(held("git push --force a", "4"));
  const took = performance.now() - began;
  expect(exit).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ hookSpecificOutput: { permissionDecision: "deny" } });
  expect(stderr).toMatch(/prempti approvals approve \d{8}/);
  expect(took).toBeGreaterThan(1_500);
  expect(took).toBeLessThan(4_000);
});

test.for<["SIGTERM" | "SIGKILL"]>([["SIGTERM"], ["SIGKILL"]])(
  "a daemon that ends by %s while a call is held lets nothing through",
  async ([signal]) => {
    const { input, ...rest } = held(`git push --force ${signal}`, "30");
    const child = start(rest);
    const end = ended(child);
    child.stdin?.end(input);
    await idOf(`git push --force ${signal}`);
    daemon.child.kill(signal);
    const { stdout, stderr, exit } = await end;
    expect(exit).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ hookSpecificOutput: { permissionDecision: "deny" } });
    expect(stderr).not.toBe("");
    daemon = await startDaemon(place);
  },
);
