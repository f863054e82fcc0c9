import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { positionOf } from "../model/problem.ts";
import type { Edited } from "./settings.ts";

/**
 * Edits JSON that a person keeps: comments, order, indentation and line ends outside the edit stay byte for byte.
 * jsonc-parser's own `modify` reformats an edit's neighbours and leaves a lone comma behind in a file with trailing
 * commas, so only its syntax tree is used.
 */
type Path = readonly (string | number)[];

export type Parsed = { readonly root: Node } | { readonly malformed: string };

type Edit = { readonly at: number; readonly length: number; readonly text: string };

/** Comments and trailing commas are taken; a key given twice is not, as readers disagree on which one counts. */
export function parseSettings(text: string): Parsed {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined || root === undefined) {
    const what = error === undefined ? "ValueExpected" : printParseErrorCode(error.error);
    return { malformed: `${place(text, error?.offset ?? 0)}: ${words(what)}` };
  }
  const twice = duplicateKey(root);
  if (twice !== undefined)
    return {
      malformed: `${place(text, twice.offset)}: the key ${JSON.stringify(twice.value)} is there twice`,
    };
  return { root };
}

function place(text: string, offset: number): string {
  const { line, column } = positionOf(text, offset);
  return `line ${line}, column ${column}`;
}

/** "CommaExpected" as "comma expected". */
function words(code: string): string {
  return code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();
}

function duplicateKey(node: Node): Node | undefined {
  const seen = new Set<unknown>();
  for (const child of node.children ?? []) {
    const key = child.type === "property" ? child.children?.[0] : undefined;
    if (key !== undefined && seen.has(key.value)) return key;
    if (key !== undefined) seen.add(key.value);
    const deeper = duplicateKey(child);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

/** Runs an edit on the text behind a byte order mark, and keeps the mark. */
export function behindMark(text: string, edit: (text: string) => Edited): Edited {
  if (!text.startsWith("\uFEFF")) return edit(text);
  const edited = edit(text.slice(1));
  return "text" in edited ? { text: `\uFEFF${edited.text}` } : edited;
}

/** Puts `value` where `path` points: in place of what is there, or as a new last property, with the parents it needs. */
export function setAt(text: string, path: Path, value: unknown): string {
  const { node, rest } = deepest(rootOf(text), path);
  if (rest.length === 0) {
    const rendered = render(value, indentAt(text, node.offset), layoutOf(text), isOneLine(text, node));
    return apply(text, [{ at: node.offset, length: node.length, text: rendered }]);
  }
  const [key, ...below] = rest;
  return insert(
    text,
    node,
    below.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value),
    String(key),
  );
}

/** Adds `value` as the last item of the array that `path` points to. */
export function appendAt(text: string, path: Path, value: unknown): string {
  const array = findNodeAtLocation(rootOf(text), [...path]);
  if (array?.type !== "array") throw new Error(`internal: no array at ${path.join(".")}`);
  return insert(text, array, value, undefined);
}

/** Takes away the property or item that `path` points to, with its comma and, where it stands alone, its lines. */
export function removeAt(text: string, path: Path): string {
  const found = findNodeAtLocation(rootOf(text), [...path]);
  const node = found?.parent?.type === "property" ? found.parent : found;
  const siblings = node?.parent?.children ?? [];
  if (node === undefined || siblings.length === 0) throw new Error(`internal: nothing at ${path.join(".")}`);
  const index = siblings.indexOf(node);
  const ownComma = commaAfter(text, endOf(node));
  const end = ownComma === undefined ? endOf(node) : ownComma + 1;
  const edits = [lineRange(text, node.offset, end)];
  const previous = siblings[index - 1];
  if (ownComma === undefined && previous !== undefined) {
    const comma = commaAfter(text, endOf(previous));
    if (comma !== undefined) edits.push({ at: comma, length: 1, text: "" });
  }
  const removed = apply(text, edits);
  return siblings.length === 1 && node.parent !== undefined
    ? closeEmpty(removed, node.parent.offset)
    : removed;
}

function rootOf(text: string): Node {
  const parsed = parseSettings(text);
  if ("malformed" in parsed) throw new Error(`internal: editing malformed settings: ${parsed.malformed}`);
  return parsed.root;
}

function deepest(root: Node, path: Path): { readonly node: Node; readonly rest: Path } {
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) return { node, rest: path.slice(length) };
  }
  return { node: root, rest: path };
}

/** Adds to the end of an object (with a key) or an array (without). */
function insert(text: string, container: Node, value: unknown, key: string | undefined): string {
  const layout = layoutOf(text);
  const children = container.children ?? [];
  const last = children.at(-1);
  const inline = last === undefined ? isMinified(text) : isOneLine(text, container);
  const indent = inline ? "" : childIndent(text, container, layout);
  const name = key === undefined ? "" : `${JSON.stringify(key)}:${inline && layout.tight ? "" : " "}`;
  const item = name + render(value, indent, layout, inline);
  const close = endOf(container) - 1;
  if (last !== undefined) return insertAfter(text, last, item, inline, indent);
  if (inline) return apply(text, [{ at: close, length: 0, text: item }]);
  const inner = text.slice(container.offset + 1, close);
  const kept = inner.trimEnd();
  const at = container.offset + 1 + kept.length;
  const closing = `${layout.eol}${indentAt(text, container.offset)}`;
  return apply(text, [{ at, length: close - at, text: `${layout.eol}${indent}${item}${closing}` }]);
}

