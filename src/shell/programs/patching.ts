import { interpret, read, write } from "../act.ts";
import { type Flow, nothing, outputFlow } from "../flow.ts";
import { has, value } from "../given.ts";
import { literalWord } from "../word.ts";
import type { Program, Run } from "./program.ts";

/** `patch [-d FOLDER] [-i PATCH] [FILE [PATCH]]`: without a file the patch says which, below the folder. */
function patch(run: Run): Flow {
  const [file, given] = run.operands;
  const source = value(run, "-i", "--input") ?? given;
  if (source !== undefined) read(run, source);
  if (has(run, "--dry-run", "-C", "--check")) return outputFlow;
  const output = value(run, "-o", "--output");
  write(run, output ?? file ?? value(run, "-d", "--directory") ?? literalWord("."));
  return nothing;
}

const isExpression = /^(?:s|y|tr)\W|[($`;]/;

/** `rename EXPRESSION FILES…` of Perl, whose expression is code, and `rename FROM TO FILES…` of util-linux. */
function rename(run: Run): Flow {
  const code = value(run, "-e", "-E");
  const [first] = run.operands;
  const expression = code ?? first;
  if (expression !== undefined && /[`(]/.test(expression.text)) interpret(run, "perl", expression);
  if (has(run, "-n", "--nono", "--no-act", "--dry-run")) return outputFlow;
  const skipped = code !== undefined ? 0 : isExpression.test(first?.text ?? "") ? 1 : 2;
  for (const file of run.operands.slice(skipped)) write(run, file);
  return nothing;
}

/** Programs that change or rename the files they are given. */
export const patching: readonly Program[] = [
  {
    names: ["patch", "gpatch"],
    options: {
      "-p --strip -F --fuzz -r --reject-file -B --prefix -Y --basename-prefix -z --suffix -D --ifdef -V --version-control -g --get":
        "value",
      "-d --directory -i --input -o --output": "value",
    },
    does: patch,
  },
  { names: ["rename", "prename", "perl-rename", "file-rename"], options: { "-e -E": "value" }, does: rename },
  { names: ["mmv", "mcp", "mln"], operands: ["create"], output: "none" },
  { names: ["detox", "convmv", "vidir", "qmv", "imv"], operands: ["create"], output: "none" },
  { names: ["degit", "tiged", "giget", "gitpick"], operands: ["value", "create", "value"] },
];
