// Falco compares bytes. Values here are JavaScript strings; a byte that is no UTF-8 (only b64() makes such) stands in
// them as a lone low surrogate, U+DC00 plus the byte, and comes out as U+FFFD where it is shown.

const ascii = /^[\0-\x7f]*$/;

function isAscii(text: string): boolean {
  return ascii.test(text);
}

function bytesOfCodePoint(code: number): readonly number[] {
  if (code < 0x80) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 63)];
  if (code >= 0xdc80 && code <= 0xdcff) return [code - 0xdc00];
  if (code < 0x10000) return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
  return [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
}

/** The UTF-8 bytes of a text, one character a byte. */
export function toBytes(text: string): string {
  if (isAscii(text)) return text;
  const parts: string[] = [];
  for (const character of text)
    parts.push(String.fromCharCode(...bytesOfCodePoint(character.codePointAt(0) ?? 0)));
  return parts.join("");
}

/** Length in UTF-8 bytes. */
export function byteLength(text: string): number {
  if (isAscii(text)) return text.length;
  let length = 0;
  for (const character of text) length += bytesOfCodePoint(character.codePointAt(0) ?? 0).length;
  return length;
}

/** Well-formed UTF-8 sequences: what decoders accept, so no overlong forms, surrogates or anything above U+10FFFF. */
const sequence =
  /[\0-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g;

/** The text of UTF-8 bytes, one character a byte. */
export function fromBytes(bytes: string): string {
  if (isAscii(bytes)) return bytes;
  return bytes.replace(sequence, (found) => {
    const lead = found.charCodeAt(0);
    if (lead < 0x80) return found;
    if (found.length === 1) return String.fromCharCode(0xdc00 + lead);
    let code = lead & (0xff >> (found.length + 1));
    for (let at = 1; at < found.length; at += 1) code = (code << 6) | (found.charCodeAt(at) & 63);
    return String.fromCodePoint(code);
  });
}

/** Negative, zero or positive as the bytes of `a` come before, with or after those of `b`. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left === right) continue;
    // Above U+D7FF the order of UTF-16 units is not that of code points: surrogates stand for the highest.
    const rank = (unit: number) => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);
    return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** The text up to its first NUL, which is where a C string ends. */
export function upToNul(text: string): string {
  const end = text.indexOf("\0");
  return end === -1 ? text : text.slice(0, end);
}

/** The beginning of a sequence whose rest is missing, as a width may cut it. */
const beginning =
  /(?<![\ud800-\udbff])(?:\udce0[\udca0-\udcbf]|[\udce1-\udcec\udcee\udcef][\udc80-\udcbf]|\udced[\udc80-\udc9f]|\udcf0[\udc90-\udcbf][\udc80-\udcbf]?|[\udcf1-\udcf3][\udc80-\udcbf]{1,2}|\udcf4[\udc80-\udc8f][\udc80-\udcbf]?)/g;

/** What is shown of a value: a byte that is no UTF-8 as U+FFFD, and so are several that only lack an end. */
export function shown(text: string): string {
  return text.isWellFormed() ? text : text.replace(beginning, "\ufffd").toWellFormed();
}

/** ASCII letters in lower case, everything else as it is: what the C locale does. */
export function asciiLower(text: string): string {
  return isAscii(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function asciiUpper(text: string): string {
  return isAscii(text) ? text.toUpperCase() : text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}
