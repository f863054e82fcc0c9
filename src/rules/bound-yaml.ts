import { CST } from "yaml";

/** Where a file goes beyond what is read, and how. */
export type Excess = {
  readonly message: string;
  readonly hint: string;
  readonly start: number;
  readonly end: number;
};

/** How deep brackets may be nested. Rules need four levels. */
const deepest = 64;

/** Signs that begin a list, a map, an anchor or a quoted text, on one line outside of brackets, or between two commas. */
const mostInRow = 100;

const mostDocuments = 256;

/**
 * How many items, keys and texts a file may have, by its length in UTF-16 units. The YAML library takes microseconds
 * for each, and a file of nothing else would hold up a load for longer than its length explains. A file of rules has
 * one in ten characters or so; a short one may have as many as it likes.
 */
const mostNodes = (length: number): number => 3_000 + length / 6.5;

const openers: ReadonlySet<string> = new Set(["flow-seq-start", "flow-map-start"]);
const closers: ReadonlySet<string> = new Set(["flow-seq-end", "flow-map-end"]);
const signs: ReadonlySet<string> = new Set([
  "seq-item-ind",
  "explicit-key-ind",
  "map-value-ind",
  "anchor",
  "tag",
  "alias",
  "scalar",
  "single-quoted-scalar",
  "double-quoted-scalar",
]);
const nodes: ReadonlySet<string> = new Set([
  "comment",
  "explicit-key-ind",
  "seq-item-ind",
  "alias",
  "scalar",
  "single-quoted-scalar",
  "double-quoted-scalar",
  ...openers,
]);

/**
 * Watches the tokens of a file as the YAML library's lexer hands them out, and says at which of them the file has more
 * structure than any file of rules needs.
 */
export function boundYaml(length: number): (token: string) => Excess | undefined {
  const most = mostNodes(length);
  let [depth, inRow, documents, found, offset] = [0, 0, 0, 0, 0];
  let isText = false;
  let last = "";
  const count = (type: string): void => {
    if (openers.has(type)) depth += 1;
    else if (closers.has(type)) depth -= 1;
    else if (type === "doc-start" || type === "doc-end") documents += 1;
    if (type === "comma" || openers.has(type) || (type === "newline" && depth <= 0)) inRow = 0;
    if (signs.has(type)) inRow += 1;
    // What is left out between two commas, before a colon or on a blank line costs as much as what is there.
    const leftOut =
      type === last ? "comma newline".includes(type) : type === "map-value-ind" && last === "newline";
    if (nodes.has(type) || leftOut) found += 1;
    if (type !== "space") last = type;
  };
  const tooMuch = (): readonly [message: string, hint: string] | undefined => {
    if (depth > deepest)
      return [`more than ${deepest} brackets are open here`, "a rule needs no more than four"];
    if (inRow > mostInRow)
      return [`more than ${mostInRow} keys, texts and signs stand here in a row`, "begin a new line"];
    if (documents > mostDocuments)
      return [`more than ${mostDocuments} documents are in one file`, "take the --- away"];
    if (found <= most) return undefined;
    return [`a file of this length may have ${Math.floor(most)} items, keys and texts`, "split the file"];
  };
  return (token) => {
    const type = isText ? "scalar" : CST.tokenType(token);
    // Between the pieces of the text the lexer puts signs of its own; one says that a plain text is next.
    isText = !isText && type === "scalar";
    if (isText || type === null || type === "doc-mode" || type === "flow-error-end") return undefined;
    count(type);
    const excess = tooMuch();
    if (excess !== undefined)
      return { message: excess[0], hint: excess[1], start: offset, end: offset + token.length };
    offset += token.length;
    return undefined;
  };
}
