import { execute, has, interpret, read, readTree, runText, runWords, value, values, write } from "../act.ts";
import { runAwk } from "../code/awk/run-awk.ts";
import { fromBase64 } from "../decode.ts";
import {
  blurred,
  type Flow,
  fromOutput,
  isKnown,
  join,
  joinAll,
  joinFrom,
  literalFlow,
  networkFlow,
  nothing,
  outputFlow,
  unknownPart,
} from "../flow.ts";
import { own } from "../own.ts";
import { absolutePath } from "../paths.ts";
import { encoded } from "../perform.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { unpackedAbove } from "../written.ts";
import { noteServer } from "./mcp-servers.ts";
import type { Behaviour, Program, Run } from "./program.ts";
import { decodedFlow } from "./text.ts";

const printed: Flow = { text: unknownPart, from: fromOutput };

/** A script by its path. One that lay there before is a program like any other; what this command line put there is code. */
function runScriptFile(run: Run, language: string, file: Word): Flow {
  if (file.text === "-" || file.text === "/dev/stdin") return runInput(run, language);
  execute(run, file);
  noteServer(run, file, run.args);
  const content = read(run, file);
  const path = absolutePath(run.shell, file.text);
  if (isBesideUnpacked(run, path)) return printed;
  const { from, text } = content;
  const plain = text === unknownPart && from.paths.length === 1 && from.paths[0] === path;
  if (plain && !from.network && !from.decoded) return printed;
  return interpret(run, language, content);
}

/** What was unpacked in the session's own folder mostly brings a folder of its own: the scripts beside it are the person's. */
function isBesideUnpacked({ shell }: Run, path: string): boolean {
  return (
    !shell.files.has(path) &&
    path.slice(0, path.lastIndexOf("/")) === shell.place.cwd &&
    unpackedAbove(shell, path) !== undefined
  );
}

/** Code on standard input. */
function runInput(run: Run, language: string): Flow {
  return run.io.stdin === nothing ? printed : interpret(run, language, run.io.stdin);
}

const lines = (words: readonly Word[]): Flow =>
  joinAll(words.flatMap((word, at) => (at === 0 ? [word] : [literalFlow("\n"), word])));

/** Only looks at the grammar. Not so perl's `-c`, which runs `BEGIN` blocks. */
const isCheck = (run: Run): boolean =>
  /^(node|nodejs|ruby|jruby)/.test(run.program) && has(run, "-c", "--check");

function onlyRead(run: Run): Flow {
  for (const file of run.operands) read(run, file);
  return outputFlow;
}

/** `-e CODE`, a file, or standard input. */
const interpreter =
  (language: string, ...codeNames: readonly string[]) =>
  (run: Run): Flow => {
    const code = values(run, ...codeNames);
    if (code.length > 0) return interpret(run, language, lines(code));
    if (isCheck(run)) return onlyRead(run);
    const [file] = run.operands;
    if (file !== undefined) return runScriptFile({ ...run, operands: run.operands.slice(1) }, language, file);
    if (run.options.some(({ name }) => /^(-v|-V|--version|-h|--help)$/.test(name))) return outputFlow;
    return runInput(run, language);
  };

/** Modules that are programs of the same name. */
const moduleNames: Readonly<Record<string, string>> = { "pip._internal": "pip", "build.__main__": "build" };

function runModule(run: Run, module: string, args: readonly Word[]): Flow {
  const files = args.filter(({ text }) => !text.startsWith("-"));
  switch (module) {
    case "base64": {
      const flow = files[0] === undefined ? run.io.stdin : read(run, files[0]);
      return args.some(({ text }) => text === "-d" || text === "-u")
        ? decodedFlow(flow, fromBase64)
        : encoded(run, flow);
    }
    case "json.tool":
      return files[0] === undefined ? run.io.stdin : read(run, files[0]);
    case "zipfile":
    case "tarfile":
      return packModule(run, args, files);
    case "venv":
    case "virtualenv":
      for (const word of files) write(run, word);
      return nothing;
    case "pdb":
    case "cProfile":
    case "profile":
    case "trace":
    case "runpy":
    case "coverage":
    case "debugpy":
      for (const word of files) if (/\.py$/.test(word.text)) runScriptFile(run, "python", word);
      return printed;
    case "timeit":
      for (const word of files) interpret(run, "python", word);
      return printed;
    case "http.server":
    case "code":
    case "pty":
      return printed;
    default:
      return runWords(run, [literalWord(own(moduleNames, module) ?? module), ...args]);
  }
}

