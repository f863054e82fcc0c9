import { changeTree, effect, has, operand, read, readTree, remove, runText, value, write } from "../act.ts";
import { blurred, type Flow, join, joinAll, literalFlow, nothing, unknownPart } from "../flow.ts";
import { absolutePath, baseName } from "../paths.ts";
import { literalWord, type Word, wordFrom, wordOf } from "../word.ts";
import { parameterWords } from "../words/variables.ts";
import { formatted, unescaped } from "./printf.ts";
import type { Program, Run } from "./program.ts";
import { printsEnvironment } from "./shell-builtins.ts";

/** Where a file lands that is copied to a target: below it, if it is a folder. */
function landing(run: Run, target: Word, source: Word): Word {
  if (!target.text.endsWith("/") && run.operands.length <= 2 && !isKnownFolder(target)) return target;
  return wordFrom(
    `${target.text.replace(/\/+$/, "")}/${baseName(source.text.replace(/\/+$/, ""))}`,
    target.from,
    target.glob || source.glob,
  );
}

const isKnownFolder = ({ text }: Word): boolean => /^(\.|\.\.|~|\/tmp|\/var\/tmp)$|(^|\/)\.\.?$/.test(text);

/** Sources and target of cp, mv, ln, install: `-t DIR a b` or `a b DIR`. */
export function copied(run: Run): { readonly sources: readonly Word[]; readonly target: Word | undefined } {
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
    if (setsId(value(run, "-m", "--mode")?.text ?? "")) effect(run, "perms:setuid");
    if (isTemplate(source) && isVariableFile(target)) effect(run, "env:from-template");
  }
  return nothing;
}

const isTemplate = ({ text }: Word): boolean =>
  /\.env\.?(example|sample|template|dist|defaults?)$/.test(text);
const isVariableFile = ({ text }: Word): boolean => /(^|\/)\.env(\.\w+)?$/.test(text);

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

function print(run: Run): Flow {
  let words = run.args;
  let escapes = false;
  let newline = true;
  while (words[0] !== undefined && /^-[neE]+$/.test(words[0].text)) {
    escapes = words[0].text.includes("e") || (escapes && !words[0].text.includes("E"));
    newline &&= !words[0].text.includes("n");
    words = words.slice(1);
  }
  const flow = words.reduce<Flow>(
    (sum, word, index) => join(index === 0 ? sum : join(sum, literalFlow(" ")), word),
    nothing,
  );
  const text = escapes ? unescaped(flow) : flow;
  return newline ? join(text, literalFlow("\n")) : text;
}

function printFormatted(run: Run): Flow {
  const [first, second, ...rest] = run.args[0]?.text === "--" ? run.args.slice(1) : run.args;
  if (first === undefined) return nothing;
  if (first.text !== "-v") return formatted(first, second === undefined ? [] : [second, ...rest]);
  const [format, ...args] = rest;
  if (second !== undefined && format !== undefined)
    run.shell.variables.set(second.text, [wordOf(formatted(format, args))]);
  return nothing;
}

function tee(run: Run): Flow {
  const append = has(run, "-a", "--append");
  for (const word of run.operands) write(run, word, run.io.stdin, append);
  return run.io.stdin;
}

/** `dd if=a of=b`. */
function convert(run: Run): Flow {
  let flow = run.io.stdin;
  let target: Word | undefined;
  for (const word of run.args) {
    const [key, file] = [word.text.slice(0, 3), wordFrom(word.text.slice(3), word.from, word.glob)];
    if (key === "if=") flow = read(run, file);
    if (key === "of=") target = file;
  }
  if (target === undefined) return flow;
  write(run, target, blurred(flow));
  return nothing;
}

const folderOf = (path: string): string => {
  const trimmed = path.replace(/\/+$/, "");
  const slash = trimmed.lastIndexOf("/");
  return slash === -1 ? "." : trimmed.slice(0, slash) || "/";
};

/** A mode with the set-user-id or set-group-id bit: `4755`, `u+s`. */
const setsId = (mode: string): boolean => /^0?[2-7][0-7]{3}$/.test(mode) || /[+=][rwxX]*s/.test(mode);

function changeMode(run: Run): Flow {
  const [mode, ...files] = run.args.some(({ text }) => /^-[rwxst]+$/.test(text))
    ? run.args.filter(({ text }) => !text.startsWith("--"))
    : run.operands;
  const text = mode?.text ?? "";
  if (
    /^0?[2-7]?[0-7][0-7][2367]$/.test(text) ||
    /(^|,)[ugoa]*[oa][ugoa]*[+=][rxX]*w|^[+=]?[rx]*w[rx]*$.*o/.test(text)
  )
    effect(run, "perms:world-writable");
  if (setsId(text)) effect(run, "perms:setuid");
  for (const file of files) changeOne(run, file);
  return nothing;
}

function changeOwner(run: Run): Flow {
  for (const file of run.operands.slice(has(run, "--reference") ? 0 : 1)) changeOne(run, file);
  return nothing;
}

function changeOne(run: Run, file: Word): void {
  if (has(run, "-R", "--recursive")) changeTree(run, file);
  else write(run, file);
}

function makeTemporary(run: Run): Flow {
  const folder = value(run, "-p", "--tmpdir")?.text ?? (run.shell.place.tmpdir || "/tmp");
  const template = operand(run, 0) || "tmp.XXXXXXXXXX";
  const path = template.includes("/")
    ? template
    : has(run, "-p", "-t", "--tmpdir") || run.operands.length === 0
      ? `${folder}/${template}`
      : template;
  return literalFlow(`${path}${value(run, "--suffix")?.text ?? ""}\n`);
}

