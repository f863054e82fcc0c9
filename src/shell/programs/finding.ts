import { read, remove, runWords, write } from "../act.ts";
import { type Flow, fromCommand, join, nothing, unknownPart } from "../flow.ts";
import { pathsOf } from "../paths.ts";
import { sensitiveFilesBelow } from "../sensitive.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import type { Program, Run } from "./program.ts";

/** Tests that leave all but some names out. */
const nameTests: ReadonlySet<string> = new Set([
  "-name",
  "-iname",
  "-path",
  "-ipath",
  "-wholename",
  "-regex",
  "-iregex",
]);
const takesValue =
  /^-(type|maxdepth|mindepth|[acm]time|[acm]min|size|newer\w*|anewer|perm|user|group|uid|gid|links|inum|samefile|regextype|fstype|printf|used|xtype|D)$/;
/** Tests that leave most out, whatever they are called. */
const narrow = /^-(empty|[acm]time|[acm]min|size|newer\w*|maxdepth|samefile|inum|links|user)$/;

type Found = { readonly roots: readonly Word[]; readonly names: readonly Word[]; readonly narrowed: boolean };

/** Where find looks and what for. */
function search(args: readonly Word[]): Found {
  let at = 0;
  while (/^-([HLPDO]|O\d)/.test(args[at]?.text ?? "") && (args[at]?.text ?? "").length <= 3)
    at += args[at]?.text === "-D" ? 2 : 1;
  const roots: Word[] = [];
  while (at < args.length && !/^[-(!)]/.test(args[at]?.text ?? "")) roots.push(args[at++] as Word);
  const names: Word[] = [];
  let narrowed = false;
  for (; at < args.length; at += 1) {
    const text = args[at]?.text ?? "";
    const negated = /^(!|-not)$/.test(args[at - 1]?.text ?? "");
    narrowed ||= narrow.test(text);
    if (!nameTests.has(text)) {
      if (takesValue.test(text)) at += 1;
      continue;
    }
    const value = args[++at];
    if (value !== undefined && !negated && value.text !== "*") names.push(value);
  }
  return { roots: roots.length === 0 ? [wordFrom(".", fromCommand)] : roots, names, narrowed };
}

/** The paths that find may come upon: each root, and in it what its tests name. */
function matches({ roots, names }: Found, home: string): readonly Word[] {
  return roots.flatMap((root) => {
    const folder = root.text.replace(/\/+$/, "") || "/";
    if (names.length === 0) return [wordFrom(folder, root.from, root.glob)];
    return names.flatMap((name) => [named(root, folder, name), ...sensitiveNamed(folder, name, home)]);
  });
}

/** Well-known sensitive files below a folder that a name fits, however deep they lie. */
const sensitiveNamed = (folder: string, name: Word, home: string): readonly Word[] =>
  isFolderPattern(name.text) ? [] : sensitiveFilesBelow(folder, name.text, home).map(literalWord);

const isFolderPattern = (text: string): boolean => text.includes("/");

function named(root: Word, folder: string, name: Word): Word {
  const base = folder === "/" ? "" : folder;
  if (isFolderPattern(name.text))
    return wordFrom(
      name.text.startsWith("/") || name.text.startsWith(base)
        ? name.text
        : `${base}/${name.text.replace(/^\*?\/?/, "")}`,
      root.from,
      true,
    );
  return wordFrom(`${base}/${name.text}`, root.from, true);
}

/** `-exec CMD… ;`, `-execdir`, `-ok`, `-okdir`: each with its words. */
function executed(args: readonly Word[]): readonly (readonly Word[])[] {
  const commands: (readonly Word[])[] = [];
  for (let at = 0; at < args.length; at += 1) {
    if (!/^-(exec|execdir|ok|okdir)$/.test(args[at]?.text ?? "")) continue;
    const start = at + 1;
    at = start;
    while (
      at < args.length &&
      args[at]?.text !== ";" &&
      !(args[at]?.text === "+" && args[at - 1]?.text === "{}")
    )
      at += 1;
    commands.push(args.slice(start, at));
  }
  return commands;
}

/** Not the words of commands that find runs. */
function withoutCommands(args: readonly Word[]): readonly Word[] {
  const at = args.findIndex(({ text }) => /^-(exec|execdir|ok|okdir)$/.test(text));
  if (at === -1) return args;
  let end = at + 1;
  while (end < args.length && args[end]?.text !== ";" && args[end]?.text !== "+") end += 1;
  return [...args.slice(0, at), ...withoutCommands(args.slice(end + 1))];
}

