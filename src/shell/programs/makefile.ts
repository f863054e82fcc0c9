import { runText } from "../act.ts";
import { type Flow, isKnown, nothing } from "../flow.ts";
import { parameterWords } from "../words/variables.ts";
import type { Run } from "./program.ts";

/** One rule: what has to be made before, and the lines of its recipe. */
type Rule = {
  readonly targets: readonly string[];
  readonly needs: readonly string[];
  readonly recipe: string[];
};

/** Longest makefile whose rules are followed, in UTF-16 units. */
const longest = 32_768;

const always = (): boolean => true;

/** What is run of a recipe although make was to print only: a line with `+` or with make itself in it. */
export const evenIfDry = (line: string): boolean => /^[@-]*\+|\$[({]MAKE[)}]/.test(line.trim());

/**
 * What a makefile runs for these targets; for all when one of them isn't found. `indent` begins a recipe's line,
 * `runs` says of one whether it is run. Functions are run whenever the makefile is read.
 */
export function runMakefile(
  run: Run,
  flow: Flow,
  targets: readonly string[],
  indent = /^\t/,
  runs: (line: string) => boolean = always,
): void {
  if (flow.from.network || flow.from.decoded) runText(run, flow);
  if (flow.text.length > longest) {
    run.shell.draft.exceeded ??= "a makefile is too long to follow";
    return;
  }
  const { rules, variables } = parseMakefile(flow.text, indent);
  const line = (text: string): void => {
    const code = expanded(
      text.trim().replace(/^[@+-]+/, ""),
      (name) => variables.get(name) ?? inherited(run, name),
    );
    run.shell.walker.text(run.shell, code, { stdin: nothing, socket: false });
  };
  for (const [, code = ""] of flow.text.matchAll(/\$\(shell\s+(?!\s)([^()]*(?:\([^()]*\)[^()]*)*)\)/g))
    line(code);
  for (const rule of wanted(rules, targets)) for (const text of rule.recipe.filter(runs)) line(text);
}

type Makefile = { readonly rules: readonly Rule[]; readonly variables: ReadonlyMap<string, string> };

function parseMakefile(text: string, indent: RegExp): Makefile {
  const rules: Rule[] = [];
  const variables = new Map([
    ["RM", "rm -f"],
    ["MAKE", "make"],
  ]);
  for (const line of text.replace(/\\\n/g, " ").split("\n")) {
    if (indent.test(line)) {
      rules.at(-1)?.recipe.push(line);
      continue;
    }
    const set = /^(?:export\s+)?(\w+)\s*(?::{0,2}|\?|\+)=\s*([^\n]*)$/.exec(line);
    if (set !== null) variables.set(set[1] ?? "", set[2] ?? "");
    else addRule(rules, line);
  }
  return { rules, variables };
}

/** `target other: needs; command`. */
function addRule(rules: Rule[], line: string): void {
  const colon = line.indexOf(":");
  if (colon <= 0 || line.startsWith("#") || line.startsWith(".PHONY")) return;
  const [needs = "", ...commands] = line
    .slice(colon + 1)
    .replace(/^:/, "")
    .split(";");
  const first = commands.join(";");
  rules.push({
    targets: names(line.slice(0, colon)),
    needs: names(needs),
    recipe: first === "" ? [] : [first],
  });
}

const names = (text: string): readonly string[] => text.split(/\s+/).filter((name) => name !== "");

/** The rules of the targets and of all that they need; without targets the first. */
function wanted(rules: readonly Rule[], targets: readonly string[]): readonly Rule[] {
  const known = new Set(rules.flatMap((rule) => rule.targets));
  const start = targets.length > 0 ? targets : (rules[0]?.targets ?? []);
  if (start.some((name) => !known.has(name))) return rules;
  const reached = new Set(start);
  // A set goes on to what is added while it is gone through.
  for (const name of reached)
    for (const rule of rules)
      if (rule.targets.includes(name)) for (const need of rule.needs) reached.add(need);
  return rules.filter((rule) => rule.targets.some((name) => reached.has(name)));
}

/** What make itself is told by `NAME=value`, its own folder, and the environment as far as it is known. */
function inherited({ shell, operands }: Run, name: string): string | undefined {
  const told = operands.findLast(({ text }) => text.startsWith(`${name}=`));
  if (told !== undefined) return told.text.slice(name.length + 1);
  if (name === "CURDIR") return shell.cwd;
  const [word] = parameterWords(shell, name);
  return word === undefined || word.text === "" || !isKnown(word) ? undefined : word.text;
}

/** `$(NAME)`, `${NAME}` and `$$`, variables in variables once. */
function expanded(text: string, meaning: (name: string) => string | undefined): string {
  const once = (from: string): string =>
    from.replace(/\$[({](\w+)[)}]/g, (whole, name: string) => meaning(name) ?? whole);
  return once(once(text)).replaceAll("$$", () => "$");
}
