import { type Cursor, columnOf, eatBreak, eatLine, isBlank, isSpaceOrEnd } from "./yaml-cursor.ts";

// Blocks that begin and end by indentation, and keys that are known as such by the colon behind them.

export type TokenKind =
  | "directive"
  | "document-start"
  | "document-end"
  | "block-list"
  | "block-list-end"
  | "block-map"
  | "block-map-end"
  | "block-entry"
  | "flow-list"
  | "flow-list-end"
  | "flow-map"
  | "flow-map-end"
  | "flow-entry"
  | "key"
  | "value"
  | "anchor"
  | "alias"
  | "tag"
  | "plain"
  | "single"
  | "double"
  | "literal"
  | "folded";

export type Token = {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** Of a text its value, of an anchor or alias its name, of a directive what is written. */
  readonly value: string;
  /** A key is one only when a colon follows it in its line; until then it may turn out to be none. */
  state: "is" | "may-be" | "is-not";
};

/** One level of indentation. */
type Level = { readonly column: number; readonly kind: "none" | "list" | "map"; state: Token["state"] };

/** A text that may turn out to be the key of a map, with what has to be taken back if it doesn't. */
type MaybeKey = {
  readonly depth: number;
  readonly line: number;
  readonly at: number;
  readonly key: Token;
  readonly map: { readonly level: Level; readonly token: Token } | undefined;
};

export type Scan = {
  readonly cursor: Cursor;
  readonly tokens: Token[];
  readonly levels: Level[];
  readonly flows: ("list" | "map")[];
  readonly maybeKeys: MaybeKey[];
  keyAllowed: boolean;
  /** Whether a colon may follow without a blank behind it, as after a quoted key in a flow. */
  afterJson: boolean;
};

export const inBlock = ({ flows }: Scan) => flows.length === 0;
export const topOf = ({ levels }: Scan): Level | undefined => levels.at(-1);

export function push(
  { tokens, cursor }: Scan,
  kind: TokenKind,
  start = cursor.at,
  end = start,
  value = "",
  state: Token["state"] = "is",
): Token {
  const token: Token = { kind, start, end, value, state };
  tokens.push(token);
  return token;
}

export function toNextToken(scan: Scan): void {
  const { cursor } = scan;
  for (;;) {
    while (isBlank(cursor.text[cursor.at])) {
      if (inBlock(scan) && cursor.text[cursor.at] === "\t") scan.keyAllowed = false;
      cursor.at += 1;
    }
    if (cursor.text[cursor.at] === "#") eatLine(cursor);
    if (!eatBreak(cursor)) return;
    dropKey(scan);
    if (inBlock(scan)) scan.keyAllowed = true;
  }
}

export function popLevelsToHere(scan: Scan): void {
  if (!inBlock(scan)) return;
  const { cursor, levels } = scan;
  const column = columnOf(cursor);
  const entry = cursor.text[cursor.at] === "-" && isSpaceOrEnd(cursor.text, cursor.at + 1);
  for (let level = topOf(scan); level !== undefined; level = topOf(scan)) {
    if (level.column < column) break;
    if (level.column === column && !(level.kind === "list" && !entry)) break;
    popLevel(scan);
  }
  while (topOf(scan)?.state === "is-not") levels.pop();
}

function popLevel(scan: Scan): void {
  const level = scan.levels.pop();
  if (level === undefined) return;
  if (level.state !== "is") dropKey(scan);
  else if (level.kind === "list") push(scan, "block-list-end");
  else if (level.kind === "map") push(scan, "block-map-end");
}

export function popAllLevels(scan: Scan): void {
  if (inBlock(scan)) while (scan.levels.length > 0 && topOf(scan)?.kind !== "none") popLevel(scan);
  scan.maybeKeys.length = 0;
}

export function pushLevel(scan: Scan, kind: "list" | "map", state: Token["state"] = "is") {
  const column = columnOf(scan.cursor);
  const last = topOf(scan);
  if (!inBlock(scan) || last === undefined || column < last.column) return undefined;
  if (column === last.column && !(kind === "list" && last.kind === "map")) return undefined;
  const { at } = scan.cursor;
  const token = push(scan, kind === "list" ? "block-list" : "block-map", at, at, "", state);
  const level: Level = { column, kind, state };
  scan.levels.push(level);
  return { level, token };
}

/** What comes next may be a key. */
export function offerKey(scan: Scan): void {
  const { cursor, maybeKeys, flows } = scan;
  if (!scan.keyAllowed || maybeKeys.at(-1)?.depth === flows.length) return;
  const map = inBlock(scan) ? pushLevel(scan, "map", "may-be") : undefined;
  const key = push(scan, "key", cursor.at, cursor.at, "", "may-be");
  maybeKeys.push({ depth: flows.length, line: cursor.line, at: cursor.at, key, map });
}

function settle({ key, map }: MaybeKey, state: Token["state"]): void {
  key.state = state;
  if (map === undefined) return;
  map.level.state = state;
  map.token.state = state;
}

export function dropKey({ maybeKeys, flows }: Scan): void {
  const last = maybeKeys.at(-1);
  if (last === undefined || last.depth !== flows.length) return;
  settle(last, "is-not");
  maybeKeys.pop();
}

/** How long a key may be that has no "?" before it. */
const longestKey = 1024;

/** Whether what came last is a key: it begins in this line. */
export function takeKey({ cursor, maybeKeys, flows }: Scan): boolean {
  const last = maybeKeys.at(-1);
  if (last === undefined || last.depth !== flows.length) return false;
  maybeKeys.pop();
  const is = last.line === cursor.line && cursor.at - last.at <= longestKey;
  settle(last, is ? "is" : "is-not");
  return is;
}
