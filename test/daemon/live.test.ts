import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import {
  ask,
  askJson,
  bash,
  callHook,
  cleanUp,
  denying,
  messagesOf,
  recordsOf,
  startDaemon,
  testHome,
} from "./daemon-process.ts";

afterEach(cleanUp);

const exitOf = async (home: Parameters<typeof callHook>[0], command: string) =>
  (await callHook(home, bash(command))).exit;

describe("mode", () => {
  test("monitor records what would be denied and enforces nothing; switching needs no restart and survives one", async () => {
    const home = testHome();
    home.put("config.yaml", "# mine\nmode:   guardrails  # strict\nlog: {keep: 2}\n");
    const daemon = await startDaemon(home);
    expect(await askJson(home, "GET", "/v1/mode")).toEqual({ mode: "guardrails" });
    expect(await exitOf(home, "cat ~/.ssh/id_rsa")).toBe("2");
    expect(await askJson(home, "PUT", "/v1/mode", `{"mode":"monitor"}`)).toEqual({ mode: "monitor" });
    expect(await callHook(home, bash("cat ~/.ssh/id_rsa"))).toEqual({ exit: "0", stderr: "", stdout: "" });
    expect(readFileSync(home.config, "utf8")).toBe("# mine\nmode:   monitor  # strict\nlog: {keep: 2}\n");
    await daemon.stop();
    await startDaemon(home);
    expect(await exitOf(home, "cat ~/.ssh/id_rsa")).toBe("0");
    expect(await askJson(home, "PUT", "/v1/mode", "guardrails")).toEqual({ mode: "guardrails" });
    expect(await exitOf(home, "cat ~/.ssh/id_rsa")).toBe("2");
    expect(recordsOf(home).map(({ verdict, decision, mode }) => [verdict, decision, mode])).toEqual([
      ["deny", "deny", "guardrails"],
      ["deny", "defer", "monitor"],
      ["deny", "defer", "monitor"],
      ["deny", "deny", "guardrails"],
    ]);
    expect(messagesOf(home, "mode")).toMatchObject([
      { from: "guardrails", to: "monitor", by: "request" },
      { from: "monitor", to: "guardrails", by: "request" },
    ]);
  });

  test.for(["", "{}", `{"mode":"off"}`, `{"mode":`, "null", "passthrough"])("no mode: %j", async (body) => {
    const home = testHome();
    await startDaemon(home);
    expect((await ask(home, "PUT", "/v1/mode", body)).status).toBe(400);
    expect(await askJson(home, "GET", "/v1/mode")).toEqual({ mode: "guardrails" });
  });

  test("a config that can't be understood is not overwritten", async () => {
    const home = testHome();
    const daemon = await startDaemon(home);
    home.put("config.yaml", "mode: [\n");
    expect((await ask(home, "PUT", "/v1/mode", "monitor")).status).toBe(409);
    expect(readFileSync(home.config, "utf8")).toBe("mode: [\n");
    expect(await askJson(home, "GET", "/v1/mode")).toEqual({ mode: "guardrails" });
    await daemon.stop();
  });

  test("a mode written into the file holds without a word to the daemon", async () => {
    const home = testHome();
    await startDaemon(home);
    writeFileSync(home.config, "mode: monitor\n");
    await expect.poll(() => exitOf(home, "cat ~/.ssh/id_rsa"), { timeout: 5_000 }).toBe("0");
    rmSync(home.config);
    await expect.poll(() => exitOf(home, "cat ~/.ssh/id_rsa"), { timeout: 5_000 }).toBe("2");
  });
});

test("default_action: allow approves what no rule is about", async () => {
  const home = testHome();
  home.put("config.yaml", "default_action: allow\n");
  await startDaemon(home);
  const { exit, stdout } = await callHook(home, bash("ls"));
  expect(exit).toBe("0");
  expect(JSON.parse(stdout)).toMatchObject({ hookSpecificOutput: { permissionDecision: "allow" } });
  expect(recordsOf(home)).toMatchObject([{ verdict: "allow", decision: "allow" }]);
});