function insertAfter(text: string, last: Node, item: string, inline: boolean, indent: string): string {
  const { eol, tight } = layoutOf(text);
  const comma = commaAfter(text, endOf(last));
  if (inline) {
    if (comma !== undefined)
      return apply(text, [{ at: comma + 1, length: 0, text: `${tight ? "" : " "}${item},` }]);
    return apply(text, [{ at: endOf(last), length: 0, text: `,${tight ? "" : " "}${item}` }]);
  }
  const at = endOfTrailingComment(text, comma === undefined ? endOf(last) : comma + 1);
  const added = { at, length: 0, text: `${eol}${indent}${item}${comma === undefined ? "" : ","}` };
  // In this order: of two edits at one place the first ends up behind the second.
  return apply(text, comma === undefined ? [added, { at: endOf(last), length: 0, text: "," }] : [added]);
}

/** `{ }` and `[ ]` that hold nothing any more close up. */
function closeEmpty(text: string, open: number): string {
  const rest = /^[{[]\s*(?=[}\]])/.exec(text.slice(open));
  return rest === null ? text : text.slice(0, open + 1) + text.slice(open + rest[0].length);
}

const endOf = (node: Node): number => node.offset + node.length;

/** Where the comma after `from` is, past white space and comments. */
function commaAfter(text: string, from: number): number | undefined {
  const blank = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
  blank.lastIndex = from;
  blank.exec(text);
  return text[blank.lastIndex] === "," ? blank.lastIndex : undefined;
}

/** The end of a comment that follows on the same line, so that it stays with what it is about. */
function endOfTrailingComment(text: string, from: number): number {
  const comment = /[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*(?=\r?\n))/y;
  comment.lastIndex = from;
  return comment.test(text) ? comment.lastIndex : from;
}

/** What to cut so that no empty line is left where something stood on lines of its own. */
function lineRange(text: string, start: number, end: number): Edit {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const blankBefore = lineStart > 0 && text.slice(lineStart, start).trim() === "";
  const after = /[ \t]*(?=\r?\n)/y;
  after.lastIndex = end;
  if (blankBefore && after.test(text)) {
    const from = text[lineStart - 2] === "\r" ? lineStart - 2 : lineStart - 1;
    return { at: from, length: after.lastIndex - from, text: "" };
  }
  const spaces = /[ \t]*/y;
  spaces.lastIndex = end;
  spaces.exec(text);
  const before = text.slice(0, start).trimEnd().endsWith(",")
    ? start - text.slice(0, start).trimEnd().length
    : 0;
  return text[end - 1] === ","
    ? { at: start, length: spaces.lastIndex - start, text: "" }
    : { at: start - before, length: end - start + before, text: "" };
}

type Layout = {
  readonly eol: string;
  readonly unit: string;
  /** No space after a colon or comma. */
  readonly tight: boolean;
};

function layoutOf(text: string): Layout {
  const unit =
    /^[{[][^\S\n]*\r?\n([ \t]+)\S/.exec(text.trimStart())?.[1] ?? /\n([ \t]+)"/.exec(text)?.[1] ?? "  ";
  return { eol: text.includes("\r\n") ? "\r\n" : "\n", unit, tight: /"\s*:["[{\dtfn]/.test(text) };
}

/** One line with something in it: its owner, or a program, wrote it so. */
const isMinified = (text: string): boolean => !text.trim().includes("\n") && !/^\{\s*\}$/.test(text.trim());

const isOneLine = (text: string, node: Node): boolean =>
  !text.slice(node.offset, endOf(node)).includes("\n") && (node.children?.length ?? 0) > 0;

/** The white space that the line at `offset` starts with. */
function indentAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? "";
}

function childIndent(text: string, container: Node, layout: Layout): string {
  const first = container.children?.[0];
  const own =
    first === undefined ? undefined : text.slice(text.lastIndexOf("\n", first.offset - 1) + 1, first.offset);
  return own !== undefined && own.trim() === "" ? own : indentAt(text, container.offset) + layout.unit;
}

function render(value: unknown, indent: string, layout: Layout, inline: boolean): string {
  if (inline && layout.tight) return JSON.stringify(value);
  if (inline) return spaced(value);
  return JSON.stringify(value, null, layout.unit).replaceAll("\n", `${layout.eol}${indent}`);
}

/** One line with spaces as a person types them. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}: ${spaced(inner)}`)
    .join(", ")} }`;
}

/** Splices from the end, so that offsets stay right. */
function apply(text: string, edits: readonly Edit[]): string {
  const inOrder = edits.toSorted((first, second) => second.at - first.at);
  return inOrder.reduce(
    (done, { at, length, text: put }) => done.slice(0, at) + put + done.slice(at + length),
    text,
  );
}
