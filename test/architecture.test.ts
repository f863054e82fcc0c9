import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { root } from "../build/paths.ts";

const source = join(root, "src");

/** A file may import from its own folder and from folders on floors below. */
const floors: readonly (readonly string[])[] = [
  ["model"],
  ["fields"],
  ["rules", "shell"],
  ["agents"],
  ["judge"],
  ["platform"],
  ["sinks", "store"],
  ["daemon", "web"],
  ["hook", "cli"],
  ["main.ts"],
];

/** Folders without clock, environment, await or any Node module but node:path. */
const pureFloors = 5;

/** Packages that each folder may use, beside Node's own modules. */
const packages: Readonly<Record<string, readonly string[]>> = {
  rules: ["re2js", "#condition-parser"],
  shell: ["unbash"],
  agents: ["jsonc-parser", "smol-toml"],
  judge: [],
  platform: ["yaml", "undici", "#builtin-rules", "#builtin-sources"],
  daemon: ["#builtin-rules"],
  hook: ["#builtin-rules"],
  cli: ["clipanion", "yaml", "#builtin-rules", "#builtin-sources", "#opencode-plugin"],
};

type Import = {
  readonly from: string;
  readonly to: string;
  readonly dynamic: boolean;
  readonly typeOnly: boolean;
};

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.replaceAll("\\", "/"));

const importPattern =
  /^\s*(import|export)\s+(type\s)?[^;'"]*?from\s+"([^"]+)"|^\s*import\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gm;

function importsOf(file: string): Import[] {
  const text = readFileSync(join(source, file), "utf8");
  return [...text.matchAll(importPattern)].map((match) => ({
    from: file,
    to: match[3] ?? match[4] ?? match[5] ?? "",
    dynamic: match[5] !== undefined,
    typeOnly: match[2] !== undefined,
  }));
}

const imports = files.flatMap(importsOf);

const folderOf = (file: string) => file.split("/")[0] ?? "";
const floorOf = (folder: string) => floors.findIndex((floor) => floor.includes(folder));
const targetOf = ({ from, to }: Import) =>
  relative(source, resolve(source, from, "..", to)).replaceAll("\\", "/");

test("every folder of src is on a floor", () => {
  expect([...new Set(files.map(folderOf))].filter((folder) => floorOf(folder) === -1)).toEqual([]);
});

test("a file imports from its own folder and from floors below", () => {
  const wrong = imports
    .filter(({ to }) => to.startsWith("."))
    .filter((found) => {
      const [here, there] = [folderOf(found.from), folderOf(targetOf(found))];
      return here !== there && floorOf(there) >= floorOf(here);
    });
  expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test("a package is used only where it belongs", () => {
  const wrong = imports
    .filter(({ to }) => !to.startsWith(".") && !to.startsWith("node:"))
    .filter(({ from, to }) => !(packages[folderOf(from)] ?? []).includes(to));
  expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test("Node's modules are imported with the node: prefix", () => {
  expect(
    imports
      .filter(({ to }) => !to.startsWith("node:") && builtinModules.includes(to))
      .map(({ from }) => from),
  ).toEqual([]);
});

const pureFiles = files.filter((file) => floorOf(folderOf(file)) < pureFloors);

test("the pure floors import no Node module but node:path", () => {
  const wrong = imports.filter(
    ({ from, to }) =>
      pureFiles.includes(from) && to.startsWith("node:") && !/^node:path(\/posix|\/win32)?$/.test(to),
  );
  expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test.each(pureFiles)("%s has no clock, no environment, no randomness and no await", (file) => {
  const text = readFileSync(join(source, file), "utf8").replace(
    /\/\*[\s\S]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g,
    "",
  );
  expect(text).not.toMatch(
    /\bDate\b|\bperformance\b|\bprocess\.|\bMath\.random\b|\bawait\b|\basync\b|\bsetTimeout\b|\bBuffer\b/,
  );
});

/** Everything that a file loads before its first line runs. */
function staticImports(file: string, seen = new Set<string>()): Set<string> {
  for (const found of imports.filter(
    ({ from, dynamic, typeOnly }) => from === file && !dynamic && !typeOnly,
  )) {
    const target = found.to.startsWith(".") ? targetOf(found) : found.to;
    if (seen.has(target)) continue;
    seen.add(target);
    if (found.to.startsWith(".")) staticImports(target, seen);
  }
  return seen;
}

test("what the hook loads before it has read its input", () => {
  expect([...staticImports("main.ts")].sort()).toMatchInlineSnapshot(`
    [
      "agents/adapter.ts",
      "hook/ask-daemon.ts",
      "hook/hook.ts",
      "hook/leave.ts",
      "hook/limits.ts",
      "hook/pipe.ts",
      "hook/read-input.ts",
      "hook/settle.ts",
      "node:buffer",
      "node:fs",
      "node:os",
      "node:path",
      "platform/home.ts",
    ]
  `);
});
