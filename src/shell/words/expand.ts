import type {
  ArithmeticExpression,
  CommandExpansionPart,
  DoubleQuotedChild,
  ParameterExpansionPart,
  ParsedScript,
  ProcessSubstitutionPart,
  Word as WordNode,
  WordPart,
} from "unbash";
import { type Flow, fromCommand, join, literalFlow, nothing, unknownPart } from "../flow.ts";
import { homeOf } from "../paths.ts";
import { deeper, type Shell, step, subshell } from "../state.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { calculate, visitArithmetic } from "./arithmetic.ts";
import { expandBraces } from "./brace.ts";
import { add, addSplit, close, type Fields, pieces } from "./fields.ts";
import { expandParameter } from "./parameter.ts";
import { parameterWords } from "./variables.ts";

/** How much more a character costs that has to be parsed. */
const parseCost = 4;

/** What one more field costs, in characters. */
const fieldCost = 16;

/** Texts shorter than this cost nothing worth counting. */
const longText = 256;

/** The fields that a word becomes: none, one or many. */
export function expandWord(shell: Shell, node: WordNode, braces = true): readonly Word[] {
  const { parts } = node;
  if (parts === undefined) return [plainWord(shell, node.text, node.value)];
  if (braces && parts.some((part) => part.type === "BraceExpansion")) {
    const expanded = expandBraces(node);
    if (expanded !== undefined) return expanded.flatMap((word) => expandWord(shell, word, false));
    if (/,|\.\./.test(node.text)) shell.draft.exceeded ??= "a brace expansion makes too many words";
  }
  const fields: Fields = { done: [], text: "", from: fromCommand, glob: false, open: false };
  for (const part of parts) addPart(shell, fields, part, part === parts[0]);
  close(fields);
  let length = fields.done.length * fieldCost;
  for (const word of fields.done) length += word.text.length;
  return length < longText || step(shell, length) ? fields.done : [];
}

/** The one word that an assignment's value, a redirect's target or a here-string becomes: nothing is split. */
export function expandWhole(shell: Shell, node: WordNode): Word {
  const { parts } = node;
  if (parts === undefined) return plainWord(shell, node.text, node.value);
  return partsFlow(shell, parts, true);
}

/** Several parts as one text, as inside double quotes. */
export function partsFlow(shell: Shell, parts: readonly WordPart[], tilde = false): Word {
  let flow = nothing;
  let glob = false;
  parts.forEach((part, index) => {
    if (part.type === "Literal" && index === 0 && tilde)
      flow = literalFlow(withTilde(shell, part.text, part.value));
    else flow = join(flow, partFlow(shell, part));
    glob ||= part.type === "Glob" || part.type === "ExtendedGlob";
  });
  if (flow.text.length >= longText && !step(shell, flow.text.length)) return literalWord(unknownPart);
  return wordFrom(flow.text, flow.from, glob);
}

function plainWord(shell: Shell, source: string, value: string): Word {
  return literalWord(source.startsWith("~") ? withTilde(shell, source, value) : value);
}

/** `~`, `~/x`, `~user`, `~+`: only where it isn't quoted, which the source tells. */
function withTilde(shell: Shell, source: string, value: string): string {
  const named = /^~([A-Za-z0-9_.+-]*)(?=\/|:|$)/.exec(source);
  const home = named === null ? undefined : homeOf(shell, named[1] ?? "");
  return home === undefined || named === null ? value : home + value.slice(named[0].length);
}

function addPart(shell: Shell, fields: Fields, part: WordPart, first: boolean): void {
  switch (part.type) {
    case "Literal":
      add(fields, first ? withTilde(shell, part.text, part.value) : part.value);
      break;
    case "Glob":
      fields.glob = true;
      add(fields, part.text);
      break;
    case "ExtendedGlob":
      fields.glob = true;
      add(fields, "*");
      break;
    case "SingleQuoted":
    case "AnsiCQuoted":
      add(fields, part.value);
      break;
    case "DoubleQuoted":
    case "LocaleString":
      addQuoted(shell, fields, part.parts);
      break;
    case "BraceExpansion":
      add(fields, part.text);
      break;
    default:
      addSplit(fields, partWords(shell, part), separatorOf(shell));
  }
}

/** `"$@"` and `"${a[@]}"` begin a new field for each of their words; all else stays one. */
function addQuoted(shell: Shell, fields: Fields, parts: readonly DoubleQuotedChild[]): void {
  // Quotes around nothing are a word, but those around no words are none.
  if (parts.length !== 1 || !isMany(parts[0])) fields.open = true;
  for (const part of parts) {
    if (!isMany(part)) {
      const flow = partFlow(shell, part);
      add(fields, flow.text, flow.from);
      continue;
    }
    partWords(shell, part).forEach((word, index) => {
      if (index > 0) close(fields);
      add(fields, word.text, word.from);
    });
  }
}