describe("rules of the user", () => {
  test("a file that is added, changed, replaced and removed takes effect by itself", async () => {
    const home = testHome();
    await startDaemon(home);
    const poll = (command: string) => expect.poll(() => exitOf(home, command), { timeout: 5_000 });
    expect(await exitOf(home, "echo frobnicate")).toBe("0");
    home.put("rules/user/mine.yaml", denying("frobnicate"));
    await poll("echo frobnicate").toBe("2");
    appendFileSync(join(home.userRules, "mine.yaml"), denying("twiddle"));
    await poll("echo twiddle").toBe("2");
    home.put("rules/user/.mine.yaml.swp", denying("mangle"));
    renameSync(join(home.userRules, ".mine.yaml.swp"), join(home.userRules, "mine.yaml"));
    await poll("echo mangle").toBe("2");
    expect(await exitOf(home, "echo frobnicate")).toBe("0");
    rmSync(join(home.userRules, "mine.yaml"));
    await poll("echo mangle").toBe("0");
    expect(messagesOf(home, "reload").every(({ ok }) => ok === true)).toBe(true);
  });

  test("with an error, what was in force stays, and the status says so", async () => {
    const home = testHome();
    home.put("rules/user/mine.yaml", denying("frobnicate"));
    await startDaemon(home);
    expect(await exitOf(home, "echo frobnicate")).toBe("2");
    home.put("rules/user/mine.yaml", denying("twiddle").replace("contains", "contians"));
    const { status, body } = await ask(home, "POST", "/v1/reload");
    expect(status).toBe(422);
    const problem = {
      severity: "error",
      code: "unknown-operator",
      file: join(home.userRules, "mine.yaml"),
      line: 3,
    };
    expect(JSON.parse(body)).toMatchObject({ ok: false, problems: [problem] });
    expect(await exitOf(home, "echo frobnicate")).toBe("2");
    expect(await askJson(home, "GET", "/v1/status")).toMatchObject({ reloaded: false, problems: [problem] });
    home.put("rules/user/mine.yaml", denying("twiddle"));
    expect((await ask(home, "POST", "/v1/reload")).status).toBe(200);
    expect(await askJson(home, "GET", "/v1/status")).toMatchObject({ reloaded: true, problems: [] });
    expect(await exitOf(home, "echo frobnicate")).toBe("0");
    expect(await exitOf(home, "echo twiddle")).toBe("2");
  });

  test("at the start, a file with an error is left out and the others are enforced", async () => {
    const home = testHome();
    home.put("rules/user/bad.yaml", "- rule: [\n");
    home.put("rules/user/good.yaml", denying("frobnicate"));
    home.put("rules/user/good.test.yaml", "- not: a rules file\n");
    await startDaemon(home);
    expect(await exitOf(home, "echo frobnicate")).toBe("2");
    expect(await exitOf(home, "cat ~/.ssh/id_rsa")).toBe("2");
    const bad = join(home.userRules, "bad.yaml");
    expect(await askJson(home, "GET", "/v1/status")).toMatchObject({
      left_out: [bad],
      problems: [{ file: bad }],
    });
    expect(messagesOf(home, "start")).toMatchObject([{ left_out: [bad] }, {}]);
  });

  test("rules.disable, by name and by tag", async () => {
    const home = testHome();
    home.put(
      "rules/user/mine.yaml",
      denying("frobnicate") + denying("twiddle").replace("[coding", "[mine, coding"),
    );
    home.put("config.yaml", "rules: {disable: [Deny frobnicate, mine]}\n");
    await startDaemon(home);
    expect(await exitOf(home, "echo frobnicate; echo twiddle")).toBe("0");
    home.put("config.yaml", "rules: {disable: []}\n");
    await ask(home, "POST", "/v1/reload");
    expect(await exitOf(home, "echo frobnicate")).toBe("2");
    expect(await exitOf(home, "echo twiddle")).toBe("2");
  });

  test("tags of one's own deny and ask", async () => {
    const home = testHome();
    home.put("rules/user/mine.yaml", denying("frobnicate").replace("coding_agent_deny", "no_way"));
    home.put("config.yaml", "rules: {deny_tags: no_way}\n");
    await startDaemon(home);
    expect(await exitOf(home, "echo frobnicate")).toBe("2");
    expect(await exitOf(home, "cat ~/.ssh/id_rsa")).toBe("2");
  });
});

test("SIGHUP reloads", async () => {
  const home = testHome();
  const daemon = await startDaemon(home);
  daemon.child.kill("SIGHUP");
  await expect.poll(() => messagesOf(home, "reload")).toMatchObject([{ ok: true, why: "SIGHUP" }]);
});
