import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ended, run, start, throwAwayHome, toolCall } from "../executable.ts";

const home = throwAwayHome();
afterAll(home.remove);

const harmless = toolCall(home, "Bash", { command: "ls" });

test.for<[name: string, input: string | Buffer, stderr: RegExp]>([
  ["nothing at all", "", /no tool call on stdin/],
  ["white space", " \n", /sent nothing/],
  ["no JSON", "rm -rf /", /malformed input JSON/],
  ["half an object", harmless.slice(0, -1), /malformed input JSON/],
  ["two objects", harmless + harmless, /malformed input JSON/],
  ["an array", "[1]", /not .*object/],
  ["null", "null", /not .*object/],
  ["a number", "7", /not .*object/],
  ["text that is not UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), /not UTF-8/],
  ["more than 4 MiB", `{"tool_name":"${"x".repeat(4 << 20)}"}`, /larger than 4194304 bytes/],
])("%s blocks", async ([, input, stderr]) => {
  const result = await run({ args: ["hook"], env: home.env, input });
  expect(result).toMatchObject({ exit: 2, stdout: "" });
  expect(result.stderr).toMatch(stderr);
});

test.for<[name: string, input: string]>([
  ["as Claude Code sends it", harmless],
  ["pretty-printed", JSON.stringify(JSON.parse(harmless), null, 2)],
  ["with a byte order mark", `\uFEFF${harmless}`],
  ["with keys that nobody knows", harmless.replace("{", `{"new_key":{"a":[1]},`)],
  ["with a permission mode that nobody knows", harmless.replace(`"default"`, `"turbo"`)],
  ["of a tool that nobody knows", toolCall(home, "Teleport", { where: "home" })],
])("a harmless call %s says nothing and exits 0", async ([, input]) => {
  expect(await run({ args: ["hook"], env: home.env, input })).toMatchObject({
    exit: 0,
    stdout: "",
    stderr: "",
  });
});

test.for<[name: string, env: Record<string, string>, exit: 0 | 2]>([
  ["4096 lets a smaller call through", { PREMPTI_INPUT_MAX_BYTES: "4096" }, 0],
  ["below its least counts as its least", { PREMPTI_INPUT_MAX_BYTES: "1" }, 0],
  ["that is no number counts as unset", { PREMPTI_INPUT_MAX_BYTES: "lots" }, 0],
])("PREMPTI_INPUT_MAX_BYTES %s", async ([, env, exit]) => {
  expect(await run({ args: ["hook"], env: { ...home.env, ...env }, input: harmless })).toMatchObject({
    exit,
  });
});

test("a call above PREMPTI_INPUT_MAX_BYTES blocks", async () => {
  const input = toolCall(home, "Write", { file_path: "a.txt", content: "x".repeat(5000) });
  const env = { ...home.env, PREMPTI_INPUT_MAX_BYTES: "4096" };
  expect(await run({ args: ["hook"], env, input })).toMatchObject({ exit: 2, stdout: "" });
});

test("stdin that is never closed blocks at the deadline", async () => {
  const child = start({ args: ["hook"], env: { ...home.env, PREMPTI_TIMEOUT_MS: "300" } });
  const began = performance.now();
  const result = await ended(child);
  expect(result).toMatchObject({ exit: 2, signal: null, stdout: "" });
  expect(result.stderr).toMatch(/within 300 ms/);
  expect(performance.now() - began).toBeLessThan(3_000);
});

test.for(["SIGTERM", "SIGINT", "SIGHUP"] as const)("%s before the verdict blocks", async (signal) => {
  const child = start({ args: ["hook"], env: home.env });
  const result = ended(child);
  await new Promise((resolve) => setTimeout(resolve, 150));
  child.kill(signal);
  expect(await result).toMatchObject({ exit: 2, signal: null, stdout: "" });
});

test("a hook that is stopped with the call before it still answers; a second signal ends it at once", async () => {
  const child = start({ args: ["hook"], env: home.env });
  const result = ended(child);
  await new Promise((resolve) => setTimeout(resolve, 150));
  child.kill("SIGTERM");
  child.stdin?.end(harmless);
  expect(await result).toMatchObject({ exit: 0, signal: null, stdout: "" });
  const twice = start({ args: ["hook"], env: home.env });
  const stopped = ended(twice);
  await new Promise((resolve) => setTimeout(resolve, 150));
  const began = performance.now();
  twice.kill("SIGTERM");
  await new Promise((resolve) => setTimeout(resolve, 50));
  twice.kill("SIGTERM");
  expect(await stopped).toMatchObject({ exit: 2 });
  expect(performance.now() - began).toBeLessThan(900);
});

test.for<[args: string[]]>([
  [["hook", "no-such-agent"]],
  [["hook", "--no-such-option"]],
  [["hook", "claude-code", "x"]],
])("%s blocks", async ([args]) => {
  expect(await run({ args, env: home.env, input: harmless })).toMatchObject({ exit: 2, stdout: "" });
});

test.for<[name: string, value: (file: string) => string]>([
  ["NODE_OPTIONS", () => "--require=/nonexistent/evil.cjs"],
  ["OPENSSL_CONF", (file) => file],
])("%s can't bring code into the hook", async ([name, value]) => {
  const file = join(home.home, "evil.cnf");
  const engine = "engines = all\n[all]\none = evil\n[evil]\ndynamic_path = /nonexistent/evil.so\ninit = 1\n";
  writeFileSync(file, `nodejs_conf = start\n[start]\n${engine}`);
  const env = { ...home.env, [name]: value(file) };
  expect(await run({ args: ["hook"], env, input: harmless })).toMatchObject({ exit: 0, stderr: "" });
});