function packModule(run: Run, args: readonly Word[], [archive, ...files]: readonly Word[]): Flow {
  if (archive === undefined) return nothing;
  if (args.some(({ text }) => /^(-c|--create)$/.test(text))) {
    write(run, archive, blurred(files.map((word) => readTree(run, word)).reduce(join, nothing)));
    return nothing;
  }
  const flow = read(run, archive);
  if (files[0] !== undefined) write(run, files[0], flow);
  return printed;
}

/** After `-c CODE` and `-m MODULE` all words are the code's own. */
function python(run: Run): Flow {
  const marker = run.args.findIndex(
    ({ text }) => /^-[bBdEiIOPqsSuvx?]*[cm]$/.test(text) || /^-[bBdEiIOPqsSuvx]*[cm]./.test(text),
  );
  const first = run.args.findIndex(
    ({ text }, at) => !text.startsWith("-") && !/^-[WX]$/.test(run.args[at - 1]?.text ?? ""),
  );
  const flag = run.args[marker];
  if (flag !== undefined && (first === -1 || marker < first)) {
    const [, letter = "", attached = ""] = /^-[bBdEiIOPqsSuvx]*([cm])(.*)$/s.exec(flag.text) ?? [];
    const given = attached === "" ? run.args[marker + 1] : wordFrom(attached, flag.from);
    const rest = run.args.slice(marker + (attached === "" ? 2 : 1));
    if (given === undefined) return nothing;
    if (letter === "m") return runModule(run, given.text, rest);
    return interpret({ ...run, operands: rest }, "python", given);
  }
  return interpreter("python")(run);
}

/** `perl -ne CODE files`, `ruby -pi -e CODE files`: the code sees every line of the files. */
const lineInterpreter =
  (language: string) =>
  (run: Run): Flow => {
    const code = values(run, "-e", "-E");
    if (code.length === 0) return interpreter(language)(run);
    const text = lines(code);
    const looping = has(run, "-n", "-p", "-i");
    const readsArguments = looping || /<>|<<>>|\bARGF\b|\$<|\bgets\b|<ARGV>/.test(text.text);
    const input = readsArguments
      ? run.operands.length === 0
        ? run.io.stdin
        : run.operands.map((word) => read(run, word)).reduce(join, nothing)
      : nothing;
    const result = interpret({ ...run, content: { flow: input } }, language, text);
    if (has(run, "-i")) {
      for (const word of run.operands)
        write(run, word, { text: `${unknownPart}${text.text}${unknownPart}`, from: input.from });
      return nothing;
    }
    return looping ? join(blurred(input), result) : result;
  };

function node(run: Run): Flow {
  for (const file of values(run, "-r", "--require", "--import", "--loader", "--experimental-loader"))
    if (/^[./~]/.test(file.text)) execute(run, file);
  const code = values(run, "-e", "--eval", "-p", "--print", "-pe", "-ep");
  for (const word of code) if (/^data:/.test(word.text)) interpret(run, "javascript", word);
  for (const word of values(run, "--import")) importedCode(run, word);
  return interpreter("javascript", "-e", "--eval", "-p", "--print", "-pe", "-ep")(run);
}

/** `--import data:text/javascript,CODE`. */
function importedCode(run: Run, word: Word): void {
  const found = /^data:text\/javascript(;base64)?,(.*)$/s.exec(word.text);
  if (found === null) return;
  const text = wordFrom(found[2] ?? "", word.from);
  interpret(run, "javascript", found[1] === undefined ? text : decodedFlow(text, fromBase64));
}

