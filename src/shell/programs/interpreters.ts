import { execute, interpret, read, runText } from "../act.ts";
import { fromBase64 } from "../decode.ts";
import { decodedFlow, type Flow, outputFlow } from "../flow.ts";
import { has, value, values } from "../given.ts";
import { type Word, wordFrom } from "../word.ts";
import { awk } from "./awk.ts";
import { servePhp, serveRuby, servesRuby } from "./file-servers.ts";
import type { Behaviour, Program, Run } from "./program.ts";
import { python } from "./python-code.ts";
import { interpreter, lineInterpreter, runScriptFile } from "./script-code.ts";

function node(run: Run): Flow {
  for (const file of values(run, "-r", "--require", "--import", "--loader", "--experimental-loader"))
    if (/^[./~]/.test(file.text)) execute(run, file);
  const code = values(run, "-e", "--eval", "-p", "--print", "-pe", "-ep");
  for (const word of code) if (/^data:/.test(word.text)) interpret(run, "javascript", word);
  for (const word of values(run, "--import")) importedCode(run, word);
  const language = has(run, "-p", "--print", "-pe", "-ep") ? "javascript-result" : "javascript";
  return interpreter(language, "-e", "--eval", "-p", "--print", "-pe", "-ep")(run);
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
  if (has(run, "-S")) servePhp(run);
  if (has(run, "-S", "-l", "-i", "-m", "-v", "--ini", "--version") && values(run, ...code).length === 0)
    return outputFlow;
  const file = value(run, "-f", "--file");
  return file === undefined ? interpreter("php", ...code)(run) : runScriptFile(run, "php", file);
};

const osascript = (run: Run): Flow => {
  const language = /javascript/i.test(value(run, "-l")?.text ?? "") ? "javascript" : "applescript";
  return interpreter(language, "-e")(run);
};

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
    does: (run) => (servesRuby(run) ? serveRuby(run) : lineInterpreter("ruby")(run)),
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
];
