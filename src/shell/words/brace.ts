import { parse, type Word as WordNode } from "unbash";

/** Most words that one brace expansion can become. */
const mostWords = 256;

/** Longest word, as written, whose braces are expanded. */
const longestWord = 2_048;

/**
 * The words that `{a,b}` and `{1..3}` in a word make, parsed anew; undefined when there are none or too many.
 * No brace in them is to be expanded again.
 */
export function expandBraces(node: WordNode): readonly WordNode[] | undefined {
  if (node.text.length > longestWord) return undefined;
  const texts = alternatives(node.text);
  if (texts === undefined || (texts.length === 1 && texts[0] === node.text)) return undefined;
  const words: WordNode[] = [];
  for (const text of texts) {
    // An alternative that is empty and stands alone is no word.
    if (text === "") continue;
    const command = parse(`: ${text}`).commands[0]?.command;
    const argument = command?.type === "Command" ? command.suffix[0] : undefined;
    if (argument?.type !== "Word") return undefined;
    words.push(argument);
  }
  return words;
}

/** Source texts with every brace expansion written out; undefined when there are too many. */
function alternatives(text: string, depth = 0): readonly string[] | undefined {
  const found = depth > 16 ? undefined : firstBraces(text);
  if (found === undefined) return [text];
  const { start, end, choices } = found;
  const rests = alternatives(text.slice(end), depth + 1);
  const middles = choices.map((choice) => alternatives(choice, depth + 1));
  if (rests === undefined) return undefined;
  const result: string[] = [];
  for (const middle of middles) {
    if (middle === undefined || result.length + middle.length * rests.length > mostWords) return undefined;
    for (const one of middle) for (const rest of rests) result.push(text.slice(0, start) + one + rest);
  }
  return result;
}

type Braces = { readonly start: number; readonly end: number; readonly choices: readonly string[] };

function firstBraces(text: string): Braces | undefined {
  for (let at = 0; at < text.length; at += 1) {
    const skipped = skipQuoted(text, at);
    if (skipped > at) {
      at = skipped - 1;
      continue;
    }
    if (text[at] !== "{" || text[at - 1] === "$") continue;
    const braces = bracesAt(text, at);
    if (braces !== undefined) return braces;
  }
  return undefined;
}

/** Where a quotation, escape or `${…}` that begins here ends; the same place when none does. */
function skipQuoted(text: string, at: number): number {
  const char = text[at];
  if (char === "\\") return at + 2;
  if (char === "'" || char === '"') {
    for (let end = at + 1; end < text.length; end += 1) {
      if (char === '"' && text[end] === "\\") end += 1;
      else if (text[end] === char) return end + 1;
    }
    return text.length;
  }
  if (char === "$" && text[at + 1] === "{") {
    const end = text.indexOf("}", at);
    return end === -1 ? text.length : end + 1;
  }
  return at;
}

function bracesAt(text: string, start: number): Braces | undefined {
  const choices: string[] = [];
  let depth = 0;
  let begin = start + 1;
  for (let at = start; at < text.length; at += 1) {
    const skipped = skipQuoted(text, at);
    if (skipped > at) {
      at = skipped - 1;
      continue;
    }
    const char = text[at];
    if (char === "{") depth += 1;
    if (char === "," && depth === 1) {
      choices.push(text.slice(begin, at));
      begin = at + 1;
    }
    if (char !== "}") continue;
    depth -= 1;
    if (depth > 0) continue;
    const all = choices.length > 0 ? [...choices, text.slice(begin, at)] : sequence(text.slice(begin, at));
    return all === undefined ? undefined : { start, end: at + 1, choices: all };
  }
  return undefined;
}

/** `1..9`, `a..f`, `1..9..2`. */
function sequence(text: string): readonly string[] | undefined {
  const found = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(text);
  if (found === null) return undefined;
  const [, first = "", last = "", by] = found;
  const letters = /[A-Za-z]/.test(first);
  if (letters !== /[A-Za-z]/.test(last)) return undefined;
  const [start, end] = letters ? [first.charCodeAt(0), last.charCodeAt(0)] : [Number(first), Number(last)];
  const stride = Math.max(1, Math.abs(Number(by ?? 1))) * (start <= end ? 1 : -1);
  const result: string[] = [];
  for (let at = start; stride > 0 ? at <= end : at >= end; at += stride) {
    if (result.length >= mostWords) break;
    result.push(letters ? String.fromCharCode(at) : String(at));
  }
  return result;
}
