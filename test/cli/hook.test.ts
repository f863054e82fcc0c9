import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { quoteForSh } from "../../src/agents/hook-command.ts";
import { readSettings, writeSettings } from "../../src/cli/settings-file.ts";
import { type Person, person } from "./prempti.ts";

const settingsOf = ({ home }: Person) => join(home, ".claude", "settings.json");

function withSettings(text: string, mode = 0o644): Person {
  const someone = person();
  write(settingsOf(someone), text);
  chmodSync(settingsOf(someone), mode);
  return someone;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const read = (file: string) => readFileSync(file, "utf8");

test("add makes the file, a second add leaves it, remove takes the entry away", async () => {
  const someone = person();
  const file = settingsOf(someone);
  expect(await someone.prempti("hook add claude-code")).toEqual({
    stdout: `hook registered in ${file}\n`,
    stderr: "",
    exit: 0,
  });
  const added = read(file);
  expect(JSON.parse(added).hooks.PreToolUse[0]).toMatchObject({
    matcher: "*",
    hooks: [{ timeout: 10, onFailure: "block" }],
  });
  expect((await someone.prempti("hook add")).stdout).toBe(`hook is registered already in ${file}\n`);
  expect(read(file)).toBe(added);
  expect((await someone.prempti("hook remove")).stdout).toBe(`hook removed from ${file}\n`);
  expect(read(file)).toBe("{}\n");
  expect(await someone.prempti("hook remove")).toMatchObject({
    stdout: `no hook of prempti's in ${file}\n`,
    exit: 0,
  });
});

test.runIf(process.platform !== "win32")("the permission bits stay, whatever the umask", async () => {
  for (const mode of [0o600, 0o644, 0o664, 0o640]) {
    const someone = withSettings("{}\n", mode);
    await someone.prempti("hook add");
    expect(statSync(settingsOf(someone)).mode & 0o777).toBe(mode);
    expect(statSync(`${settingsOf(someone)}.prempti-backup`).mode & 0o777).toBe(mode);
  }
});

test("what was there before is kept beside it, and nothing else is left behind", async () => {
  const someone = withSettings(`{ "model": "opus" }\n`);
  const { stderr } = await someone.prempti("hook add");
  const backup = `${settingsOf(someone)}.prempti-backup`;
  expect(stderr).toBe(`prempti: what it was before is in ${backup}\n`);
  expect(read(backup)).toBe(`{ "model": "opus" }\n`);
  expect(readdirSync(dirname(backup)).sort()).toEqual(["settings.json", "settings.json.prempti-backup"]);
});

test.runIf(process.platform !== "win32").for(["relative", "absolute", "dangling", "two links"])(
  "a symbolic link stays one: %s",
  async (kind) => {
    const someone = person();
    const target = join(someone.home, "dotfiles", "claude.json");
    mkdirSync(dirname(settingsOf(someone)));
    mkdirSync(dirname(target));
    if (kind !== "dangling") writeFileSync(target, "{}\n");
    const between = join(someone.home, "between.json");
    if (kind === "two links") symlinkSync(target, between);
    const link = { relative: "../dotfiles/claude.json", "two links": between }[kind] ?? target;
    symlinkSync(link, settingsOf(someone));
    expect((await someone.prempti("hook add")).exit).toBe(0);
    expect(readlinkSync(settingsOf(someone))).toBe(link);
    expect(lstatSync(target).isFile()).toBe(true);
    expect(read(target)).toContain("hook claude-code");
    expect(readdirSync(dirname(target))).toEqual(["claude.json"]);
  },
);

test.for<[text: string, why: string]>([
  ["{", "line 1, column 2: close brace expected"],
  [`{ "hooks": [] }`, `"hooks" is not an object`],
  [`{ "hooks": { "PreToolUse": {} } }`, `"hooks.PreToolUse" is not an array`],
])("a malformed file is left alone: %s", async ([text, why]) => {
  const someone = withSettings(text);
  for (const action of ["add", "remove"]) {
    const { stdout, stderr, exit } = await someone.prempti(`hook ${action}`);
    expect({ stdout, exit }).toEqual({ stdout: "", exit: 1 });
    expect(stderr).toContain(`prempti: error: ${settingsOf(someone)} is malformed: ${why}\n`);
  }
  expect(read(settingsOf(someone))).toBe(text);
  expect(readdirSync(dirname(settingsOf(someone)))).toEqual(["settings.json"]);
});

test("settings that are no text, and settings that are a folder", async () => {
  const someone = person();
  mkdirSync(dirname(settingsOf(someone)));
  writeFileSync(settingsOf(someone), Buffer.from([0x7b, 0xff, 0x7d]));
  expect(await someone.prempti("hook add")).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining("is not UTF-8"),
  });
  const other = person();
  mkdirSync(settingsOf(other), { recursive: true });
  expect(await other.prempti("hook add")).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining("is not a file"),
  });
});

