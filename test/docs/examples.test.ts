import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { person } from "../cli/prempti.ts";
import { documents, fencedBlocks } from "./documents.ts";

type Example = {
  readonly file: string;
  readonly name: string;
  readonly rules: string;
  readonly tests: string;
};

/** YAML blocks of a document by the name in their first line: `# packages.yaml`. */
function namedBlocks(text: string): ReadonlyMap<string, string> {
  const blocks = fencedBlocks(text).filter(({ language }) => language === "yaml");
  return new Map(
    blocks.map((block) => [/^# ([\w-]+(\.test)?\.yaml)\n/.exec(block.text)?.[1] ?? "", block.text]),
  );
}

const examples: readonly Example[] = documents.flatMap(({ file, text }) => {
  const blocks = namedBlocks(text);
  return [...blocks]
    .filter(([name]) => name !== "" && !name.endsWith(".test.yaml"))
    .map(([name, rules]) => ({
      file,
      name,
      rules,
      tests: blocks.get(name.replace(".yaml", ".test.yaml")) ?? "",
    }));
});

/** The files of an example in a folder of their own. */
function laidOut({ name, rules, tests }: Pick<Example, "name" | "rules" | "tests">): string {
  const folder = mkdtempSync(join(tmpdir(), "prempti-example-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, name), rules);
  writeFileSync(join(folder, name.replace(".yaml", ".test.yaml")), tests);
  return folder;
}

test("there are worked examples, each with tests", () => {
  expect(examples.length).toBeGreaterThan(8);
  expect(examples.filter(({ tests }) => tests === "").map(({ name }) => name)).toEqual([]);
});

test.for(examples)("$name in $file has no problem, and does what its tests say", async (example) => {
  const folder = laidOut(example);
  const someone = person();
  const checked = await someone.prempti(["rules", "check", join(folder, example.name), "--json"]);
  expect(JSON.parse(checked.stdout)).toEqual({ ok: true, problems: [] });
  const tested = await someone.prempti(["rules", "test", folder]);
  expect(tested).toMatchObject({
    exit: 0,
    stderr: "",
    stdout: expect.stringMatching(/^\d+ tests?: \d+ passed, 0 failed\n$/),
  });
});

/** Blocks without a name: rules that load after the built-in ones, or tests that can be read. */
const others = documents.flatMap(({ file, text }) =>
  fencedBlocks(text)
    .filter((block) => block.language === "yaml" && /^- (rule|macro|list): /m.test(block.text))
    .filter((block) => !/^# [\w-]+\.yaml\n/.test(block.text))
    .map((block, at) => ({ file, at, rules: block.text })),
);

test.for(others)("the rules of block $at in $file load", async ({ rules }) => {
  const folder = laidOut({ name: "block.yaml", rules, tests: "" });
  const { stdout } = await person().prempti(["rules", "check", join(folder, "block.yaml"), "--json"]);
  const { problems } = JSON.parse(stdout) as { problems: readonly { severity: string; message: string }[] };
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
});

/** What stands as an example in the last column of a table of fields. */
const conditions = documents
  .filter(({ file }) => file.endsWith("references/fields.md"))
  .flatMap(({ text }) =>
    [...text.matchAll(/^\|.*\| `([^`|]+)`[^|]*\|$/gm)].map(([, condition = ""]) => condition),
  );

test("the table of fields has conditions", () => expect(conditions.length).toBeGreaterThan(12));

test.for(conditions)("the condition %s loads without a warning", async (condition) => {
  const rules = `- rule: R\n  source: coding_agent\n  desc: d\n  condition: >\n    ${condition}\n  output: o\n  priority: NOTICE\n`;
  const folder = laidOut({ name: "r.yaml", rules, tests: "" });
  const { stdout } = await person().prempti(["rules", "check", join(folder, "r.yaml"), "--json"]);
  expect(JSON.parse(stdout)).toEqual({ ok: true, problems: [] });
});
