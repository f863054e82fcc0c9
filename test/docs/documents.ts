import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../build/paths.ts";

export type Document = { readonly file: string; readonly text: string };

/** Every document of the repository, by its path from the root. */
export const documents: readonly Document[] = ["*.md", "docs/*.md", "skills/**/*.md"]
  .flatMap((pattern) => globSync(pattern, { cwd: root }))
  .sort()
  .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));

export type Block = { readonly language: string; readonly text: string };

/** Fenced blocks, in their order. */
export function fencedBlocks(text: string): readonly Block[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = "", inside = ""]) => ({
    language,
    text: inside,
  }));
}

/** Everything that is set as code: fenced, indented by four, or between backquotes. */
export function codeOf(text: string): readonly string[] {
  const fenced = fencedBlocks(text)
    .filter(({ language }) => language === "" || language === "sh")
    .flatMap((block) => block.text.split("\n"));
  const prose = text.replace(/^```(\w*)\n([\s\S]*?)^```$/gm, "");
  const indented = prose.split("\n").filter((line) => line.startsWith("    "));
  const inline = [...prose.replace(/^ {4}.*$/gm, "").matchAll(/`([^`]+)`/g)].map(([, inside = ""]) => inside);
  return [...fenced, ...indented, ...inline].map((line) => line.replace(/\s+/g, " ").trim());
}
