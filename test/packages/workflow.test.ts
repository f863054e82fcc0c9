import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "../../build/paths.ts";
import { targets } from "../../build/targets.ts";

type Step = { readonly run?: string; readonly uses?: string };
type Job = {
  readonly needs?: readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly strategy?: {
    readonly matrix: { readonly include: readonly { readonly targets: readonly string[] }[] };
  };
};

const workflow: { readonly permissions: object; readonly jobs: Readonly<Record<string, Job>> } = parse(
  readFileSync(join(root, ".github", "workflows", "release.yml"), "utf8"),
);
const scripts: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
).scripts;

test("the release builds every target once", () => {
  const built = workflow.jobs["package"]?.strategy?.matrix.include.flatMap((row) => row.targets) ?? [];
  expect([...built].sort()).toEqual(targets.map(({ name }) => name).sort());
});

test("the release runs scripts that there are", () => {
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  const run = steps.flatMap((step) => /npm run (?:--silent )?([\w:]+)/.exec(step.run ?? "")?.[1] ?? []);
  expect(run).toEqual(["package", "test:packages", "package"]);
  for (const script of run) expect(scripts).toHaveProperty([script]);
});

test("only the job that publishes may write, after all others", () => {
  expect(workflow.permissions).toEqual({ contents: "read" });
  const writing = Object.entries(workflow.jobs).filter(([, job]) => job.permissions !== undefined);
  expect(writing.map(([name]) => name)).toEqual(["publish"]);
  const others = Object.keys(workflow.jobs).filter((name) => name !== "publish");
  expect(workflow.jobs["publish"]?.needs).toEqual(others);
});