const php = (run: Run): Flow => {
  for (const { text, from } of values(run, "-d")) {
    const file = /^auto_(?:pre|ap)pend_file=(.+)$/.exec(text)?.[1];
    if (file !== undefined) read(run, wordFrom(file, from));
  }
  // Behind code, `-l` and the like are ignored.
  const code = ["-r", "-R", "-B", "-E", "--run"];
  if (has(run, "-S", "-l", "-i", "-m", "-v", "--ini", "--version") && values(run, ...code).length === 0)
    return outputFlow;
  const file = value(run, "-f", "--file");
  return file === undefined ? interpreter("php", ...code)(run) : runScriptFile(run, "php", file);
};

const osascript = (run: Run): Flow => {
  const language = /javascript/i.test(value(run, "-l")?.text ?? "") ? "javascript" : "applescript";
  return interpreter(language, "-e")(run);
};

/** awk takes its program first, unless -f gives it. */
function awk(run: Run): Flow {
  const scripts = values(run, "-f", "--file", "-E", "--exec", "-i", "--include");
  const inline = values(run, "-e", "--source");
  const given = scripts.length + inline.length > 0;
  const [first, ...rest] = run.operands;
  const files = (given ? run.operands : rest).filter(({ text }) => !/^[A-Za-z_]\w*=/.test(text));
  const flow = files.length === 0 ? run.io.stdin : files.map((word) => read(run, word)).reduce(join, nothing);
  const inner: Run = { ...run, content: { flow } };
  const code = given
    ? lines([...inline, ...scripts.map((word) => ({ ...read(run, word), glob: false }))])
    : (first ?? nothing);
  const isForeign = code.from.network || code.from.decoded;
  const told = isForeign ? interpret(inner, "awk", code) : languageAwk(inner, code);
  if (has(run, "-i") && values(run, "-i").some(({ text }) => text === "inplace"))
    for (const word of files) write(run, word, blurred(flow));
  const says = told.text.replaceAll(unknownPart, "").trim() !== "";
  if (says) return { text: told.text, from: joinFrom(told.from, flow.from) };
  return blurred(flow) === flow ? flow : { text: unknownPart, from: flow.from };
}

/** An awk program is so common that it isn't worth calling code fed to an interpreter. */
const languageAwk = (run: Run, code: Flow): Flow =>
  isKnown(code) || code.text !== unknownPart ? runAwk(code.text, run) : nothing;

const evaluating: Behaviour = {
  options: { "-e --eval --execute -E -c --expr -eval": "value" },
  does: (run) => interpreter("generic", "-e", "--eval", "--execute", "-E", "-c", "--expr", "-eval")(run),
};

const nodeBehaviour: Behaviour = {
  style: "posix",
  options: {
    "-e --eval -p --print -pe -ep -r --require --import --loader --experimental-loader -C --conditions --input-type --test-reporter --test-name-pattern --inspect-port --stack-trace-limit --icu-data-dir --title --max-old-space-size":
      "value",
    "--env-file --env-file-if-exists": "environment",
    "--watch-path": "value",
  },
  does: node,
};

export const interpreterNamed = (_name: "node"): Behaviour => nodeBehaviour;

/** Nushell's pipes and programs are like a shell's; `open` prints a file, and a value may begin a pipe. */
function nushell(run: Run): Flow {
  const code = value(run, "-c", "--commands");
  if (code === undefined) return outputFlow;
  const aliases = new Map([["open", "cat"]]);
  const text = code.text.replace(/\$env\.(\w+)/g, "$$$1").replace(/(^|[|;]\s*)\$/g, "$1echo $$");
  return runText(run, { text, from: code.from }, { walker: run.shell.walker.as("posix"), aliases });
}

