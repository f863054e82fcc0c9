import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { managedRefusal, sharedProblem } from "../../src/cli/managed.ts";
import { type Person, person } from "./prempti.ts";

// Root's own and every user's to run, which prempti's own sources are not.
const program = ["/usr/bin/env"] as const;

const systemOf = ({ home }: Person, path: string) => join(home, "..", "system", path);

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const files = {
  "claude-code": "etc/claude-code/managed-settings.d/prempti.json",
  codex: "etc/codex/requirements.toml",
  copilot: "etc/github-copilot/policy.d/prempti.json",
  gemini: "etc/gemini-cli/settings.json",
} as const;

const onLinux = test.runIf(process.platform === "linux");

onLinux.for(Object.entries(files))("%s is registered in %s, and taken out again", async ([agent, path]) => {
  const someone = person();
  const file = systemOf(someone, path);
  const line = (words: string) => someone.prempti(words, { program });
  expect(await line(`hook add ${agent} --scope managed`)).toEqual({
    stdout: `hook registered in ${file}\n`,
    stderr: "",
    exit: 0,
  });
  expect(readFileSync(file, "utf8")).toContain(`/usr/bin/env hook ${agent} --home ~/.prempti`);
  expect([file, dirname(file)].map((at) => statSync(at).mode & 0o777)).toEqual([0o644, 0o755]);
  expect((await line(`hook add ${agent} --scope managed`)).stdout).toContain("already");
  const { stdout, exit } = await line(`hook status ${agent} --json`);
  expect(JSON.parse(stdout)).toMatchObject({ registered: true, warnings: [], notes: [] });
  expect(exit).toBe(0);
  expect((await line(`hook remove ${agent} --scope managed`)).stdout).toBe(`hook removed from ${file}\n`);
  if (agent === "gemini") expect(readFileSync(file, "utf8")).toBe("{}\n");
  else expect(existsSync(file)).toBe(false);
});

onLinux.for<[agent: string, file: string, text: string, on: boolean, said: RegExp]>([
  ["claude-code", ".claude/settings.json", `{"disableAllHooks":true}`, true, /runs all the same/],
  ["codex", ".codex/config.toml", "[features]\nhooks = false\n", true, /^$/],
  ["gemini", ".gemini/settings.json", `{"hooksConfig":{"enabled":false}}`, true, /^$/],
  ["gemini", ".gemini/settings.json", `{"hooksConfig":{"disabled":["prempti"]}}`, false, /names prempti/],
  ["copilot", ".github/copilot/settings.json", `{"disableAllHooks":true}`, true, /runs all the same/],
])("a managed hook of %s, and a project whose %s is %s", async ([agent, file, text, on, said]) => {
  const someone = person();
  const cwd = join(someone.home, "project");
  write(join(cwd, file), text);
  await someone.prempti(`hook add ${agent} --scope managed`, { program });
  const { stdout } = await someone.prempti(`hook status ${agent} --json`, { program, cwd });
  const { registered, warnings, notes } = JSON.parse(stdout);
  expect(registered).toBe(on);
  const told = [...notes, ...warnings.map(({ problem }: { problem: string }) => problem)].join("\n");
  expect(told).toMatch(said);
});

onLinux("the user's entry goes when the machine's is written, and is not needed after it", async () => {
  const someone = person();
  await someone.prempti("hook add claude-code", { program });
  const { stdout } = await someone.prempti("hook add claude-code --scope managed", { program });
  expect(stdout).toMatch(/^hook registered in .*\nhook removed from .*settings.json: the machine's/);
  expect(readFileSync(join(someone.home, ".claude", "settings.json"), "utf8")).toBe("{}\n");
  const again = await someone.prempti("hook add claude-code", { program });
  expect(again.stderr).toContain("judged twice");
  const status = await someone.prempti("hook status claude-code", { program });
  expect(status.stdout).toMatch(/registered 2 times[\s\S]*prempti hook remove claude-code\n/);
});

onLinux("what is not for every user is refused, and nothing is written", async () => {
  const someone = person();
  const own = join(someone.home, "prempti");
  write(own, "#!/bin/sh\n");
  const refused = await someone.prempti("hook add claude-code --scope managed", { program: [own] });
  expect(refused).toMatchObject({ stdout: "", exit: 1 });
  expect(refused.stderr).toContain(`hint: sudo install -m 755 ${own} /usr/local/bin/prempti && sudo`);
  expect((await someone.prempti("hook add --scope managed", { program })).stderr).toContain(
    "needs the agents' names",
  );
  const withHome = await someone.prempti("hook add claude-code --scope managed --home /x", { program });
  expect(withHome.stderr).toContain("--home is one person's folder");
  expect(existsSync(systemOf(someone, "etc"))).toBe(false);
});

test.runIf(process.platform !== "win32")("a folder on the way that others can change", () => {
  expect(sharedProblem("/usr/bin/env", "linux")).toBeUndefined();
  expect(sharedProblem("/nowhere/prempti", "linux")).toBe("/nowhere/prempti can't be read");
  const file = join(person().home, "prempti");
  write(file, "");
  expect(sharedProblem(file, "linux")).toMatch(/can be changed by others than root|can't be run by every/);
});

test("whoever is not the administrator is told what to type", () => {
  const cause = Object.assign(new Error("no"), { code: "EACCES" });
  const words = ["hook", "add", "codex", "--scope", "managed"];
  const around = (platform: string) => ({ env: {}, cwd: "/", platform, program: ["/opt/prempti"] as const });
  const error = new Error("can't write", { cause });
  expect(managedRefusal(error, words, "/etc/codex/r", around("linux"))).toMatchObject({
    hint: "sudo /opt/prempti hook add codex --scope managed",
    exit: 1,
  });
  expect(managedRefusal(cause, words, "f", around("win32"))).toMatchObject({
    hint: expect.stringContaining("administrator's terminal"),
  });
  expect(managedRefusal(new Error("x"), words, "f", around("linux"))).toEqual(new Error("x"));
});
