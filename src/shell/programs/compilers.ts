import { contentOf, interpret, read, runText, write } from "../act.ts";
import { blurred, type Flow, isKnown, join, networkFlow, nothing, outputFlow } from "../flow.ts";
import { values } from "../given.ts";
import { baseName, keptPath } from "../paths.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { madeFilesLike } from "./made-files.ts";
import type { Program, Run } from "./program.ts";
import { runScriptFile } from "./script-code.ts";

const isSource = ({ text }: Word): boolean =>
  /\.(c|cc|cpp|cxx|c\+\+|m|d|go|rs|java|zig|cs|v|hs|ml|nim|cr|swift|kt)$/i.test(text) || text === "-";

/** What the sources hold that this command line wrote, or that come by standard input. */
function madeSources(run: Run, words: readonly Word[]): readonly Flow[] {
  const { shell, io } = run;
  return words
    .filter(isSource)
    .map((word) =>
      word.text === "-"
        ? io.stdin
        : shell.files.has(keptPath(shell, word.text))
          ? contentOf(shell, word)
          : nothing,
    )
    .filter((flow) => flow !== nothing);
}

const isForeign = ({ from }: Flow): boolean => from.network || from.decoded;

/** Code that this command line wrote and compiles is most likely run by it, too. */
function readSources(run: Run, sources: readonly Flow[]): void {
  for (const source of sources) if (!isForeign(source) && isKnown(source)) interpret(run, "compiled", source);
}

/** Code that is compiled and run in one go. */
export const runSources = (run: Run, sources: readonly Flow[]): void => {
  for (const source of sources) interpret(run, "compiled", source);
};

/** The sources of a project that this command line wrote; `go run .`, `cargo run`. */
export function runProject(run: Run, ...patterns: readonly string[]): Flow {
  const sources = madeFilesLike(run, patterns);
  readSources(run, sources);
  return outputFlow;
}

/** Compilers read their sources and print errors; tcc -run and wrappers run something. */
function compile(run: Run): Flow {
  for (const word of values(run, "-wrapper"))
    runText(run, wordFrom(word.text.replaceAll(",", " "), word.from));
  for (const code of values(run, "-e")) interpret(run, "lisp", code);
  for (const word of run.operands) {
    if (word.text.startsWith("@")) read(run, wordFrom(word.text.slice(1), word.from));
    else if (/[./]/.test(word.text)) read(run, word);
  }
  const sources = madeSources(run, run.operands);
  if (run.args.some(({ text }) => /^-?run$/.test(text))) runSources(run, sources);
  else {
    readSources(run, sources);
    writeProgram(run, sources);
  }
  if (run.operands.some(({ text }) => text === "-") && run.io.stdin.from.network) return networkFlow;
  return outputFlow;
}

/** What is compiled from foreign code is foreign. */
function writeProgram(run: Run, sources: readonly Flow[]): void {
  const foreign = sources.filter(isForeign).reduce(join, nothing);
  if (foreign === nothing) return;
  const named = run.operands.find(isSource)?.text ?? "";
  const usual = run.program === "rustc" ? baseName(named).replace(/\.rs$/, "") : "a.out";
  for (const word of [...values(run, "-o"), literalWord(usual)]) write(run, word, blurred(foreign));
}

/** `java X.java` compiles and runs it. */
function java(run: Run): Flow {
  const [first] = run.operands;
  return first !== undefined && /\.java$|^\/dev\/(stdin|fd\/)/.test(first.text)
    ? runScriptFile(run, "compiled", first)
    : compile(run);
}

const options = {
  "-e": "value",
  "-o": "create",
  "-I -L -l -D -std -x -include -isystem -target -arch -Xlinker -Xclang -MF -MT -cp -classpath -d -jar --release --target --edition --crate-type --crate-name --emit -C":
    "value",
} as const;

export const compilers: readonly Program[] = [
  { names: ["java"], style: "gnu", options: { ...options, "--source --add-modules": "value" }, does: java },
  {
    names: [
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
      "ldc2",
      "rdmd",
      "ghc",
      "valac",
      "swiftc",
      "nvcc",
      "emcc",
    ],
    style: "gnu",
    options,
    does: compile,
  },
  {
    names: ["rust-script", "gorun", "csi", "dotnet-script"],
    style: "posix",
    does: (run) =>
      run.operands[0] === undefined ? outputFlow : runScriptFile(run, "compiled", run.operands[0]),
  },
];
