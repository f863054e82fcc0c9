import type { ScalarNode } from "./read-yaml.ts";

/** For every character of a scalar's value the offset in its file where it was written; one more for the end. */
type Offsets = readonly number[];

/** Walks a value along the text that it was read from. What folding and escapes changed is skipped over. */
function align(value: string, text: string, from: number, quote: "" | "'" | '"'): Offsets {
  const offsets: number[] = [];
  let at = from;
  const foldsAt = lineTailsOf(text);
  for (let index = 0; index < value.length; index += 1) {
    const wanted = value[index] ?? "";
    if (quote === '"' && text[at] === "\\" && isLineEnd(text[at + 1])) at = afterFold(text, at + 1);
    if (quote === '"' && text[at] === "\\") {
      offsets.push(at);
      const length = escapeLength(text, at);
      // A character beyond U+FFFF is one escape and two units of the value.
      if (length === 10 && wanted >= "\ud800" && wanted <= "\udbff") {
        offsets.push(at);
        index += 1;
      }
      at += length;
    } else if (quote === "'" && wanted === "'") {
      offsets.push(at);
      at += 2;
    } else if (text[at] === wanted && !(isBlank(wanted) && foldsAt(at))) {
      offsets.push(at);
      at += 1;
    } else if (isBlank(wanted)) {
      offsets.push(at);
      at = value[index + 1] === "\n" ? at : afterFold(text, at);
    } else {
      at = afterFold(text, at);
      while (at < text.length && text[at] !== wanted && isBlank(text[at])) at += 1;
      offsets.push(at);
      at += 1;
    }
  }
  offsets.push(at);
  return offsets;
}

const isLineEnd = (character: string | undefined) => character === "\n" || character === "\r";
const isBlank = (character: string | undefined) =>
  character === " " || character === "\t" || isLineEnd(character);

/** Whether only blanks stand between a blank and the end of its line. Blanks are asked about in their order. */
function lineTailsOf(text: string): (at: number) => boolean {
  let [end, folds] = [0, false];
  return (at) => {
    if (at < end) return folds;
    end = at;
    while (text[end] === " " || text[end] === "\t") end += 1;
    folds = isLineEnd(text[end]);
    return folds;
  };
}

/** Past the end of a line, and the indentation of the next. */
function afterFold(text: string, at: number): number {
  let next = at;
  while (next < text.length && isBlank(text[next])) next += 1;
  return next;
}

function escapeLength(text: string, at: number): number {
  return { x: 4, u: 6, U: 10 }[text[at + 1] ?? ""] ?? 2;
}

type Line = { readonly from: number; readonly text: string };

function linesOf(text: string, start: number, end: number): readonly Line[] {
  const lines: Line[] = [];
  let from = text.indexOf("\n", start) + 1;
  while (from > 0 && from < end) {
    const next = text.indexOf("\n", from);
    const until = next === -1 ? end : next;
    lines.push({ from, text: text.slice(from, until).replace(/\r$/, "") });
    from = next === -1 ? end : next + 1;
  }
  return lines;
}

const isEmpty = (line: Line | undefined) => line !== undefined && line.text.trim() === "";

/** The same for a block scalar, line by line: indentation is cut off, and folding makes blanks of line ends. */
function alignBlock(value: string, text: string, start: number, end: number, folded: boolean): Offsets {
  const lines = linesOf(text, start, end);
  const indents = lines.filter((line) => !isEmpty(line)).map((line) => line.text.search(/[^ ]/));
  const indent = indents.length === 0 ? 0 : Math.min(...indents);
  const offsets: number[] = [];
  let [line, column] = [0, indent];
  for (const character of value) {
    const current = lines[line];
    for (let unit = 0; unit < character.length; unit += 1)
      offsets.push(current === undefined ? end : Math.min(current.from + column + unit, end));
    if (current !== undefined && column < current.text.length && character !== "\n") {
      column += character.length;
      continue;
    }
    // Between two lines that are folded, each empty line stands for one break, and their own break for none.
    const folds = folded && !isEmpty(current) && !/\s/.test(current?.text[indent] ?? "");
    line += folds && isEmpty(lines[line + 1]) ? 2 : 1;
    column = indent;
  }
  offsets.push(Math.min(lines[line]?.from ?? end, end));
  return offsets;
}

const known = new WeakMap<ScalarNode, Offsets>();

function offsetsOf(node: ScalarNode): Offsets {
  const { value, source, start, end, style } = node;
  switch (style) {
    case "folded":
      return alignBlock(value, source.text, start, end, true);
    case "literal":
      return alignBlock(value, source.text, start, end, false);
    case "double":
      return align(value, source.text, start + 1, '"');
    case "single":
      return align(value, source.text, start + 1, "'");
    default:
      return align(value, source.text, start, "");
  }
}

/** Where in its file a character of a scalar's value was written. Worked out at the first question. */
export function sourceOffset(node: ScalarNode, index: number): number {
  const offsets = known.get(node) ?? offsetsOf(node);
  known.set(node, offsets);
  return offsets[Math.min(index, offsets.length - 1)] ?? node.start;
}
