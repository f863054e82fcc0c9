import { bounded, type Flow, joinFrom, marked } from "../flow.ts";
import type { Word } from "../word.ts";

const simple: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  e: "\x1b",
  E: "\x1b",
  "\\": "\\",
  '"': '"',
  "'": "'",
};

const escapeSequence =
  /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|0?([0-7]{1,3})|c|(.))/gs;

/** A printable character out of a number is a way to hide what is written. */
const hides = (text: string): boolean => /\\(x[2-7][0-9a-fA-F]|0?(0[4-7]|1[0-7])[0-7]|u00[2-7])/.test(text);

const charFrom = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : "");

/** Backslash escapes written out, as `echo -e` and `printf` do. */
export function unescaped(flow: Flow): Flow {
  if (!flow.text.includes("\\")) return flow;
  const text = flow.text.replace(
    escapeSequence,
    (whole, hex?: string, short?: string, long?: string, octal?: string, char?: string) => {
      const digits = hex ?? short ?? long;
      if (digits !== undefined) return charFrom(Number.parseInt(digits, 16));
      if (octal !== undefined) return charFrom(Number.parseInt(octal, 8) & 255);
      return char === undefined ? "" : (simple[char] ?? whole);
    },
  );
  return hides(flow.text) ? marked({ ...flow, text }, { decoded: true }) : { ...flow, text };
}

/** Longest text that one `printf` makes. */
const mostRounds = 256;

/** What `printf FORMAT args…` prints: the format is used again until no argument is left. */
export function formatted(format: Word, args: readonly Word[]): Flow {
  const plain = unescaped(format);
  const from = args.reduce((sum, word) => joinFrom(sum, word.from), plain.from);
  let at = 0;
  let text = "";
  let decoded = from.decoded;
  for (let round = 0; round < mostRounds; round += 1) {
    const before = at;
    text += plain.text.replace(
      /%(%|[-+ #0]*(?:\*|[1-9]\d*)?(?:\.\d*)?([diouxXfFeEgGcsbq]))/g,
      (whole, _, kind?: string) => {
        if (kind === undefined) return whole === "%%" ? "%" : whole;
        const word = args[at++];
        const given = kind === "b" && word !== undefined ? unescaped(word) : word;
        decoded ||= given?.from.decoded === true;
        return converted(kind, whole, given?.text ?? "");
      },
    );
    if (at >= args.length || at === before || text.length > 65_536) break;
  }
  return { text: bounded(text), from: decoded ? { ...from, decoded } : from };
}

function converted(kind: string, format: string, text: string): string {
  if (kind === "s" || kind === "b") {
    const [, width, precision] = /%-?(\d*)(?:\.(\d+))?/.exec(format) ?? [];
    const cut = precision === undefined ? text : text.slice(0, Number(precision));
    return width ? cut.padStart(Math.min(Number(width), 256)) : cut;
  }
  if (kind === "c") return text.slice(0, 1);
  if (kind === "q") return text;
  const number =
    text.startsWith("'") || text.startsWith('"') ? (text.codePointAt(1) ?? 0) : Number(text || 0);
  if (!Number.isFinite(number)) return text;
  if (kind === "x" || kind === "X") return number.toString(16);
  if (kind === "o") return number.toString(8);
  return String(number);
}
