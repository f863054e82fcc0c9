import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { defaultConfig } from "../../src/platform/config-keys.ts";
import { prepareFolders } from "../../src/platform/folders.ts";
import { type Home, locateHome } from "../../src/platform/home.ts";
import { keepInForce, loadInForce, readInForce, rulesetOf } from "../../src/platform/in-force.ts";
import { switchModeOffline } from "../../src/platform/switch-mode.ts";

let home: Home;
beforeEach(() => {
  home = locateHome(mkdtempSync(join(tmpdir(), "in-force-")));
  prepareFolders(home);
});
afterEach(() => rmSync(home.root, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(home.root, path)), { recursive: true });
  writeFileSync(join(home.root, path), text);
}

const rule = (name: string, condition = `tool.name = "x"`) =>
  `- rule: ${name}\n  desc: d\n  condition: ${condition}\n  output: o\n  priority: NOTICE\n  source: coding_agent\n`;

const names = async () => rulesetOf(await loadInForce(home)).rules.map(({ name }) => name);

test("nothing written: the defaults and the built-in rules, without a file", async () => {
  expect(readInForce(home)).toEqual({ config: defaultConfig, ruleset: undefined, problems: [], leftOut: [] });
  expect(await loadInForce(home)).toMatchObject({
    ok: true,
    config: defaultConfig,
    ruleset: undefined,
    problems: [],
  });
});

describe("what was kept", () => {
  beforeEach(() => put("rules/user/a.yaml", rule("mine")));

  test("is read back while the files are as they were", async () => {
    const loaded = await loadInForce(home);
    keepInForce(home, loaded);
    const { ok: _ok, fingerprint: _fingerprint, ...kept } = loaded;
    expect(readInForce(home)).toEqual(JSON.parse(JSON.stringify(kept)));
    expect(readInForce(home)?.ruleset?.rules.at(-1)?.name).toBe("mine");
  });

  test.for([
    ["nothing was kept", () => rmSync(home.compiled)],
    [
      "what was kept is torn",
      () => writeFileSync(home.compiled, readFileSync(home.compiled, "utf8").slice(0, 500)),
    ],
    ["a rule file has changed", () => put("rules/user/a.yaml", rule("mine", `tool.name = "y"`))],
    ["a rule file was touched", () => utimesSync(join(home.userRules, "a.yaml"), 1, 1)],
    ["a rule file is new", () => put("rules/user/b.yaml", rule("other"))],
    ["there is a config now", () => put("config.yaml", "mode: monitor\n")],
  ] as const)("is of no use when %s", async ([, change]) => {
    keepInForce(home, await loadInForce(home));
    change();
    expect(readInForce(home)).toBeUndefined();
  });
});

describe("files", () => {
  test("in the order of their names; tests of rules, hidden files and other files are none", async () => {
    for (const name of ["b.yaml", "a.yml", "c.test.yaml", ".d.yaml", "e.yaml~", "f.txt"])
      put(`rules/user/${name}`, rule(name));
    expect((await names()).slice(-2)).toEqual(["a.yml", "b.yaml"]);
  });

  test("bad, unreadable and absurd ones are left out, and each says why", async () => {
    put("rules/user/bad.yaml", rule("bad", "no.field = 1"));
    put("rules/user/good.yaml", rule("good"));
    mkdirSync(join(home.userRules, "folder.yaml"));
    put("rules/user/huge.yaml", `# ${"x".repeat(9 << 20)}`);
    const loaded = await loadInForce(home);
    const path = (name: string) => join(home.userRules, name);
    expect(loaded.ok).toBe(false);
    expect([...loaded.leftOut].sort()).toEqual(["bad.yaml", "folder.yaml", "huge.yaml"].map(path));
    const errors = loaded.problems.filter(({ severity }) => severity === "error");
    expect(errors.map(({ file, code }) => [file, code]).sort()).toEqual([
      [path("bad.yaml"), "unknown-field"],
      [path("folder.yaml"), "unreadable-file"],
      [path("huge.yaml"), "unreadable-file"],
    ]);
    expect((await names()).at(-1)).toBe("good");
  });

  test("rules that are disabled by name or tag", async () => {
    put(
      "rules/user/a.yaml",
      rule("mine") + rule("tagged").replace("  desc", "  tags: [t]\n  desc") + rule("other"),
    );
    put("config.yaml", "rules: {disable: [mine, t]}\n");
    const { rules } = rulesetOf(await loadInForce(home));
    expect(rules.slice(-3).map(({ name, enabled }) => [name, enabled])).toEqual([
      ["mine", false],
      ["tagged", false],
      ["other", true],
    ]);
  });

  test("a name to disable that no rule or tag has", async () => {
    put("config.yaml", "mode: monitor\nrules:\n  disable:\n    - nobody\n");
    expect((await loadInForce(home)).problems).toMatchObject([
      {
        severity: "warning",
        code: "unknown-rule",
        message: `no rule or tag is called "nobody"`,
        file: home.config,
        line: 4,
      },
    ]);
  });
});

describe("switching the mode without a daemon", () => {
  test("is in force for hooks at once", async () => {
    expect(await switchModeOffline(home, "monitor")).toBeUndefined();
    expect(readFileSync(home.config, "utf8")).toMatch(/^mode: monitor$/m);
    expect(readInForce(home)).toMatchObject({ config: { mode: "monitor" } });
  });

  test("refuses a config that it can't understand", async () => {
    put("config.yaml", "mode: [\n");
    expect(await switchModeOffline(home, "monitor")).toContain(home.config);
    expect(readFileSync(home.config, "utf8")).toBe("mode: [\n");
  });

  test("before anything was installed", async () => {
    rmSync(home.run, { recursive: true });
    expect(await switchModeOffline(home, "monitor")).toBeUndefined();
    expect(existsSync(home.run)).toBe(false);
  });
});
