import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Person, person } from "./prempti.ts";

type WithCodex = Person & { readonly config: string; readonly run: Person["prempti"] };

/** A person who has a Codex of that manner on PATH. */
function withCodex(manner: string): WithCodex {
  const someone = person();
  const bin = join(someone.home, "..", "bin");
  mkdirSync(bin);
  mkdirSync(join(someone.home, ".codex"));
  copyFileSync(join(import.meta.dirname, "fake-codex.mjs"), join(bin, "fake.mjs"));
  writeFileSync(join(bin, "manner"), manner);
  writeFileSync(join(bin, "codex"), `#!/bin/sh\nexec ${process.execPath} ${join(bin, "fake.mjs")} "$@"\n`);
  chmodSync(join(bin, "codex"), 0o755);
  const run: Person["prempti"] = (line, given = {}) =>
    someone.prempti(line, { ...given, env: { PATH: bin, ...given.env } });
  return { ...someone, run, config: join(someone.home, ".codex", "config.toml") };
}

const onPosix = test.runIf(process.platform !== "win32");
const mine = `# mine\nmodel = "gpt-5.5" # the best\n`;

onPosix("hook add has Codex trust the hook, hook remove leaves no trust behind", async () => {
  const { run, config } = withCodex("well");
  writeFileSync(config, mine);
  expect((await run("hook add codex")).stderr).toBe("prempti: Codex has been told that you trust it\n");
  expect(readFileSync(config, "utf8").match(/trusted_hash/g)).toHaveLength(4);
  expect((await run("hook status codex --deep")).exit).toBe(0);
  expect((await run("hook add codex")).stderr).toBe("");
  expect((await run("hook remove codex")).stderr).toMatch(
    /^prempti: what it was before is in .*hooks.json.*\n$/,
  );
  expect(readFileSync(config, "utf8")).toBe(`${mine}\n`);
});

onPosix.for<[manner: string, why: RegExp]>([
  ["another version", /lists its hooks in another form/],
  ["refuses", /codex app-server refused: no/],
  ["ends at once", /ended before it had answered/],
  ["writes nothing", /Codex still does not trust the hook/],
])("a Codex that %s", async ([manner, why]) => {
  const { run } = withCodex(manner);
  const { stdout, stderr, exit } = await run("hook add codex");
  expect({ exit, stdout }).toMatchObject({ exit: 0, stdout: expect.stringContaining("hook registered") });
  expect(stderr).toMatch(why);
  expect(stderr).toContain("type /hooks and trust it");
});

onPosix("without Codex on PATH, and with --no-trust", async () => {
  const { run, config } = withCodex("well");
  const without = await run("hook add codex", { env: { PATH: "" } });
  expect(without.stderr).toMatch(/codex is not on PATH; Codex skips the hook .* type \/hooks and trust it/);
  expect((await run("hook add codex --no-trust")).stderr).toContain("type /hooks and trust it");
  expect(() => readFileSync(config)).toThrow();
});

onPosix("trust for an older form of the entry is seen by --deep, and mended", async () => {
  const { run, home } = withCodex("well");
  await run("hook add codex");
  const file = join(home, ".codex", "hooks.json");
  const settings = JSON.parse(readFileSync(file, "utf8"));
  settings.hooks.PreToolUse[0].hooks[0].timeout = 60;
  writeFileSync(file, JSON.stringify(settings));
  expect((await run("hook status codex")).exit).toBe(0);
  const deep = await run("hook status codex --deep");
  expect(deep.stdout).toMatch(/Codex: not in force[\s\S]*pre_tool_use:0:0: modified/);
  expect(deep.exit).toBe(1);
});

onPosix("hooks of others behind ours move when it goes", async () => {
  const { run, home, config } = withCodex("well");
  await run("hook add codex");
  const file = join(home, ".codex", "hooks.json");
  const settings = JSON.parse(readFileSync(file, "utf8"));
  settings.hooks.PreToolUse.push({ hooks: [{ type: "command", command: "./mine.sh" }] });
  writeFileSync(file, JSON.stringify(settings));
  const key = `${file}:pre_tool_use:1:0`;
  writeFileSync(
    config,
    `${readFileSync(config, "utf8")}\n[hooks.state."${key}"]\ntrusted_hash = "sha256:1"\n`,
  );
  expect((await run("hook remove codex")).stderr).toContain("other hooks of");
  expect(readFileSync(config, "utf8")).toBe(`\n[hooks.state."${key}"]\ntrusted_hash = "sha256:1"\n`);
});

onPosix("a command that begins as ours does is not trusted with it", async () => {
  const { run, home, config } = withCodex("well");
  await run("hook add codex --no-trust");
  const file = join(home, ".codex", "hooks.json");
  const settings = JSON.parse(readFileSync(file, "utf8"));
  const [ours] = settings.hooks.PreToolUse[0].hooks;
  settings.hooks.PreToolUse.push({
    hooks: [{ ...ours, command: `${ours.command} --wait 5; ./evil` }],
  });
  writeFileSync(file, JSON.stringify(settings));
  await run("hook add codex");
  expect(readFileSync(config, "utf8")).toContain(":pre_tool_use:0:0");
  expect(readFileSync(config, "utf8")).not.toContain(":pre_tool_use:1:0");
});
