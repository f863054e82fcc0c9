import { read, runText, write } from "../act.ts";
import {
  blurred,
  type Flow,
  join,
  joinAll,
  type Listing,
  literalFlow,
  nothing,
  unknownPart,
} from "../flow.ts";
import { has, operand, value } from "../given.ts";
import { absolutePath, baseName } from "../paths.ts";
import { literalWord, type Word, wordFrom, wordOf } from "../word.ts";
import { printsEnvironment, printVariables } from "./environment-values.ts";
import { formatted, unescaped } from "./printf.ts";
import type { Program, Run } from "./program.ts";

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
  const trimmed = path.replace(/(?<!\/)\/+$/, "");
  const slash = trimmed.lastIndexOf("/");
  return slash === -1 ? "." : trimmed.slice(0, slash) || "/";
};

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
    // A file's name is all that is told of it; only a folder's names say something new.
    if (!baseName(word.text).startsWith(".env")) read(run, word);
    return word.glob ? word.text : `${word.text.replace(/\/$/, "")}`;
  });
  const [folder = literalWord("."), ...others] = run.operands;
  const listing: Listing | undefined =
    others.length > 0 || folder.glob || has(run, "-d", "--directory")
      ? undefined
      : {
          folder: absolutePath(run.shell, folder.text),
          printed: lines[0] ?? "",
          prefix: "",
          hidden: has(run, "-a", "-A", "--all", "--almost-all", "-f"),
          deep: has(run, "-R", "--recursive"),
        };
  return {
    text: lines.length === 0 ? unknownPart : `${lines.join("\n")}\n`,
    from: { ...nothing.from, listing },
  };
}

const oneOperand = (run: Run, change: (text: string) => string): Flow => {
  const [word] = run.operands;
  return word === undefined ? nothing : { text: `${change(word.text)}\n`, from: word.from };
};

const printsVariables = (run: Run): Flow =>
  run.operands.length === 0 ? printsEnvironment(run) : printVariables(run);

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
  { names: ["echo"], style: "raw", does: print },
  { names: ["printf"], style: "raw", does: printFormatted },
  { names: ["print"], style: "raw", does: print },
  { names: ["tee", "sponge"], does: tee },
  { names: ["dd"], style: "raw", does: convert },
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
        baseName(text.replace(/(?<!\/)\/+$/, "")).replace(run.operands[1]?.text ?? "\0", ""),
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
    names: ["stat", "file", "du", "df"],
    options: { "-c --format -f": "value" },
    operands: ["value"],
  },
  { names: ["test"], operands: ["value"], output: "none" },
  {
    names: [
      "date",
      "uname",
      "hostname",
      "uptime",
      "nproc",
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
  { names: ["printenv"], does: printsVariables },
  { names: ["cat", "gcat", "view", "bzcat", "xzcat"], operands: ["read"], output: "lines" },
  { names: ["tac"], options: { "-s --separator": "value" }, operands: ["read"], output: "lines" },
  {
    names: ["bat", "batcat"],
    options: {
      "-l --language --style --theme -r --line-range --color --paging --tabs -H --highlight-line -m --map-syntax --file-name --wrap --terminal-width --decorations --pager":
        "value",
    },
    operands: ["read"],
    output: "lines",
  },
  {
    names: ["nl"],
    options: {
      "-b --body-numbering -d --section-delimiter -f --footer-numbering -h --header-numbering -i --line-increment -l --join-blank-lines -n --number-format -s --number-separator -v --starting-line-number -w --number-width":
        "value",
    },
    operands: ["read"],
    output: "lines",
  },
  {
    names: ["head", "tail", "ghead", "gtail"],
    options: { "-n --lines -c --bytes -s --sleep-interval --pid": "value" },
    operands: ["read"],
    output: "lines",
  },
];