/** Names of what a folder holds can't be known, but where they lie. */
function list(run: Run): Flow {
  const lines = run.operands.map((word) => {
    read(run, word);
    return word.glob ? word.text : `${word.text.replace(/\/$/, "")}`;
  });
  return { text: lines.length === 0 ? unknownPart : `${lines.join("\n")}\n`, from: nothing.from };
}

const oneOperand = (run: Run, change: (text: string) => string): Flow => {
  const [word] = run.operands;
  return word === undefined ? nothing : { text: `${change(word.text)}\n`, from: word.from };
};

function printVariables(run: Run): Flow {
  if (run.operands.length === 0) return printsEnvironment(run);
  return run.operands.map(({ text }) => parameterWords(run.shell, text)[0] ?? nothing).reduce(join, nothing);
}

/** `less +!CODE`, `more +!CODE`, `less -k`: what stands behind `+!` is run. */
function page(run: Run): Flow {
  const [commands, files] = [
    run.operands.filter(({ text }) => text.startsWith("+")),
    run.operands.filter(({ text }) => !text.startsWith("+")),
  ];
  for (const { text } of commands) if (text.startsWith("+!")) runText(run, literalFlow(text.slice(2)));
  return files.length === 0 ? run.io.stdin : joinAll(files.map((word) => read(run, word)));
}

export const coreutils: readonly Program[] = [
  { names: ["less", "more", "most"], options: { "-p -P -t -x -z -b -j -k -o -O": "value" }, does: page },
  { names: ["man"], options: { "-P --pager": "shell", "-S -s -M -L -m -e -C": "value" } },
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
    names: ["srm", "trash", "trash-put", "gio-trash", "rimraf", "del-cli", "trash-cli"],
    operands: ["delete-tree"],
    output: "none",
  },
  {
    names: ["truncate"],
    options: { "-s --size": "value", "-r --reference": "read" },
    operands: ["create"],
    output: "none",
  },
  {
    names: ["mkdir", "touch"],
    options: { "-m --mode -d --date -t": "value", "-r --reference": "read" },
    operands: ["create"],
    output: "none",
  },
  { names: ["mkfifo", "mknod"], options: { "-m --mode": "value" }, operands: ["create"], output: "none" },
  { names: ["echo"], style: "raw", does: print },
  { names: ["printf"], style: "raw", does: printFormatted },
  { names: ["print"], style: "raw", does: print },
  { names: ["tee", "sponge"], does: tee },
  { names: ["dd"], style: "raw", does: convert },
  { names: ["chmod"], attached: "", does: changeMode },
  { names: ["chown", "chgrp"], options: { "--reference": "read", "--from": "value" }, does: changeOwner },
  {
    names: ["chattr", "setfacl", "xattr"],
    options: { "-m -x -M -X": "value" },
    operands: ["value", "create"],
    output: "none",
  },
  { names: ["mktemp"], options: { "-p --suffix": "value" }, does: makeTemporary },
  {
    names: ["ls", "dir", "vdir", "exa", "eza", "tree", "lsd"],
    options: { "-I --ignore -w --width -L -P --block-size": "value" },
    does: list,
  },
  {
    names: ["basename"],
    options: { "-s --suffix": "value" },
    does: (run) =>
      oneOperand(run, (text) =>
        baseName(text.replace(/\/+$/, "")).replace(run.operands[1]?.text ?? "\0", ""),
      ),
  },
  { names: ["dirname"], does: (run) => oneOperand(run, folderOf) },
  {
    names: ["realpath", "readlink"],
    options: { "--relative-to --relative-base": "value" },
    does: (run) => oneOperand(run, (text) => absolutePath(run.shell, text)),
  },
  {
    names: ["whoami", "logname"],
    does: ({ shell }) => ({ text: `${shell.place.user}\n`, from: { ...nothing.from, output: true } }),
  },
  {
    names: ["id"],
    does: (run) => ({
      text: has(run, "-n") && !has(run, "-g") ? `${run.shell.place.user}\n` : unknownPart,
      from: { ...nothing.from, output: true },
    }),
  },
  {
    names: ["which"],
    does: (run) => literalFlow(run.operands.map(({ text }) => `/usr/bin/${text}\n`).join("")),
  },
  {
    names: ["stat", "file", "du", "df", "test", "wc"],
    options: { "-c --format -f": "value" },
    operands: ["value"],
  },
  {
    names: [
      "date",
      "uname",
      "hostname",
      "uptime",
      "nproc",
      "arch",
      "tty",
      "groups",
      "users",
      "who",
      "w",
      "seq",
      "expr",
      "yes",
      "cal",
      "bc",
      "factor",
      "ps",
      "top",
      "free",
      "vmstat",
      "lscpu",
      "lsblk",
      "pgrep",
      "pidof",
      "clear",
      "reset",
      "tput",
      "stty",
      "locale",
      "getconf",
      "info",
      "help",
      "apropos",
      "whatis",
      "whereis",
      "tsort",
      "sync",
    ],
    style: "raw",
    output: "output",
  },
  { names: ["printenv"], does: printVariables },
  {
    names: [
      "cat",
      "tac",
      "bat",
      "batcat",
      "nl",
      "head",
      "tail",
      "gcat",
      "ghead",
      "gtail",
      "view",
      "bzcat",
      "xzcat",
    ],
    options: {
      "-n --lines -c --bytes -s -l --language --style --theme -r --line-range --color --paging -p -P -t":
        "value",
    },
    operands: ["read"],
    output: "lines",
  },
];