function find(run: Run): Flow {
  const own = withoutCommands(run.args);
  const found = search(own);
  const paths = matches(found, run.shell.place.home);
  const deletes = own.some(({ text }) => text === "-delete");
  for (const root of found.roots) read(run, root);
  for (const path of paths) if (deletes) removeFound(run, path, found);
  own.forEach(({ text }, index) => {
    const file = own[index + 1];
    if (/^-(fprint0?|fls|fprintf)$/.test(text) && file !== undefined) write(run, file, nothing);
  });
  const printed = executed(run.args).map((command) => runFound(run, command, paths, found));
  if (printed.length > 0) return printed.reduce(join, nothing);
  const separator = own.some(({ text }) => text === "-print0") ? "\0" : "\n";
  return {
    text: paths.map(({ text }) => `${text}${separator}`).join(""),
    from: { ...fromCommand, output: true },
  };
}

/** A search that names nothing takes the whole tree away. */
function removeFound(run: Run, path: Word, { names, narrowed }: Found): void {
  if (names.length > 0) remove(run, path);
  else if (narrowed) remove(run, wordFrom(`${path.text}/*`, path.from, true));
  else remove(run, path, true);
}

function runFound(
  run: Run,
  command: readonly Word[],
  paths: readonly Word[],
  found: Pick<Found, "names">,
): Flow {
  run.shell.draft.wrappers.add(run.program);
  const io = { ...run.io, stdin: nothing };
  const before = { reads: new Map(run.shell.draft.reads), deletes: new Set(run.shell.draft.deletes) };
  const printed = paths
    .slice(0, 16)
    .map((path) =>
      runWords(
        run,
        command.map((word) => (word.text.includes("{}") ? filled(word, path) : word)),
        io,
      ),
    )
    .reduce(join, nothing);
  if (found.names.length === 0) spread(run, before, paths);
  return printed;
}

type Before = { readonly reads: ReadonlyMap<string, number>; readonly deletes: ReadonlySet<string> };

/** What a command does to a folder that find goes through, it does to all that lies below. */
function spread(run: Run, before: Before, paths: readonly Word[]): void {
  const { draft } = run.shell;
  for (const path of paths.flatMap((word) => pathsOf(run.shell, word))) {
    if (draft.deletes.has(path) && !before.deletes.has(path)) draft.deleteTrees.add(path);
    if (draft.reads.get(path) !== before.reads.get(path)) draft.readTrees.add(path);
  }
}

const filled = (word: Word, path: Word): Word =>
  wordFrom(
    word.text.replaceAll("{}", () => path.text),
    word.from,
    path.glob,
  );

/** fd's regular expression as a pattern of names: what is no plain text in it may be anything. */
function namePattern(text: string): string {
  const plain = text.replace(/\\(.)|[*+?()|{}[\]]+/g, (_, escaped?: string) => escaped ?? "*");
  return `${plain.startsWith("^") ? "" : "*"}${plain.replace(/^\^|\$$/g, "")}${plain.endsWith("$") ? "" : "*"}`;
}

/** `fd PATTERN [PATH…] -x CMD…`. */
function findFast(run: Run): Flow {
  const marker = run.args.findIndex(({ text }) => /^(-x|-X|--exec|--exec-batch)$/.test(text));
  const own = marker === -1 ? run.args : run.args.slice(0, marker);
  const [pattern, ...roots] = own.filter(({ text }) => !text.startsWith("-"));
  for (const root of roots) read(run, root);
  const folders = roots.length === 0 ? [wordFrom(".", fromCommand)] : roots;
  const name =
    pattern === undefined || pattern.text === "."
      ? undefined
      : wordFrom(namePattern(pattern.text), pattern.from);
  const paths = folders.flatMap((root) => {
    const folder = root.text.replace(/\/$/, "");
    if (name === undefined) return [wordFrom(`${folder}/${unknownPart}`, root.from, true)];
    return [named(root, folder, name), ...sensitiveNamed(folder, name, run.shell.place.home)];
  });
  if (marker !== -1) {
    const command = run.args.slice(marker + 1);
    return runFound(
      run,
      command.some(({ text }) => text.includes("{}")) ? command : [...command, wordFrom("{}", fromCommand)],
      paths,
      { names: pattern === undefined ? [] : [pattern] },
    );
  }
  return { text: paths.map(({ text }) => `${text}\n`).join(""), from: { ...fromCommand, output: true } };
}

export const finding: readonly Program[] = [
  { names: ["find", "gfind", "bfs"], style: "raw", does: find },
  { names: ["fd", "fdfind"], style: "raw", does: findFast },
  { names: ["locate", "mlocate", "plocate"], style: "raw" },
];
