import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../build/paths.ts";
import { documents } from "./documents.ts";

/** As GitHub makes it of a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");

function anchorsOf(file: string): readonly string[] {
  const text = readFileSync(file, "utf8").replace(/^```[\s\S]*?^```$/gm, "");
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchor(heading));
}

/** What stands in code is no link, however it looks. */
const withoutCode = (text: string): string =>
  text.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");

const linksIn = (text: string): readonly string[] =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);

function isBroken(from: string, target: string): boolean {
  if (/^[a-z]+:/.test(target)) return false;
  const [path = "", place] = target.split("#");
  const file = path === "" ? join(root, from) : join(root, dirname(from), path);
  if (!existsSync(file)) return true;
  return place !== undefined && !anchorsOf(file).includes(place);
}

test.for(documents)("every link in $file leads somewhere", ({ file, text }) => {
  expect(linksIn(text).filter((target) => isBroken(file, target))).toEqual([]);
});

test("every document of docs/ is in its index", () => {
  const index = documents.find(({ file }) => file === "docs/README.md")?.text ?? "";
  const names = documents
    .map(({ file }) => /^docs\/(.*)$/.exec(file)?.[1] ?? "README.md")
    .filter((name) => name !== "README.md");
  expect(names.filter((name) => !index.includes(`](${name})`))).toEqual([]);
});
