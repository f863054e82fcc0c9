const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "0": "\0",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\x07",
  e: "\x1b",
  "\n": "",
};

const escapeSequence =
  /\\(?:x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|U([0-9a-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g;

const fromCode = (digits: string, base: number): string => {
  const code = Number.parseInt(digits, base);
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
};

/** Escapes written out. */
export const unescaped = (text: string): string =>
  text.includes("\\")
    ? text.replace(
        escapeSequence,
        (
          _,
          x?: string,
          xs?: string,
          u?: string,
          us?: string,
          long?: string,
          octal?: string,
          char?: string,
        ) => {
          const hex = x ?? xs ?? u ?? us ?? long;
          if (hex !== undefined) return fromCode(hex, 16);
          if (octal !== undefined && octal !== "0") return fromCode(octal, 8);
          return escapes[char ?? "0"] ?? char ?? "";
        },
      )
    : text;

/** A printable character written as a number is a way to hide what is written. */
export const hides = (text: string): boolean =>
  /\\(x[2-7][0-9a-fA-F]|u00[2-7]|u\{[2-7][0-9a-fA-F]\}|0?(0[4-7]|1[0-7])[0-7])/.test(text);
