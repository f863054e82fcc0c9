import { type Flow, outputFlow } from "../flow.ts";
import { own } from "../own.ts";
import type { Run } from "../programs/program.ts";
import { runAppleScript } from "./applescript.ts";
import { runAwk } from "./awk/run-awk.ts";
import type { Language } from "./language.ts";
import { compiledLanguage } from "./languages/compiled.ts";
import { genericLanguage } from "./languages/generic.ts";
import { javascriptLanguage } from "./languages/javascript.ts";
import { luaLanguage } from "./languages/lua.ts";
import { perlLanguage } from "./languages/perl.ts";
import { phpLanguage } from "./languages/php.ts";
import { pythonLanguage } from "./languages/python.ts";
import { rubyLanguage } from "./languages/ruby.ts";
import { noteLiterals } from "./literals.ts";
import { plainCode } from "./plain-code.ts";
import { evaluate } from "./reading/evaluate.ts";
import { runTcl } from "./tcl.ts";

/** Finds what a piece of code in another language does; returns what it prints. */
type CodeRunner = (code: string, run: Run) => Flow;

const evaluating =
  (language: Language, printsResult = false): CodeRunner =>
  (code, run) =>
    evaluate(language, code, run, printsResult);

/** `File.rm_rf!(x)` of Elixir, `push!(x)` of Julia: as the same without the sign. */
const withoutBangs = (code: string): string => code.replace(/(?<=\w)!(?=\()/g, "");

/** A language without a reader of its own: calls that look alike everywhere, and what its texts say. */
const looking =
  (quotes: "double" | "either"): CodeRunner =>
  (code, run) => {
    noteLiterals(code, run, quotes);
    return evaluate(genericLanguage, withoutBangs(code), run);
  };

const runners: Readonly<Record<string, CodeRunner>> = {
  python: evaluating(pythonLanguage),
  javascript: evaluating(javascriptLanguage),
  node: evaluating(javascriptLanguage),
  /** `node -p CODE`: what the last expression comes to is printed. */
  "javascript-result": evaluating(javascriptLanguage, true),
  perl: evaluating(perlLanguage),
  ruby: evaluating(rubyLanguage),
  php: evaluating(phpLanguage),
  lua: evaluating(luaLanguage),
  compiled: (code, run) => evaluate(compiledLanguage, plainCode(code), run),
  generic: looking("either"),
  lisp: looking("double"),
  tcl: runTcl,
  applescript: runAppleScript,
  awk: runAwk,
};

export function languageRunner(language: string, code: string, run: Run): Flow {
  return own(runners, language)?.(code, run) ?? outputFlow;
}
