import { noteCode, read, write } from "../act.ts";
import { blurred, type Flow, isKnown, nothing, unknownPart } from "../flow.ts";
import { deeper, subshell } from "../state.ts";
import { literalWord } from "../word.ts";
import type { Run } from "./program.ts";

/**
 * `s/a/b/flags` with any delimiter of one byte, as sed has it: few enough that looking for the end of each is cheap. A
 * backslash always takes the next character along, or there were two ways to read each.
 */
const substitution =
  /(?:^|[;{}\n\s\d$,!])s([^\w\s\\;\u0100-\uffff])((?:\\.|(?!\1)[^\\])*)\1((?:\\.|(?!\1)[^\\])*)\1([gpiIeM0-9]*)(?:w\s*(\S+))?/gs;

/** `e COMMAND`, `w FILE`, `r FILE` on a line of their own. */
const fileCommand = /(?:^|[;{\n/\d$])[^\S\n]*([ewrR])\s+([^;}\n]+)/g;

/**
 * What a sed script prints of a text. Only substitutions of plain text are carried out; the text that a script
 * puts in is always in the result, whether it is known where or not.
 */
export function substitutedLines(run: Run, script: string, flow: Flow): Flow {
  runCommands(run, script);
  let { text } = flow;
  let added = "";
  for (const [, , pattern = "", replacement = "", flags = "", file] of script.matchAll(substitution)) {
    if (flags.includes("e")) runShellCode(run, replacement === "" ? text : replacement);
    if (file !== undefined) write(run, literalWord(file), blurred(flow));
    added += ` ${replacement}`;
    if (isKnown({ text })) text = substituted(text, pattern, replacement, flags.includes("g"));
  }
  for (const [, line = ""] of script.matchAll(/(?:^|[;{\n\d$/])[^\S\n]*[aic](?:\\\s*|\s+)([^\n]+)/g))
    added += `\n${line}`;
  if (isKnown({ text }) && text !== "") return { text, from: flow.from };
  return { text: added === "" ? unknownPart : `${unknownPart}${added}\n${unknownPart}`, from: flow.from };
}

function runCommands(run: Run, script: string): void {
  for (const [, command, rest = ""] of script.matchAll(fileCommand)) {
    if (command === "e") runShellCode(run, rest);
    else if (command === "w") write(run, literalWord(rest.trim()));
    else read(run, literalWord(rest.trim()));
  }
}

function runShellCode(run: Run, code: string): void {
  noteCode(run, literalWord(code));
  deeper(run.shell, () => run.shell.walker.text(subshell(run.shell), code, run.io), nothing);
}

/** Plain texts only: a regular expression of sed's could cost anything. */
function substituted(text: string, pattern: string, replacement: string, all: boolean): string {
  if (/[[\]*^$.+?(){}|]/.test(pattern.replace(/\\./g, ""))) return text;
  const plain = pattern.replace(/\\(.)/g, "$1");
  const put = replacement.replace(/\\n/g, "\n").replace(/\\(.)/g, "$1");
  if (plain === "") return text;
  return text
    .split("\n")
    .map((line) => (all ? line.replaceAll(plain, () => put) : line.replace(plain, () => put)))
    .join("\n");
}
