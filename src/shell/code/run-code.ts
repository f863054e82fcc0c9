import type { Flow } from "../flow.ts";
import { outputFlow } from "../flow.ts";
import type { Run } from "../programs/program.ts";
import { runAppleScript } from "./applescript.ts";
import { runAwk } from "./awk.ts";
import { evaluate } from "./evaluate.ts";
import { genericLanguage } from "./generic.ts";
import { javascriptLanguage } from "./javascript.ts";
import type { Language } from "./language.ts";
import { luaLanguage } from "./lua.ts";
import { perlLanguage } from "./perl.ts";
import { phpLanguage } from "./php.ts";
import { pythonLanguage } from "./python.ts";
import { rubyLanguage } from "./ruby.ts";

/** Finds what a piece of code in another language does; returns what it prints. */
export type CodeRunner = (code: string, run: Run) => Flow;

const evaluating =
  (language: Language): CodeRunner =>
  (code, run) =>
    evaluate(language, code, run);

const runners: Readonly<Record<string, CodeRunner>> = {
  python: evaluating(pythonLanguage),
  javascript: evaluating(javascriptLanguage),
  node: evaluating(javascriptLanguage),
  perl: evaluating(perlLanguage),
  ruby: evaluating(rubyLanguage),
  php: evaluating(phpLanguage),
  lua: evaluating(luaLanguage),
  generic: evaluating(genericLanguage),
  lisp: evaluating(genericLanguage),
  applescript: runAppleScript,
  awk: runAwk,
};

export function languageRunner(language: string, code: string, run: Run): Flow {
  return runners[language]?.(code, run) ?? outputFlow;
}
