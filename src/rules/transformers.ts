import { asciiLower, asciiUpper, byteLength, fromBytes, toBytes, upToNul } from "./bytes.ts";

export type TransformerDoc = {
  readonly doc: string;
  readonly takes: string;
  readonly gives: "string" | "uint64" | "list";
  readonly examples: readonly TransformerExample[];
};

/** `is` is the result as text; undefined where the result is absent. */
export type TransformerExample = {
  readonly expression: string;
  readonly field?: string;
  readonly is: string | undefined;
};

export type TextTransformer = TransformerDoc & { readonly apply: (text: string) => string | undefined };

/** Transformers from a string to a string; over a list they are applied to each element. */
export const textTransformers: ReadonlyMap<string, TextTransformer> = new Map<string, TextTransformer>([
  [
    "tolower",
    {
      doc: "The text with ASCII letters in lower case; other letters stay as they are.",
      takes: "string or list",
      gives: "string",
      examples: [{ expression: "tolower(tool.name)", field: "BÄSH", is: "bÄsh" }],
      apply: asciiLower,
    },
  ],
  [
    "toupper",
    {
      doc: "The text with ASCII letters in upper case; other letters stay as they are.",
      takes: "string or list",
      gives: "string",
      examples: [{ expression: "toupper(tool.name)", field: "bäsh", is: "BäSH" }],
      apply: asciiUpper,
    },
  ],
  [
    "basename",
    {
      doc: "What follows the last slash; the whole text if there is none.",
      takes: "string or list",
      gives: "string",
      examples: [
        { expression: "basename(tool.file_path)", field: "/etc/passwd", is: "passwd" },
        { expression: "basename(tool.file_path)", field: "/etc/", is: "" },
      ],
      apply: (text) => text.slice(text.lastIndexOf("/") + 1),
    },
  ],
  [
    "b64",
    {
      doc: "The text that base64 stands for, padding optional; absent if it is no base64.",
      takes: "string or list",
      gives: "string",
      examples: [
        { expression: "b64(tool.input_command)", field: "cm0gLXJmIC8=", is: "rm -rf /" },
        { expression: "b64(tool.input_command)", field: "rm -rf /", is: undefined },
      ],
      apply: decodeBase64,
    },
  ],
]);

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const digits = new Map([...alphabet].map((digit, value) => [digit, value]));

/** Falco takes one or two "=" whatever the length needs, and no bits left over but zeros. */
function decodeBase64(text: string): string | undefined {
  const code = upToNul(text).replace(/={1,2}$/, "");
  if (code.length % 4 === 1 || (code === "" && text !== "")) return undefined;
  const bytes: string[] = [];
  let [bits, held] = [0, 0];
  for (const digit of code) {
    const value = digits.get(digit);
    if (value === undefined) return undefined;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push(String.fromCharCode((held >> bits) & 0xff));
  }
  return (held & ((1 << bits) - 1)) === 0 ? fromBytes(bytes.join("")) : undefined;
}

/** Length as `len()` counts it: bytes up to the first NUL; of a list its elements. */
export function lengthOf(value: string | readonly string[]): bigint {
  return BigInt(typeof value === "string" ? byteLength(upToNul(value)) : value.length);
}

/** Puts texts together; bytes that were no UTF-8 apart may be together. */
export function joined(texts: readonly string[], separator: string): string {
  const text = texts.join(separator);
  return text.isWellFormed() ? text : fromBytes(toBytes(text));
}

/** Options in the order given, as getopt(3) would find them; a flag's value is its own letter. */
export type Option = { readonly letter: string; readonly value: string };

/** Reads options up to "--" or the first argument that is none. Unknown options are "?", a missing argument is "". */
export function readOptions(args: readonly string[], known: string): readonly Option[] {
  const found: Option[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? "";
    if (word === "--" || word === "-" || !word.startsWith("-")) break;
    if (word.startsWith("--")) continue;
    for (let letterAt = 1; letterAt < word.length; letterAt += 1) {
      const letter = word[letterAt] ?? "";
      const place = letter === ":" ? -1 : known.indexOf(letter);
      if (place === -1) found.push({ letter: "?", value: "?" });
      else if (known[place + 1] !== ":") found.push({ letter, value: letter });
      else {
        const attached = word.slice(letterAt + 1);
        if (attached === "") at += 1;
        found.push({ letter, value: attached === "" ? (args[at] ?? "") : attached });
        break;
      }
    }
  }
  return found;
}

/** The transformers that are no function of one text. */
export const otherTransformers: ReadonlyMap<string, TransformerDoc> = new Map<string, TransformerDoc>([
  [
    "len",
    {
      doc: "Length of a string in bytes; of a list the number of its elements.",
      takes: "string or list",
      gives: "uint64",
      examples: [{ expression: "len(tool.name)", field: "Bäsh", is: "5" }],
    },
  ],
  [
    "val",
    {
      doc: "Another field's value, right of an operator.",
      takes: "field",
      gives: "string",
      examples: [{ expression: "val(tool.name)", field: "Bash", is: "Bash" }],
    },
  ],
  [
    "join",
    {
      doc: "The items of a list in brackets, put together with a separator; absent if one of them is.",
      takes: "separator, (items)",
      gives: "string",
      examples: [{ expression: `join("-", (tool.name, "x", 1))`, field: "Bash", is: "Bash-x-1" }],
    },
  ],
  [
    "concat",
    {
      doc: "Two or more strings put together; absent if one of them is.",
      takes: "strings",
      gives: "string",
      examples: [{ expression: `concat(tool.name, "!")`, field: "Bash", is: "Bash!" }],
    },
  ],
  [
    "getopt",
    {
      doc: "Command-line options of a list of words, read like getopt(3); with [c] the value of option c, the last wins.",
      takes: "(words), options",
      gives: "list",
      examples: [{ expression: `getopt(("-a", "-f", tool.name), "af:")[f]`, field: "Bash", is: "Bash" }],
    },
  ],
]);

export const transformerNames: readonly string[] = [...textTransformers.keys(), ...otherTransformers.keys()];
