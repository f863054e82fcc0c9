import {
  breakLength,
  cursorOn,
  eatBlanks,
  isBlank,
  isDocumentSign,
  isMistake,
  isSpaceOrEnd,
  type Mistake,
  mistakeAt,
} from "./yaml-cursor.ts";
import {
  dropKey,
  inBlock,
  offerKey,
  popAllLevels,
  popLevelsToHere,
  push,
  pushLevel,
  type Scan,
  type Token,
  type TokenKind,
  takeKey,
  toNextToken,
  topOf,
} from "./yaml-levels.ts";
import { type ReadText, readBlock, readPlain, readQuoted } from "./yaml-scalar.ts";
import { eatTag } from "./yaml-tag.ts";

// The signs and texts of a YAML file, with the beginnings and ends of blocks that follow from indentation. What they are
// is YAML 1.2, section 7 and 8; which texts are no YAML, and what becomes of them, is as yaml-cpp has it.

export type Tokens = { readonly tokens: readonly Token[]; readonly mistake: Mistake | undefined };

/** All tokens up to the end, or to where the text is no YAML. */
export function tokensOf(text: string): Tokens {
  const scan: Scan = {
    cursor: cursorOn(text),
    tokens: [],
    levels: [{ column: -1, kind: "none", state: "is" }],
    flows: [],
    maybeKeys: [],
    keyAllowed: true,
    afterJson: false,
  };
  let mistake: Mistake | undefined;
  try {
    while (scanToken(scan));
  } catch (thrown) {
    if (!isMistake(thrown)) throw thrown;
    mistake = thrown;
  }
  return { tokens: scan.tokens.filter(({ state }) => state !== "is-not"), mistake };
}

function scanToken(scan: Scan): boolean {
  const { cursor } = scan;
  toNextToken(scan);
  popLevelsToHere(scan);
  if (cursor.at >= cursor.text.length) {
    popAllLevels(scan);
    return false;
  }
  const scanIt = scannerOf(scan);
  if (scanIt === undefined)
    throw mistakeAt(
      cursor.at,
      `"${String.fromCodePoint(cursor.text.codePointAt(cursor.at) ?? 0)}" can't begin a text`,
    );
  scanIt(scan);
  return true;
}

/** What reads the token at the cursor; undefined where none can begin. */
function scannerOf(scan: Scan): ((scan: Scan) => void) | undefined {
  const { cursor } = scan;
  const { text, at } = cursor;
  const character = text[at] ?? "";
  if (cursor.lineStart === at && character === "%") return scanDirective;
  if (isDocumentSign(cursor, "---")) return (to) => scanDocumentSign(to, "document-start");
  if (isDocumentSign(cursor, "...")) return (to) => scanDocumentSign(to, "document-end");
  const fixed = bySign[character];
  if (fixed !== undefined) return fixed;
  const alone = isSpaceOrEnd(text, at + 1);
  if (character === "-" && alone) return scanBlockEntry;
  if (character === "?" && alone && at + 1 < text.length) return scanKey;
  if (character === ":" && endsKey(scan, at + 1)) return scanValue;
  if (inBlock(scan) && (character === "|" || character === ">")) return scanBlock;
  return beginsPlain(scan, at) ? scanPlain : undefined;
}

/** Whether what follows a colon makes it the sign between a key and its value. */
function endsKey(scan: Scan, at: number): boolean {
  const { text } = scan.cursor;
  if (inBlock(scan)) return isSpaceOrEnd(text, at);
  return scan.afterJson || isBlank(text[at]) || breakLength(text, at) > 0 || ",]}".includes(text[at] ?? "\0");
}

function beginsPlain(scan: Scan, at: number): boolean {
  const { text } = scan.cursor;
  const character = text[at] ?? "";
  if (",[]{}#&*!|>'\"%@`".includes(character)) return false;
  if (inBlock(scan)) return !"-?:".includes(character) || !isSpaceOrEnd(text, at + 1);
  if (character === "?") return false;
  return !"-:".includes(character) || !(at + 1 >= text.length || isBlank(text[at + 1]));
}

function scanDirective(scan: Scan): void {
  const { cursor } = scan;
  const start = cursor.at;
  popAllLevels(scan);
  scan.keyAllowed = false;
  scan.afterJson = false;
  const words: string[] = [];
  while (cursor.at < cursor.text.length && breakLength(cursor.text, cursor.at) === 0) {
    if (cursor.text[cursor.at] === "#" && words.length > 0) break;
    const from = cursor.at;
    while (!isSpaceOrEnd(cursor.text, cursor.at)) cursor.at += 1;
    words.push(cursor.text.slice(from, cursor.at));
    eatBlanks(cursor);
  }
  push(scan, "directive", start, cursor.at, words.join(" "));
}

function scanDocumentSign(scan: Scan, kind: "document-start" | "document-end"): void {
  popAllLevels(scan);
  scan.keyAllowed = false;
  scan.afterJson = false;
  const { at } = scan.cursor;
  scan.cursor.at += 3;
  push(scan, kind, at, at + 3);
}

function scanFlowStart(scan: Scan): void {
  offerKey(scan);
  scan.keyAllowed = true;
  scan.afterJson = false;
  const { cursor, flows } = scan;
  const kind = cursor.text[cursor.at] === "[" ? "list" : "map";
  flows.push(kind);
  push(scan, kind === "list" ? "flow-list" : "flow-map", cursor.at, cursor.at + 1);
  cursor.at += 1;
}