const isMany = (part: DoubleQuotedChild | undefined): boolean =>
  (part?.type === "SimpleExpansion" && part.text === "$@") ||
  (part?.type === "ParameterExpansion" &&
    (part.parameter === "@" || part.index?.text === "@") &&
    (part.prefix === undefined || part.prefix === "!"));

/** What parts fields: white space, unless `IFS` was set to something else. */
function separatorOf(shell: Shell): string | undefined {
  const text = shell.variables.get("IFS")?.[0]?.text;
  return text === undefined || text.trim() === "" ? undefined : text;
}

/** The parts of a text as `IFS` cuts it, with empty ones. */
export const fieldsOf = (shell: Shell, text: string): readonly string[] => pieces(text, separatorOf(shell));

/** The words of an expansion, before splitting. */
function partWords(shell: Shell, part: WordPart): readonly Word[] {
  if (part.type === "SimpleExpansion") return parameterWords(shell, part.text.slice(1));
  if (part.type === "ParameterExpansion") return parameter(shell, part);
  const flow = partFlow(shell, part);
  return [wordFrom(flow.text, flow.from)];
}

/** Where a pattern that is replaced begins. */
const replacement = /^\$\{\w+(?:\[[^\]]*\])?\/+/;

/** The parser ends a pattern at a slash inside its substitutions; read as words they are whole. */
function runPattern(shell: Shell, { text, operation }: ParameterExpansionPart): void {
  if (operation?.type !== "Replace" || !/\$\(|`/.test(text) || !step(shell, text.length * parseCost)) return;
  const words = text.replace(replacement, "").slice(0, -1);
  deeper(
    shell,
    () => shell.walker.as("posix").text(subshell(shell), `: ${words}`, { stdin: nothing, socket: false }),
    nothing,
  );
}

function parameter(shell: Shell, part: ParameterExpansionPart): readonly Word[] {
  if (part.text.length >= longText && !step(shell, part.text.length * parseCost))
    return [literalWord(unknownPart)];
  runPattern(shell, part);
  return expandParameter(shell, part, (word) => expandWhole(shell, word));
}

/** One part as one text. */
function partFlow(shell: Shell, part: WordPart): Flow {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return literalFlow(part.value);
    case "Glob":
    case "BraceExpansion":
      return literalFlow(part.text);
    case "ExtendedGlob":
      return literalFlow("*");
    case "DoubleQuoted":
    case "LocaleString":
      return partsFlow(shell, part.parts);
    case "SimpleExpansion":
    case "ParameterExpansion":
      return spaced(
        partWords(shell, part),
        part.text.includes("*") ? (shell.variables.get("IFS")?.[0]?.text.slice(0, 1) ?? " ") : " ",
      );
    case "CommandExpansion":
      return substituted(shell, part);
    case "ArithmeticExpansion":
      expandArithmetic(shell, part.expression);
      return literalFlow(calculate(shell, part.expression) ?? unknownPart);
    case "ProcessSubstitution":
      return literalFlow(processPath(shell, part));
  }
}

/** For the commands that are substituted in it. */
export function expandArithmetic(shell: Shell, expression: ArithmeticExpression | undefined): void {
  const visit = (script: ParsedScript): void => {
    if (step(shell)) runScript(shell, script);
  };
  visitArithmetic(expression, visit, (parts) => partsFlow(shell, parts));
}

function spaced(words: readonly Word[], separator: string): Flow {
  const [first = nothing, ...rest] = words;
  return rest.reduce<Flow>((flow, word) => join(join(flow, literalFlow(separator)), word), first);
}

/** The commands of a substitution, in a shell of their own. */
const runScript = (shell: Shell, script: ParsedScript): Flow =>
  deeper(
    shell,
    () => shell.walker.script(subshell(shell, { captured: true }), script, { stdin: nothing, socket: false }),
    nothing,
  );

/** What `$(…)` stands for: what its commands print, without line breaks at the end. */
function substituted(shell: Shell, part: CommandExpansionPart): Flow {
  // Looking at the script parses it, so the work is counted before.
  const script = step(shell, part.text.length * parseCost) ? part.script : undefined;
  if (script === undefined) return { text: unknownPart, from: fromCommand };
  const printed = runScript(shell, script);
  return printed.text.endsWith("\n")
    ? { text: printed.text.replace(/(?<!\n)\n+$/, ""), from: printed.from }
    : printed;
}

/** `<(…)` is a file that holds what its commands print; into `>(…)` someone writes. */
function processPath(shell: Shell, part: ProcessSubstitutionPart): string {
  const path = `/dev/fd/${63 + shell.files.size + shell.sinks.size}`;
  const script = step(shell, part.text.length * parseCost) ? part.script : undefined;
  if (script === undefined) return path;
  if (part.operator === ">") shell.sinks.set(path, script);
  else {
    const printed = runScript(shell, script);
    shell.files.set(path, printed);
  }
  return path;
}
