import { changeTree, effect, empties, read, readTree, remove, write } from "../act.ts";
import { type Flow, nothing } from "../flow.ts";
import { has, value } from "../given.ts";
import { absolutePath, baseName } from "../paths.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import type { Program, Run } from "./program.ts";

/** Where a file lands that is copied to a target: below it, if it is a folder. */
function landing(run: Run, target: Word, source: Word): Word {
  if (!target.text.endsWith("/") && run.operands.length <= 2 && !isKnownFolder(target)) return target;
  return wordFrom(
    `${target.text.replace(/(?<!\/)\/+$/, "")}/${baseName(source.text.replace(/(?<!\/)\/+$/, ""))}`,
    target.from,
    target.glob || source.glob,
  );
}

const isKnownFolder = ({ text }: Word): boolean => /^(\.|\.\.|~|\/tmp|\/var\/tmp)$|(^|\/)\.\.?$/.test(text);

/** Sources and target of cp, mv, ln, install: `-t DIR a b` or `a b DIR`. */
function copied(run: Run): { readonly sources: readonly Word[]; readonly target: Word | undefined } {
  const folder = value(run, "-t", "--target-directory");
  if (folder !== undefined)
    return { sources: run.operands, target: wordFrom(`${folder.text}/`, folder.from) };
  return {
    sources: run.operands.slice(0, -1),
    target: run.operands.length > 1 ? run.operands.at(-1) : undefined,
  };
}

function copy(run: Run): Flow {
  const { sources, target } = copied(run);
  if (target === undefined) return nothing;
  const recursive = has(run, "-r", "-R", "-a", "--recursive", "--archive");
  for (const source of sources) {
    write(run, landing(run, target, source), recursive ? readTree(run, source) : read(run, source));
    noteMode(run, value(run, "-m", "--mode")?.text ?? "");
  }
  return nothing;
}

function makeFolders(run: Run): Flow {
  for (const word of run.operands) write(run, word);
  return nothing;
}

function move(run: Run): Flow {
  const { sources, target } = copied(run);
  for (const source of target === undefined ? [] : sources) {
    if (target !== undefined) write(run, landing(run, target, source), read(run, source));
    // A folder that is moved is gone with everything in it; whether it is one can't be seen.
    remove(run, source);
  }
  return nothing;
}

/** A link is another way to the file: whoever reads it reads the file. */
function link(run: Run): Flow {
  const { sources, target } = copied(run);
  for (const source of sources) {
    const there = has(run, "-s", "--symbolic") && target !== undefined ? besideLink(source, target) : source;
    const place = target === undefined ? literalWord(baseName(source.text)) : landing(run, target, source);
    write(run, place, read(run, there));
    run.shell.links.set(absolutePath(run.shell, place.text), absolutePath(run.shell, there.text));
  }
  return nothing;
}

/** A symbolic link's text is relative to where the link lies. */
function besideLink(source: Word, target: Word): Word {
  if (/^[/~]/.test(source.text) || !target.text.includes("/")) return source;
  return wordFrom(
    `${target.text.slice(0, target.text.lastIndexOf("/"))}/${source.text}`,
    source.from,
    source.glob,
  );
}

function removeFiles(run: Run): Flow {
  const recursive = has(run, "-r", "-R", "--recursive");
  for (const word of run.operands) remove(run, word, recursive);
  return nothing;
}

/** A mode that gives the owner's rights to whoever starts it: `4755`, `u+s`. The group's alone are how folders are shared. */
const setsId = (mode: string): boolean =>
  /^0*[4-7][0-7]{3}$/.test(mode) || /(?:^|,)(?:(?=g*[uoa])[uoga]+)?[+=][rwxX]*s/.test(mode);

function changeMode(run: Run): Flow {
  const [mode, ...files] = run.args.some(({ text }) => /^-[rwxst]+$/.test(text))
    ? run.args.filter(({ text }) => !text.startsWith("--"))
    : run.operands;
  const text = mode?.text ?? "";
  noteMode(run, text);
  for (const file of files) changeOne(run, file);
  return nothing;
}

/** Programs of Node.js that take patterns; one with `!` says what stays. */
function removePatterns(run: Run): Flow {
  for (const word of run.operands) if (!word.text.startsWith("!")) remove(run, word, true);
  return nothing;
}

function noteMode(run: Run, text: string): void {
  if (/^0?[2-7]?[0-7][0-7][2367]$/.test(text) || /(?:^|,)(?=[ug]*[oa])[ugoa]+[+=][rxX]*w/.test(text))
    effect(run, "perms:world-writable");
  if (setsId(text)) effect(run, "perms:setuid");
}

function changeOwner(run: Run): Flow {
  for (const file of run.operands.slice(has(run, "--reference") ? 0 : 1)) changeOne(run, file);
  return nothing;
}

function changeOne(run: Run, file: Word): void {
  if (has(run, "-R", "--recursive")) changeTree(run, file);
  else write(run, file);
}

/** Programs that make, copy, move, link, change and remove files. */
export const files: readonly Program[] = [
  { names: ["cp", "gcp"], options: { "-t --target-directory -S --suffix": "value" }, does: copy },
  {
    names: ["install", "ginstall"],
    options: { "-t --target-directory -m --mode -o --owner -g --group -S": "value" },
    does: (run) => (has(run, "-d", "--directory") ? makeFolders(run) : copy(run)),
  },
  { names: ["mv", "gmv"], options: { "-t --target-directory -S --suffix": "value" }, does: move },
  { names: ["ln", "link"], options: { "-t --target-directory -S --suffix": "value" }, does: link },
  { names: ["rm", "grm"], does: removeFiles },
  { names: ["rmdir", "unlink"], operands: ["delete"], output: "none" },
  {
    names: ["shred"],
    options: { "-n --iterations -s --size --random-source": "value" },
    operands: ["delete"],
    output: "none",
  },
  {
    names: ["srm", "trash", "trash-put", "gio-trash", "trash-cli"],
    operands: ["delete-tree"],
    output: "none",
  },
  { names: ["rimraf", "del-cli"], output: "none", does: removePatterns },
  {
    names: ["truncate"],
    options: { "-s --size": "value", "-r --reference": "read" },
    operands: ["create"],
    output: "none",
    does: (run) => {
      if (/^0/.test(value(run, "-s", "--size")?.text ?? ""))
        for (const word of run.operands) empties(run, absolutePath(run.shell, word.text));
      return undefined;
    },
  },
  {
    names: ["mkdir", "touch"],
    options: { "-m --mode -d --date -t": "value", "-r --reference": "read" },
    operands: ["create"],
    output: "none",
  },
  { names: ["mkfifo", "mknod"], options: { "-m --mode": "value" }, operands: ["create"], output: "none" },
  { names: ["chmod"], attached: "", does: changeMode },
  { names: ["chown", "chgrp"], options: { "--reference": "read", "--from": "value" }, does: changeOwner },
  {
    names: ["chattr", "setfacl"],
    options: { "-m -x -M -X": "value" },
    operands: ["value", "create"],
    output: "none",
  },
];