test("a file that another program changes meanwhile is not overwritten", () => {
  const file = join(person().home, "settings.json");
  writeFileSync(file, "{}");
  const seen = readSettings(file);
  writeFileSync(file, `{"model":"opus"}`);
  expect(() => writeSettings(seen, "{ }")).toThrow("was changed by another program");
  expect(read(file)).toBe(`{"model":"opus"}`);
});

test("CLAUDE_CONFIG_DIR and --scope project name other files", async () => {
  const someone = person();
  const elsewhere = join(someone.home, "elsewhere");
  await someone.prempti("hook add", { env: { CLAUDE_CONFIG_DIR: elsewhere } });
  expect(read(join(elsewhere, "settings.json"))).toContain("hook claude-code");
  const project = join(someone.home, "project");
  mkdirSync(project);
  await someone.prempti("hook add --scope project", { cwd: project });
  expect(read(join(project, ".claude", "settings.json"))).toContain("hook claude-code");
  expect(readdirSync(someone.home).sort()).toEqual(["elsewhere", "project"]);
});

test("a home of another place goes into the command, quoted", async () => {
  const someone = person();
  const place = join(someone.home, "a place's");
  await someone.prempti(["hook", "add", "--home", place]);
  const { command } = JSON.parse(read(settingsOf(someone))).hooks.PreToolUse[0].hooks[0];
  expect(command.endsWith(` hook claude-code --home ${quoteForSh(place)}`)).toBe(true);
  expect((await someone.prempti(["hook", "status", "--home", place])).exit).toBe(0);
  await someone.prempti(["hook", "add"]);
  const usual = JSON.parse(read(settingsOf(someone))).hooks.PreToolUse[0].hooks[0].command;
  expect(usual.endsWith(` hook claude-code --home ${join(someone.home, ".prempti")}`)).toBe(true);
});

test.for<[path: string, quoted: string]>([
  ["/usr/bin/prempti", "/usr/bin/prempti"],
  ["/home/u/my apps/prempti", "'/home/u/my apps/prempti'"],
  ["/home/o'neill/prempti", `'/home/o'\\''neill/prempti'`],
  ["/tmp/$(id)/prempti", "'/tmp/$(id)/prempti'"],
  ["C:/Users/u/prempti.exe", "C:/Users/u/prempti.exe"],
])("%s for sh", ([path, quoted]) => expect(quoteForSh(path)).toBe(quoted));

/** The settings of a person, and what `hook status` says is off. */
const registered =
  (changes: object = {}) =>
  async (someone: Person) => {
    await someone.prempti("hook add");
    const settings = JSON.parse(read(settingsOf(someone)));
    Object.assign(settings.hooks.PreToolUse[0].hooks[0], changes);
    write(settingsOf(someone), JSON.stringify(settings));
  };

const inProject = (name: string, settings: object) => async (someone: Person) => {
  await registered()(someone);
  write(join(someone.home, "project", ".claude", name), JSON.stringify(settings));
};

type Row = readonly [
  what: string,
  prepare: (someone: Person) => Promise<void>,
  warning: RegExp | undefined,
  registered: boolean,
];

