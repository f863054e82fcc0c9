import { type From, fromCommand, joinFrom } from "../flow.ts";
import { hasGlob } from "../glob.ts";
import type { Word } from "../word.ts";

/** Fields while they are being put together. */
export type Fields = {
  readonly done: Word[];
  text: string;
  from: From;
  glob: boolean;
  /** Something, be it an empty quotation, has begun a field. */
  open: boolean;
};

/** Most fields that one word can become. */
const mostFields = 1_024;

export function add(fields: Fields, text: string, from: From = fromCommand): void {
  fields.text += text;
  fields.from = joinFrom(fields.from, from);
  fields.open = true;
}

export function close(fields: Fields): void {
  if (!fields.open || fields.done.length >= mostFields) return;
  fields.done.push({ text: fields.text, from: fields.from, glob: fields.glob });
  fields.text = "";
  fields.from = fromCommand;
  fields.glob = false;
  fields.open = false;
}

/** Unquoted: split, and patterns in it count. */
export function addSplit(fields: Fields, words: readonly Word[], separator: string | undefined): void {
  words.forEach((word, index) => {
    if (index > 0) close(fields);
    for (const [at, piece] of pieces(word.text, separator).entries()) {
      if (at > 0) close(fields);
      if (piece === "") continue;
      add(fields, piece, word.from);
      fields.glob ||= hasGlob(piece);
    }
  });
}

export function pieces(text: string, separator: string | undefined): readonly string[] {
  if (separator === undefined) return /\s/.test(text) ? text.split(/\s+/) : [text];
  const parts: string[] = [""];
  for (const char of text) {
    if (separator.includes(char)) parts.push("");
    else parts[parts.length - 1] += char;
  }
  return parts;
}
