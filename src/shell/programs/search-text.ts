import { read, readTree, runText } from "../act.ts";
import { blurred, type Flow, joinAll, marked, nothing, unknownPart } from "../flow.ts";
import { has, operand, value, values } from "../given.ts";
import { narrowed, type Wanted } from "../listing.ts";
import { patternOfText, patternsOf } from "../name-pattern.ts";
import { absolutePath } from "../paths.ts";
import { isSecretName } from "../secrets.ts";
import { variableFilesLike } from "../sensitive.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import type { Run } from "./program.ts";

/** Programs that search below a folder without being told to. */
const searchesBelow: ReadonlySet<string> = new Set(["rg", "ag", "ack", "ugrep"]);

/** grep takes its pattern first, unless -e or -f gives it. */
export function search(run: Run): Flow {
  const patternGiven = has(run, "-e", "-f", "--regexp", "--file", "--files");
  for (const file of values(run, "-f", "--file")) read(run, file);
  const files = patternGiven ? run.operands : run.operands.slice(1);
  const preprocessor = value(run, "--pre");
  if (preprocessor !== undefined) runText(run, preprocessor);
  const below = has(run, "-r", "-R", "--recursive") || searchesBelow.has(run.program);
  if (below) readFiltered(run, files);
  if (has(run, "--files") && searchesBelow.has(run.program)) return listedFiles(run);
  if (files.length === 0 && below) return { text: unknownPart, from: { ...nothing.from, output: true } };
  const flow =
    files.length === 0
      ? run.io.stdin
      : joinAll(files.map((word) => (below ? readTree(run, word) : read(run, word))));
  if (has(run, "-q", "--quiet", "--silent")) return nothing;
  if (has(run, "-o", "--only-matching", "-c", "-l", "-L")) return blurred(flow);
  const { listing, variables } = flow.from;
  if (variables.includes("*")) return chosenVariables(run, flow);
  return listing === undefined ? flow : narrowed(flow, listing, wantedNames(run), run.shell.place.home);
}

/** `env | grep NPM_TOKEN`: of the whole environment, the secrets that are looked for by name. */
function chosenVariables(run: Run, flow: Flow): Flow {
  const name = operand(run, 0).replace(/^\^|[=$].*$/gs, "");
  if (!/^\w+$/.test(name) || !isSecretName(name) || has(run, "-v", "--invert-match")) return flow;
  return marked(flow, { variables: [...flow.from.variables, name] });
}

/** Files that a search below a folder is narrowed to: `--include='*.c'`, `-g '.env*'`. */
function readFiltered(run: Run, folders: readonly Word[]): void {
  for (const { text, from } of values(run, "--include", "-g", "--glob", "--iglob", "-G")) {
    if (text.startsWith("!")) continue;
    const name = run.program === "ag" || run.program === "ack" ? (patternsOf(text)[0] ?? "*") : text;
    const plain = name.replace(/\{[^{}]*\}/g, "*");
    for (const folder of folders.length === 0 ? [literalWord(".")] : folders)
      for (const file of [plain, ...variableFilesLike(plain)])
        read(run, wordFrom(`${folder.text.replace(/(?<!\/)\/+$/, "")}/${file}`, from, true));
  }
}

/** `rg --files`: names, and nothing of what is in the files. */
function listedFiles(run: Run): Flow {
  const [folder] = run.operands;
  const hidden = has(run, "--hidden", "-uu", "-uuu", "-.");
  const listing = {
    folder: absolutePath(run.shell, folder?.text ?? "."),
    printed: "",
    prefix: folder === undefined ? "" : `${folder.text.replace(/(?<!\/)\/+$/, "")}/`,
    hidden,
    deep: true,
  };
  return { text: unknownPart, from: { ...nothing.from, output: true, listing } };
}

/** What grep lets through, as patterns of names. */
function wantedNames(run: Run): Wanted {
  const given = values(run, "-e", "--regexp");
  const texts = given.length > 0 ? given : run.operands.slice(0, 1);
  const isPlain = run.program === "fgrep" || has(run, "-F", "--fixed-strings");
  const isWhole = has(run, "-x", "--line-regexp");
  return {
    patterns: texts.flatMap(({ text }) =>
      isPlain ? [patternOfText(text, isWhole)] : patternsOf(text, isWhole),
    ),
    isInverted: has(run, "-v", "--invert-match"),
    ignoresCase: has(run, "-i", "--ignore-case"),
  };
}