test.for<Row>([
  ["nothing", async () => {}, /the hook is not registered for PreToolUse/, false],
  ["a sound entry", registered(), undefined, true],
  ["another program", registered({ command: "/nowhere/prempti hook claude-code" }), /can't be run/, false],
  ["no onFailure", registered({ onFailure: "continue" }), /lacks "onFailure"/, true],
  [
    "a project that disables hooks",
    inProject("settings.json", { disableAllHooks: true }),
    /switches every hook off/,
    false,
  ],
  [
    "a local file that disables hooks",
    inProject("settings.local.json", { disableAllHooks: true }),
    /switches every/,
    false,
  ],
  [
    "a project with its own entry",
    inProject("settings.json", {
      hooks: { PreToolUse: [{ hooks: [{ type: "command", command: "prempti hook" }] }] },
    }),
    /registered 2 times/,
    true,
  ],
  ["a schema error in the project", inProject("settings.json", { model: 1 }), /"model" is not valid/, true],
  [
    "a wrapper",
    inProject("settings.json", {
      hooks: { PreToolUse: [{ hooks: [{ type: "command", command: "./prempti-wrap.sh" }] }] },
    }),
    /left alone/,
    true,
  ],
  ["a malformed user file", async (someone) => write(settingsOf(someone), "{"), /is malformed/, false],
])("status with %s", async ([, prepare, warning, isRegistered]) => {
  const someone = person();
  const cwd = join(someone.home, "project");
  mkdirSync(cwd);
  await prepare(someone);
  const { stdout, exit } = await someone.prempti("hook status --json", { cwd });
  const status = JSON.parse(stdout);
  const problems = status.warnings.map(({ problem }: { problem: string }) => problem).join("\n");
  expect(status.registered).toBe(isRegistered);
  if (warning === undefined) expect(problems).toBe("");
  else expect(problems).toMatch(warning);
  for (const { remedy } of status.warnings)
    expect(remedy).toMatch(/^(prempti hook |correct |unset |take it out)/);
  expect(exit).toBe(warning === undefined ? 0 : 1);
});

test("a variable that switches hooks off", async () => {
  const someone = person();
  await registered()(someone);
  const { stdout, exit } = await someone.prempti("hook status", { env: { CLAUDE_CODE_SIMPLE: "1" } });
  expect(stdout).toContain("unset CLAUDE_CODE_SIMPLE");
  expect(exit).toBe(1);
});

test.for<[agent: string, env: Readonly<Record<string, string>>, user: string, project: string]>([
  ["codex", {}, ".codex/hooks.json", ".codex/hooks.json"],
  ["codex", { CODEX_HOME: "elsewhere" }, "elsewhere/hooks.json", ".codex/hooks.json"],
  ["copilot", {}, ".copilot/hooks/prempti.json", ".github/hooks/prempti.json"],
  ["copilot", { COPILOT_HOME: "elsewhere" }, "elsewhere/hooks/prempti.json", ".github/hooks/prempti.json"],
  ["gemini", {}, ".gemini/settings.json", ".gemini/settings.json"],
  ["opencode", {}, ".config/opencode/plugin/prempti.js", ".opencode/plugin/prempti.js"],
  ["opencode", { XDG_CONFIG_HOME: "x" }, "x/opencode/plugin/prempti.js", ".opencode/plugin/prempti.js"],
])("%s with %j: %s, project: %s", async ([agent, variables, user, project]) => {
  const someone = person();
  const cwd = join(someone.home, "project");
  mkdirSync(cwd);
  const entries = Object.entries(variables).map(([name, folder]) => [name, join(someone.home, folder)]);
  const given = { env: Object.fromEntries(entries), cwd };
  for (const [scope, file] of [
    ["user", join(someone.home, user)],
    ["project", join(cwd, project)],
  ] as const) {
    const line = (action: string) => someone.prempti(`hook ${action} ${agent} --scope ${scope}`, given);
    expect((await line("add")).stdout).toBe(`hook registered in ${file}\n`);
    expect(read(file)).toMatch(new RegExp(`prempti|main.ts.* hook ${agent}`));
    expect((await line("add")).stdout).toBe(`hook is registered already in ${file}\n`);
    expect((await line("remove")).stdout).toBe(`hook removed from ${file}\n`);
    if (agent === "copilot" || agent === "opencode") expect(readdirSync(dirname(file))).toEqual([]);
    else expect(read(file)).toBe("{}\n");
  }
});

const codexTrusts = (someone: Person, ...events: string[]) =>
  events.map((event) => codexTrust(someone, event)).join("");

const codexTrust = (someone: Person, event: string) =>
  `[hooks.state."${join(someone.home, ".codex", "hooks.json")}:${event}:0:0"]\ntrusted_hash = "sha256:0"\n`;

test.for<[what: string, agent: string, prepare: (someone: Person) => void, warnings: RegExp, on: boolean]>([
  ["an untrusted hook", "codex", () => {}, /skips the hook for PreToolUse.*\n.*PermissionRequest/, false],
  [
    "a hook that is trusted",
    "codex",
    (someone) =>
      write(
        join(someone.home, ".codex", "config.toml"),
        codexTrusts(someone, "pre_tool_use", "permission_request", "post_tool_use", "session_start"),
      ),
    /^$/,
    true,
  ],
  [
    "a project that switches hooks off",
    "codex",
    (someone) => write(join(someone.home, "project", ".codex", "config.toml"), "features.hooks = false\n"),
    /"features.hooks" = false switches every hook off/,
    false,
  ],
  ["nothing else", "gemini", () => {}, /^$/, true],
  [
    "a project that names the hook",
    "gemini",
    (someone) =>
      write(
        join(someone.home, "project", ".gemini", "settings.json"),
        `{"hooksConfig":{"disabled":["prempti"]}}`,
      ),
    /"hooksConfig.disabled" names prempti/,
    false,
  ],
  ["nothing else", "copilot", () => {}, /^$/, true],
  ["nothing else", "opencode", () => {}, /^$/, true],
  [
    "an older plugin",
    "opencode",
    (someone) => {
      const file = join(someone.home, ".config", "opencode", "plugin", "prempti.js");
      write(file, read(file).replace("10_000", "1_000"));
    },
    /not the plugin that this prempti writes/,
    true,
  ],
  [
    "a second plugin",
    "opencode",
    (someone) => {
      const folder = join(someone.home, ".config", "opencode");
      write(join(folder, "plugins", "prempti.js"), read(join(folder, "plugin", "prempti.js")));
    },
    /registered 2 times/,
    true,
  ],
  [
    "a repository that disables hooks",
    "copilot",
    (someone) =>
      write(
        join(someone.home, "project", ".github", "copilot", "settings.local.json"),
        `{"disableAllHooks":true}`,
      ),
    /switches every hook off/,
    false,
  ],
])("status with %s: %s", async ([, agent, prepare, warnings, on]) => {
  const someone = person();
  const cwd = join(someone.home, "project");
  mkdirSync(cwd);
  await someone.prempti(`hook add ${agent}`);
  prepare(someone);
  const { stdout, exit } = await someone.prempti(`hook status ${agent} --json`, { cwd });
  const status = JSON.parse(stdout);
  expect(status.registered).toBe(on);
  expect(status.warnings.map(({ problem }: { problem: string }) => problem).join("\n")).toMatch(warnings);
  expect(exit).toBe(status.warnings.length === 0 ? 0 : 1);
});

test.for<[agent: string, file: string, text: string, note: RegExp]>([
  [
    "claude-code",
    "project/.claude/settings.local.json",
    `{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"./a.sh"}]}]}}`,
    /another hook for PreToolUse \(.\/a.sh, in .*settings.local.json\) can change a call/,
  ],
  [
    "codex",
    ".codex/config.toml",
    `[[hooks.PermissionRequest]]\n[[hooks.PermissionRequest.hooks]]\ntype = "command"\ncommand = "./a.sh"\n`,
    /another hook for PermissionRequest .*config.toml\) can approve/,
  ],
  [
    "copilot",
    "project/.github/hooks/lint.json",
    `{"version":1,"hooks":{"preToolUse":[{"type":"command","bash":"./a.sh"}]}}`,
    /another hook for preToolUse .*lint.json\) can change a call/,
  ],
  [
    "gemini",
    "project/.gemini/settings.json",
    `{"hooks":{"BeforeTool":[{"hooks":[{"type":"command","command":"./a.sh"}]}]}}`,
    /another hook for BeforeTool/,
  ],
])("status of %s notes another hook in %s", async ([agent, file, text, note]) => {
  const someone = person();
  const cwd = join(someone.home, "project");
  mkdirSync(cwd);
  await someone.prempti(`hook add ${agent} --no-trust`);
  write(join(someone.home, file), text);
  const status = await someone.prempti(`hook status ${agent}`, { cwd });
  expect(status.stdout).toMatch(note);
  if (agent !== "codex") expect(status.exit).toBe(0);
});

test("a plugin of the same name that is somebody else's", async () => {
  const someone = person();
  const file = join(someone.home, ".config", "opencode", "plugin", "prempti.js");
  write(file, "export default 1;\n");
  for (const action of ["add", "remove"])
    expect(await someone.prempti(`hook ${action} opencode`)).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining("it is no plugin of prempti's"),
    });
  expect(read(file)).toBe("export default 1;\n");
});

test("without a name: the agents that are in use", async () => {
  const someone = person();
  for (const folder of [".claude", ".gemini"]) mkdirSync(join(someone.home, folder));
  const env = { PATH: "" };
  await someone.prempti("hook add", { env });
  expect(readdirSync(someone.home).sort()).toEqual([".claude", ".gemini"]);
  expect((await someone.prempti("hook status", { env })).stdout).toMatch(
    /Claude Code: .*[\s\S]*Gemini CLI: /,
  );
});
