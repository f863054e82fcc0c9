import { read, readTree, remove, runWords, write } from "../act.ts";
import { type Flow, fromCommand, join, type Listing, nothing, unknownPart } from "../flow.ts";
import { has } from "../given.ts";
import { hasGlob } from "../glob.ts";
import { fitsPattern, patternOfText, patternsOf } from "../name-pattern.ts";
import { absolutePath, pathsOf } from "../paths.ts";
import { sensitiveFilesBelow, variableFilesLike, wellKnownBelow } from "../sensitive.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { type Action, parseSearch, type Tests } from "./find-expression.ts";
import type { Program, Run } from "./program.ts";

/** The paths that find may come upon: each root, and in it what its tests name. */
function matches(roots: readonly Word[], { names }: Tests, home: string): readonly Word[] {
  return roots.flatMap((root) => {
    const folder = root.text.replace(/(?<!\/)\/+$/, "") || "/";
    if (names.length === 0) return [wordFrom(folder, root.from, root.glob)];
    return names.flatMap((name) => [named(root, folder, name), ...sensitiveNamed(folder, name, home)]);
  });
}

/** Well-known sensitive files below a folder that a name fits, however deep they lie. */
const sensitiveNamed = (folder: string, name: Word, home: string): readonly Word[] =>
  [
    ...sensitiveFilesBelow(folder, name.text, home),
    ...variableFilesLike(name.text).map((file) => `${folder === "/" ? "" : folder}/${file}`),
  ].map(literalWord);

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

const holdsHomes = /^\/(?:home|Users)\/*$/;

function find(run: Run): Flow {
  const { roots, actions, tests } = parseSearch(run.args);
  // Deeper than a list of who there is it comes into the homes of all.
  const isDeep = !run.args.some(
    ({ text }, at) => text === "-maxdepth" && /^[01]$/.test(run.args[at + 1]?.text ?? ""),
  );
  for (const root of roots) (isDeep && holdsHomes.test(root.text) ? readTree : read)(run, root);
  const printed = actions.map((action) =>
    act(run, action, matches(roots, action.tests, run.shell.place.home)),
  );
  const separator = actions.some(({ kind }) => kind === "print0") ? "\0" : "\n";
  if (actions.some(({ kind }) => kind === "run")) return printed.reduce(join, nothing);
  return {
    text: matches(roots, tests, run.shell.place.home)
      .map(({ text }) => `${text}${separator}`)
      .join(""),
    from: { ...fromCommand, output: true, listing: listingOf(run, roots, tests) },
  };
}

/** A search that wants no names prints those of all that lies below its root. */
function listingOf(
  { shell }: Run,
  [root, ...others]: readonly Word[],
  { names }: Tests,
): Listing | undefined {
  if (root === undefined || others.length > 0 || names.length > 0) return undefined;
  const printed = root.text.replace(/(?<!\/)\/+$/, "") || "/";
  const prefix = printed === "/" ? "/" : `${printed}/`;
  return { folder: absolutePath(shell, root.text), printed, prefix, hidden: true, deep: true };
}

function act(run: Run, action: Action, paths: readonly Word[]): Flow {
  if (action.kind === "run") return runFound(run, action.words, paths, action.tests);
  if (action.kind === "delete") for (const path of paths) removeFound(run, path, action.tests);
  if (action.kind === "write") for (const file of action.words) write(run, file, nothing);
  return nothing;
}

/** A search that names nothing takes the whole tree away. */
function removeFound(run: Run, path: Word, { names, narrowed }: Tests): void {
  if (names.length > 0) remove(run, path);
  else if (narrowed) remove(run, wordFrom(`${path.text}/*`, path.from, true));
  else remove(run, path, true);
}

function runFound(
  run: Run,
  command: readonly Word[],
  paths: readonly Word[],
  { names }: Pick<Tests, "names">,
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
  if (names.length === 0) spread(run, before, paths);
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

const fastValues =
  /^(?:-[dtESocjC]|--(?:max-depth|min-depth|exact-depth|type|exclude|size|owner|color|threads|base-directory|changed-within|changed-before|newer|older|format|path-separator|search-path|and|ignore-file|max-results|max-buffer-time))$/;

/** What fd was given before its command: what a name must be like, and where it looks. */
function parseFast(args: readonly Word[]): {
  readonly names: readonly Word[];
  readonly roots: readonly Word[];
} {
  const [extensions, operands]: [Word[], Word[]] = [[], []];
  const isGlob = args.some(({ text }) => /^(-g|--glob)$/.test(text));
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] as Word;
    const [, joined] = /^(?:--extension=|-e)(.+)$/.exec(word.text) ?? [];
    if (joined !== undefined) extensions.push(wordFrom(joined, word.from));
    else if (/^(-e|--extension)$/.test(word.text)) extensions.push(...args.slice(++at, at + 1));
    else if (fastValues.test(word.text)) at += 1;
    else if (!word.text.startsWith("-")) operands.push(word);
  }
  const [pattern, ...roots] = operands;
  const named = pattern === undefined || pattern.text === "." || pattern.text === "" ? undefined : pattern;
  const like = isGlob ? named?.text : named && (patternsOf(named.text)[0] ?? "*");
  const ends = extensions.map(({ text, from }) =>
    wordFrom(`${like ?? "*"}.${text.replace(/^\./, "")}`, from),
  );
  return {
    names: ends.length > 0 || like === undefined ? ends : [wordFrom(like, pattern?.from ?? fromCommand)],
    roots,
  };
}

/** `fd PATTERN [PATH…] -x CMD…`. */
function findFast(run: Run): Flow {
  const marker = run.args.findIndex(({ text }) => /^(-x|-X|--exec|--exec-batch)$/.test(text));
  const { names, roots } = parseFast(marker === -1 ? run.args : run.args.slice(0, marker));
  for (const root of roots) read(run, root);
  const folders = roots.length === 0 ? [wordFrom(".", fromCommand)] : roots;
  const paths = folders.flatMap((root) => {
    const folder = root.text.replace(/\/$/, "");
    if (names.length === 0) return [wordFrom(`${folder}/${unknownPart}`, root.from, true)];
    return names.flatMap((name) => [
      named(root, folder, name),
      ...sensitiveNamed(folder, name, run.shell.place.home),
    ]);
  });
  if (marker !== -1) {
    const command = run.args.slice(marker + 1);
    return runFound(
      run,
      command.some(({ text }) => text.includes("{}")) ? command : [...command, wordFrom("{}", fromCommand)],
      paths,
      { names },
    );
  }
  return { text: paths.map(({ text }) => `${text}\n`).join(""), from: { ...fromCommand, output: true } };
}

/** `locate NAME`: whatever in the whole file system has it in its path. */
function locate(run: Run): Flow {
  const isRegex = has(run, "-r", "--regexp", "--regex");
  const patterns = run.operands.flatMap(({ text }) =>
    isRegex ? patternsOf(text) : [hasGlob(text) ? text : patternOfText(text)],
  );
  const known = wellKnownBelow("/", run.shell.place.home).filter((path) =>
    fitsPattern(patterns, path, has(run, "-i")),
  );
  return {
    text: [...known, ...patterns.map((pattern) => `/${pattern}`)].map((path) => `${path}\n`).join(""),
    from: { ...fromCommand, output: true },
  };
}

export const finding: readonly Program[] = [
  { names: ["find", "gfind", "bfs"], style: "raw", does: find },
  { names: ["fd", "fdfind"], style: "raw", does: findFast },
  {
    names: ["locate", "mlocate", "plocate"],
    options: { "-n -l --limit -d --database": "value" },
    does: locate,
  },
];
