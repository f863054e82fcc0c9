/** Bytes of base64 (also URL-safe, white space let be) as text; undefined when it isn't any. */
export function fromBase64(text: string): string | undefined {
  const plain = text
    .replace(/[\s"']/g, "")
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replace(/(?<!=)=+$/, "");
  if (plain === "" || !/^[A-Za-z0-9+/]*$/.test(plain) || plain.length % 4 === 1) return undefined;
  return fromBytes(atob(plain));
}

/** UTF-8 where it is, else one character a byte. */
function fromBytes(binary: string): string {
  if (!/[\x80-\xff]/.test(binary)) return binary;
  const text = new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
  return text.includes("\uFFFD") ? binary : text;
}

const base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export function fromBase32(text: string): string | undefined {
  const plain = text.replace(/[\s=]/g, "").toUpperCase();
  if (plain === "" || !/^[A-Z2-7]*$/.test(plain)) return undefined;
  let bits = "";
  for (const char of plain) bits += base32Letters.indexOf(char).toString(2).padStart(5, "0");
  return fromBytes(
    (bits.match(/.{8}/g) ?? []).map((byte) => String.fromCharCode(Number.parseInt(byte, 2))).join(""),
  );
}

/** Hexadecimal, with or without spaces, `\x` or `0x`. */
export function fromHex(text: string): string | undefined {
  const plain = text.replace(/\\x|0x|[\s:]/g, "");
  if (plain === "" || plain.length % 2 === 1 || !/^[0-9a-f]*$/i.test(plain)) return undefined;
  return fromBytes(
    (plain.match(/../g) ?? []).map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join(""),
  );
}

/** UTF-16 as PowerShell's -EncodedCommand has it. */
export function fromBase64Utf16(text: string): string | undefined {
  const plain = text.replace(/[\s"']/g, "").replace(/(?<!=)=+$/, "");
  if (plain === "" || !/^[A-Za-z0-9+/]*$/.test(plain) || plain.length % 4 === 1) return undefined;
  const bytes = Uint8Array.from(atob(plain), (char) => char.charCodeAt(0));
  return new TextDecoder("utf-16le").decode(bytes);
}

export const reversed = (text: string): string => [...text].reverse().join("");

/** `tr SET SET`: characters of the first set become those of the second. */
export function translated(text: string, first: string, second: string): string {
  const [from, to] = [expandedSet(first), expandedSet(second)];
  const last = to.at(-1) ?? "";
  const map = new Map([...from].map((char, at) => [char, to[at] ?? last] as const));
  let result = "";
  for (const char of text) result += map.get(char) ?? char;
  return result;
}

const classes: Readonly<Record<string, string>> = {
  "[:lower:]": "abcdefghijklmnopqrstuvwxyz",
  "[:upper:]": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "[:digit:]": "0123456789",
  "[:space:]": " \t\n\r\f\v",
  "[:alpha:]": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
};

/** `a-z`, `\n`, `[:lower:]` written out. */
export function expandedSet(set: string): string {
  const named = set.replace(/\[:\w+:\]/g, (name) => classes[name] ?? "");
  const plain = named.replace(/\\([0-7]{1,3}|.)/gs, (_, char: string) =>
    /^[0-7]/.test(char)
      ? String.fromCharCode(Number.parseInt(char, 8))
      : ({ n: "\n", t: "\t", r: "\r" }[char] ?? char),
  );
  return plain.replace(/(.)-(.)/gs, (whole, low: string, high: string) => {
    const [start, end] = [low.charCodeAt(0), high.charCodeAt(0)];
    if (start > end || end - start > 255) return whole;
    return Array.from({ length: end - start + 1 }, (_, at) => String.fromCharCode(start + at)).join("");
  });
}
