import { effect, noteCode, runText } from "../act.ts";
import { type Flow, isKnown, nothing } from "../flow.ts";
import { globMatches } from "../glob.ts";
import { absolutePath, baseName } from "../paths.ts";
import { literalWord, wordFrom } from "../word.ts";
import { unpackedAbove } from "../written.ts";
import type { Run } from "./program.ts";

/** The first of a program's default files in its folder that this command line wrote. */
export function madeFile(run: Run, names: readonly string[], folder = "."): Flow | undefined {
  if (run.shell.files.size === 0) return undefined;
  for (const name of names) {
    const made = run.shell.files.get(absolutePath(run.shell, `${folder}/${name}`));
    if (made !== undefined) return made;
  }
  return undefined;
}

/**
 * A program that runs what the files of its folder say, where this command line has just fetched the folder. The
 * session's own folder is none: that something was unpacked there doesn't make all of it foreign.
 */
export function runsFetched(run: Run, folder = "."): void {
  const path = absolutePath(run.shell, folder);
  const above = unpackedAbove(run.shell, `${path}/x`);
  if (above?.flow.from.network === true && above.folder !== run.shell.place.cwd) effect(run, "run:unpacked");
}

/** Most files of one pattern that are run. */
const mostFiles = 16;

/** Files below the folder that this command line wrote and whose name fits, with what is in them. */
export function madeFilesLike(run: Run, patterns: readonly string[]): readonly Flow[] {
  const { files, cwd } = run.shell;
  const found: Flow[] = [];
  for (const [path, flow] of files) {
    if (found.length === mostFiles) break;
    if (!path.startsWith(`${cwd}/`)) continue;
    if (patterns.some((pattern) => globMatches(pattern, baseName(path)))) found.push(flow);
  }
  return found;
}

const packageFiles = ["package.json"];

/** Scripts that run with another by themselves. */
const around = (name: string): readonly string[] => [`pre${name}`, name, `post${name}`];

/** `npm run NAME`, where this command line wrote package.json. */
export function runPackageScript(run: Run, name: string, folder = "."): void {
  runsFetched(run, folder);
  const file = madeFile(run, packageFiles, folder);
  if (file === undefined) return;
  if (file.from.network || file.from.decoded) noteCode(run, file);
  for (const script of around(name)) {
    const text = scriptIn(file, script);
    if (text !== undefined) runText(run, wordFrom(text, file.from), {}, { stdin: nothing, socket: false });
  }
}

/** A script by its name, in JSON or in a line of `npm pkg set`. */
function scriptIn({ text }: Flow, name: string): string | undefined {
  for (const [key, value] of scriptsOf(text)) if (key === name) return value;
  return undefined;
}

function scriptsOf(text: string): readonly (readonly [string, string])[] {
  const set = [...text.matchAll(/(?:^|\n)scripts\.([\w:.-]+)=([^\n]*)/g)];
  const pairs = [...text.matchAll(/"([\w:.-]+)"\s*:\s*("(?:[^"\\]|\\.)*")/g)];
  return [
    ...set.map(([, key = "", value = ""]) => [key, value] as const),
    ...pairs.map(([, key = "", value = ""]) => [key, unquoted(value)] as const),
  ];
}

function unquoted(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return json.slice(1, -1);
  }
}

/** Hooks that git runs by itself around what a subcommand does. */
const hooks: Readonly<Record<string, readonly string[]>> = {
  commit: ["pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"],
  merge: ["pre-merge-commit", "post-merge", "commit-msg"],
  push: ["pre-push"],
  checkout: ["post-checkout"],
  switch: ["post-checkout"],
  rebase: ["pre-rebase", "post-rewrite"],
  pull: ["post-merge"],
};

/** Hooks that this command line wrote, when git comes to run them. */
export function runHooks(run: Run, subcommand: string): void {
  if (run.shell.files.size === 0 || !Object.hasOwn(hooks, subcommand)) return;
  for (const name of hooks[subcommand] ?? [])
    for (const folder of [".git/hooks", ".husky", ".githooks"]) {
      const hook = madeFile(run, [name], folder);
      if (hook !== undefined && (isKnown(hook) || hook.from.network || hook.from.decoded))
        run.shell.walker.words(
          run.shell,
          [literalWord(`./${folder}/${name}`)],
          { stdin: nothing, socket: false },
          true,
        );
    }
}
