import { type Cursor, mistakeAt } from "./yaml-cursor.ts";

const escapes: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "'": "'",
  "\\": "\\",
  "/": "/",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** What an escape stands for; the cursor stands on its backslash, or on the first of two single quotes. */
export function readEscape(cursor: Cursor): string {
  const { text, at } = cursor;
  const sign = text[at + 1] ?? "";
  cursor.at += 2;
  if (text[at] === "'") return "'";
  const known = escapes[sign];
  if (known !== undefined) return known;
  const count = hexDigits[sign];
  if (count === undefined) throw mistakeAt(at, `unknown escape "\\${sign}"`);
  const digits = text.slice(at + 2, at + 2 + count);
  const code = /^[0-9a-fA-F]+$/.test(digits) && digits.length === count ? Number.parseInt(digits, 16) : -1;
  if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    throw mistakeAt(at, `"\\${sign}${digits}" is no character`);
  cursor.at += count;
  return String.fromCodePoint(code);
}
