import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "../../build/paths.ts";

type Marketplace = {
  readonly name: string;
  readonly owner: { readonly name: string };
  readonly metadata: { readonly version: string };
  readonly plugins: readonly {
    readonly name: string;
    readonly source: string;
    readonly description: string;
    readonly version: string;
    readonly skills: readonly string[];
  }[];
};

const readJson = (file: string): unknown => JSON.parse(readFileSync(join(root, file), "utf8"));
const marketplace = readJson(".claude-plugin/marketplace.json") as Marketplace;

test("the marketplace says what a client asks of it, and has this version", () => {
  const { version } = readJson("package.json") as { readonly version: string };
  const { name, owner, metadata, plugins } = marketplace;
  for (const id of [name, ...plugins.map((plugin) => plugin.name)])
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(owner.name).not.toBe("");
  expect([metadata.version, ...plugins.map((plugin) => plugin.version)]).toEqual([version, version]);
  for (const { description } of plugins) expect(description).not.toBe("");
});

test("every skill is in a plugin, and every plugin's skills are there", () => {
  const listed = marketplace.plugins.flatMap(({ source, skills }) =>
    skills.map((skill) => join(source, skill, "SKILL.md")),
  );
  expect(listed.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  expect(globSync("skills/*/SKILL.md", { cwd: root }).sort()).toEqual(listed.sort());
});

test.for(globSync("skills/*/SKILL.md", { cwd: root }))("the front matter of %s", (file) => {
  const text = readFileSync(join(root, file), "utf8");
  const [, matter = ""] = /^---\n([\s\S]*?)\n---\n/.exec(text) ?? [];
  const { name, description, ...rest } = parse(matter) as Readonly<Record<string, string>>;
  expect(name).toBe(basename(dirname(file)));
  // A client cuts what is longer, and reads more than some five hundred lines of a skill only in part.
  expect(description?.length).toBeGreaterThan(80);
  expect(description?.length).toBeLessThanOrEqual(1024);
  expect(rest).toEqual({});
  expect(text.split("\n").length).toBeLessThan(500);
});
