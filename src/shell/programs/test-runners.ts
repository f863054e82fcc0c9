import { guess } from "../unlisted.ts";
import type { Word } from "../word.ts";
import type { Program, Run } from "./program.ts";

/** The arguments without the patterns, behind these options or attached to them, that tests are chosen by. */
function withoutPatterns({ args }: Run, options: ReadonlySet<string>): readonly Word[] {
  const end = args.findIndex(({ text }) => text === "--");
  return args.filter(({ text }, index) => {
    if (end !== -1 && index > end) return true;
    const equals = text.indexOf("=");
    if (equals !== -1 && options.has(text.slice(0, equals))) return false;
    return !options.has(args[index - 1]?.text ?? "");
  });
}

const runner = (names: readonly string[], options: string): Program => {
  const patterns = new Set(options.split(" "));
  return {
    names,
    style: "raw",
    does: (run) => guess({ ...run, args: withoutPatterns(run, patterns) }),
  };
};

/** A test's name mentions what it likes: a pattern for it is no path and no address. */
export const testRunners: readonly Program[] = [
  runner(["vitest", "jest"], "-t --testNamePattern --test-name-pattern"),
  runner(["mocha", "jasmine"], "-g --grep -f --fgrep --filter"),
  runner(["ava"], "-m --match"),
  runner(["tap"], "-g --grep"),
  runner(["playwright"], "-g --grep --grep-invert"),
  runner(["rspec"], "-e --example -E --example-matches"),
  runner(["unittest"], "-k"),
  runner(["phpunit", "pest", "paratest"], "--filter --exclude-filter"),
  runner(["bats"], "-f --filter"),
];
