import { Cli } from "clipanion";
import { expect, test } from "vitest";
import type { World } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/commands.ts";
import { globalOptionsOf, pagesOf } from "../../src/cli/manual/page.ts";
import { codeOf, documents } from "./documents.ts";

const definitions = Cli.from<World>([...commands], { binaryName: "prempti" }).definitions();
const pages = pagesOf(definitions);
const everywhere = [...globalOptionsOf(definitions).flatMap(({ names }) => names), "--help", "-h"];

/** What stands behind `prempti` up to the end of that command; undefined where it isn't one. */
function wordsOf(code: string): readonly string[] | undefined {
  const [, line] = /(?:^|[|;&] ?|\$\()(?:\S*\/)?prempti ([^|;&>#…)]+)/.exec(withoutQuoted(code)) ?? [];
  return line?.trim().split(" ");
}

/** A quoted argument is one word, whatever it has in it. */
const withoutQuoted = (code: string): string => code.replace(/'[^']*'|"[^"]*"/g, "QUOTED");

/** What is wrong with a command line; undefined when nothing is. */
function mistakeIn(words: readonly string[]): string | undefined {
  // A whole is meant: prempti COMMAND --help
  if (/^[A-Z]+$/.test(words[0] ?? "")) return undefined;
  const plain = `${words.filter((word) => !word.startsWith("-")).join(" ")} `;
  const page = pages
    .filter(({ path }) => plain.startsWith(`${path} `))
    .sort((one, other) => other.path.length - one.path.length)[0];
  if (words.every((word) => everywhere.includes(word))) return undefined;
  if (page === undefined) return `there is no such command: ${words.join(" ")}`;
  const known = [...page.options.flatMap(({ names }) => names), ...everywhere];
  const unknown = words.filter((word) => /^--?[a-z]/.test(word) && !known.includes(word.split("=")[0] ?? ""));
  return unknown.length === 0 ? undefined : `${page.path} has no option ${unknown.join(", ")}`;
}

const shown = documents
  .filter(({ file }) => file !== "CHANGELOG.md")
  .map(({ file, text }) => ({
    file,
    lines: codeOf(text).flatMap((code) => wordsOf(code) ?? []).length,
    text,
  }));

test("the documents show commands", () => {
  expect(shown.find(({ file }) => file === "README.md")?.lines).toBeGreaterThan(20);
  expect(shown.find(({ file }) => file === "docs/first-hour.md")?.lines).toBeGreaterThan(20);
});

test.for(shown)("every command in $file exists", ({ text }) => {
  const mistakes = codeOf(text).flatMap((code) => {
    const words = wordsOf(code);
    return (words === undefined ? undefined : mistakeIn(words)) ?? [];
  });
  expect(mistakes).toEqual([]);
});

test.for([
  ["prempti lgos -f", "there is no such command: lgos -f"],
  ["prempti logs --sinse 2h | head", "logs has no option --sinse"],
  ["x | prempti eval --inptu hook", "eval has no option --inptu"],
  ["build/out/prempti config set log.keep 10", undefined],
  ["prempti logs show 12 --json > a.json", undefined],
  ["prempti --help", undefined],
  ["prempti rules test --follow", "rules test has no option --follow"],
] as const)("%s: %s", ([line, mistake]) => expect(mistakeIn(wordsOf(line) ?? [])).toBe(mistake));