export const interpreters: readonly Program[] = [
  {
    names: ["python", "python2", "python3", "pypy", "pypy3", "py", "pythonw", "micropython", "jython"],
    style: "posix",
    options: { "-c -m -W -X": "value" },
    does: python,
  },
  { names: ["node", "nodejs", "iojs", "electron", "llrt", "txiki"], ...nodeBehaviour },
  {
    names: ["perl"],
    style: "posix",
    options: { "-e -E -I -M -m -F -C -D -x": "value" },
    attached: "-i -I -M -m -F -C -D -x",
    does: lineInterpreter("perl"),
  },
  {
    names: ["ruby", "jruby", "truffleruby", "mruby"],
    style: "posix",
    options: { "-e -I -r -F -C -x -E": "value" },
    attached: "-i -W -T",
    does: lineInterpreter("ruby"),
  },
  {
    names: ["php", "php-cgi", "hhvm"],
    style: "posix",
    options: { "-r --run -f --file -R -B -E -d -c -S -t -z -F": "value" },
    does: php,
  },
  {
    names: ["lua", "luajit", "texlua"],
    style: "posix",
    options: { "-e -l": "value" },
    does: interpreter("lua", "-e"),
  },
  { names: ["osascript"], options: { "-e -l -s": "value" }, does: osascript },
  {
    names: ["awk", "gawk", "mawk", "nawk", "goawk"],
    style: "posix",
    options: {
      "-f --file -E --exec -F --field-separator -v --assign -e --source -i --include -l --load -W": "value",
    },
    does: awk,
  },
  {
    names: [
      "Rscript",
      "rscript",
      "R",
      "r",
      "julia",
      "elixir",
      "iex",
      "groovy",
      "scala",
      "scala-cli",
      "clojure",
      "clj",
      "bb",
      "guile",
      "racket",
      "octave",
      "octave-cli",
      "crystal",
      "erl",
      "escript",
      "ghci",
      "runghc",
      "sbcl",
      "ocaml",
      "swipl",
      "gnuplot",
      "maxima",
      "gp",
      "sage",
      "irb",
      "pry",
      "jshell",
      "kotlin",
      "kotlinc",
      "swift",
      "nim",
      "raku",
      "perl6",
      "hy",
      "janet",
      "emacs-lisp",
    ],
    ...evaluating,
    style: "posix",
  },
  { names: ["tclsh", "wish", "jimsh"], style: "posix", does: interpreter("tcl") },
  {
    names: ["nu"],
    style: "posix",
    options: { "-c --commands --config --env-config": "value" },
    does: nushell,
  },
  {
    names: [
      "java",
      "javac",
      "scalac",
      "rustc",
      "gcc",
      "g++",
      "cc",
      "c++",
      "clang",
      "clang++",
      "tcc",
      "gfortran",
      "zig",
      "nasm",
      "as",
      "ld",
      "gold",
      "lld",
      "dmd",
      "ghc",
      "valac",
      "swiftc",
      "nvcc",
      "emcc",
    ],
    style: "gnu",
    options: {
      "-e": "value",
      "-o": "create",
      "-I -L -l -D -std -x -include -isystem -target -arch -Xlinker -Xclang -MF -MT -cp -classpath -d -jar --release --target --edition --crate-type --crate-name --emit -C":
        "value",
    },
    does: compile,
  },
];

/** Compilers read their sources and print errors; tcc -run and wrappers run something. */
function compile(run: Run): Flow {
  for (const word of values(run, "-wrapper"))
    runText(run, wordFrom(word.text.replaceAll(",", " "), word.from));
  for (const code of values(run, "-e")) interpret(run, "lisp", code);
  for (const word of run.operands) {
    if (word.text.startsWith("@")) read(run, wordFrom(word.text.slice(1), word.from));
    else if (/[./]/.test(word.text)) read(run, word);
  }
  if (run.operands.some(({ text }) => text === "-") && run.io.stdin.from.network) return networkFlow;
  return outputFlow;
}