/** A key in braces that has no colon has no value. */
function endFlowItem(scan: Scan): void {
  const flow = scan.flows.at(-1);
  if (flow === "map" && takeKey(scan)) push(scan, "value");
  else if (flow === "list") dropKey(scan);
}

function scanFlowEnd(scan: Scan): void {
  const { cursor, flows } = scan;
  const kind = cursor.text[cursor.at] === "]" ? "list" : "map";
  const wrong = () => mistakeAt(cursor.at, `"${cursor.text[cursor.at]}" closes nothing`);
  if (inBlock(scan)) throw wrong();
  endFlowItem(scan);
  scan.keyAllowed = false;
  scan.afterJson = true;
  if (flows.at(-1) !== kind) throw wrong();
  flows.pop();
  push(scan, kind === "list" ? "flow-list-end" : "flow-map-end", cursor.at, cursor.at + 1);
  cursor.at += 1;
}

function scanFlowEntry(scan: Scan): void {
  endFlowItem(scan);
  scan.keyAllowed = true;
  scan.afterJson = false;
  push(scan, "flow-entry", scan.cursor.at, scan.cursor.at + 1);
  scan.cursor.at += 1;
}

function scanBlockEntry(scan: Scan): void {
  const { cursor } = scan;
  if (!inBlock(scan)) throw mistakeAt(cursor.at, `"-" can't stand in brackets`);
  if (!scan.keyAllowed) throw mistakeAt(cursor.at, `"-" can't stand here`);
  pushLevel(scan, "list");
  scan.keyAllowed = true;
  scan.afterJson = false;
  push(scan, "block-entry", cursor.at, cursor.at + 1);
  cursor.at += 1;
}

function scanKey(scan: Scan): void {
  const { cursor } = scan;
  if (inBlock(scan)) {
    if (!scan.keyAllowed) throw mistakeAt(cursor.at, "a key can't stand here");
    pushLevel(scan, "map");
  }
  scan.keyAllowed = inBlock(scan);
  push(scan, "key", cursor.at, cursor.at + 1);
  cursor.at += 1;
}

function scanValue(scan: Scan): void {
  const { cursor } = scan;
  const isKey = takeKey(scan);
  scan.afterJson = false;
  if (!isKey && inBlock(scan)) {
    if (!scan.keyAllowed) throw mistakeAt(cursor.at, `":" can't stand here`);
    pushLevel(scan, "map");
  }
  scan.keyAllowed = !isKey && inBlock(scan);
  push(scan, "value", cursor.at, cursor.at + 1);
  cursor.at += 1;
}

function scanName(scan: Scan): void {
  offerKey(scan);
  scan.keyAllowed = false;
  scan.afterJson = false;
  const { cursor } = scan;
  const { text, at } = cursor;
  cursor.at += 1;
  while (!isSpaceOrEnd(text, cursor.at) && !"[]{},".includes(text[cursor.at] ?? "")) cursor.at += 1;
  const what = text[at] === "*" ? "alias" : "anchor";
  if (cursor.at === at + 1) throw mistakeAt(at, `"${text[at]}" has no name behind it`);
  if (!isSpaceOrEnd(text, cursor.at) && "[{".includes(text[cursor.at] ?? ""))
    throw mistakeAt(cursor.at, `"${text[cursor.at]}" can't follow a name`);
  push(scan, what, at, cursor.at, text.slice(at + 1, cursor.at));
}

function scanTag(scan: Scan): void {
  offerKey(scan);
  scan.keyAllowed = false;
  scan.afterJson = false;
  const { cursor } = scan;
  const start = cursor.at;
  eatTag(cursor);
  push(scan, "tag", start, cursor.at, cursor.text.slice(start, cursor.at));
}

function pushText(scan: Scan, kind: TokenKind, start: number, { value, end }: ReadText): void {
  push(scan, kind, start, end, value);
}

function scanQuoted(scan: Scan): void {
  const { cursor } = scan;
  const start = cursor.at;
  offerKey(scan);
  const kind = cursor.text[start] === "'" ? "single" : "double";
  const read = readQuoted(cursor);
  scan.keyAllowed = false;
  scan.afterJson = true;
  pushText(scan, kind, start, read);
}

function scanBlock(scan: Scan): void {
  const start = scan.cursor.at;
  const read = readBlock(scan.cursor, topOf(scan)?.column ?? 0);
  scan.keyAllowed = true;
  scan.afterJson = false;
  pushText(scan, read.kind, start, read);
}

function scanPlain(scan: Scan): void {
  const start = scan.cursor.at;
  // Before it is offered as a key, which may begin a level of its own.
  const indent = inBlock(scan) ? (topOf(scan)?.column ?? 0) + 1 : 0;
  offerKey(scan);
  const read = readPlain(scan.cursor, !inBlock(scan), indent);
  // The line break behind it has been read with it, so a key that begins here is not dropped there.
  scan.keyAllowed = read.endedByIndent;
  scan.afterJson = false;
  pushText(scan, "plain", start, read);
}

const bySign: Readonly<Record<string, (scan: Scan) => void>> = {
  "[": scanFlowStart,
  "{": scanFlowStart,
  "]": scanFlowEnd,
  "}": scanFlowEnd,
  ",": scanFlowEntry,
  "*": scanName,
  "&": scanName,
  "!": scanTag,
  "'": scanQuoted,
  '"': scanQuoted,
};
