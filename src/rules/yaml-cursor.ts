/** A place in a text that moves forward only. Columns and lines count from 0. */
export type Cursor = {
  readonly text: string;
  at: number;
  line: number;
  lineStart: number;
};

export const cursorOn = (text: string): Cursor => ({ text, at: 0, line: 0, lineStart: 0 });

export const columnOf = ({ at, lineStart }: Cursor): number => at - lineStart;

/** Thrown while a file is read: why it is no YAML. */
export type Mistake = { readonly mistake: string; readonly at: number; readonly end: number };

export const mistakeAt = (at: number, mistake: string, end = at + 1): Mistake => ({ mistake, at, end });

export const isMistake = (thrown: unknown): thrown is Mistake =>
  typeof thrown === "object" && thrown !== null && "mistake" in thrown;

export const isBlank = (character: string | undefined): boolean => character === " " || character === "\t";

/** The length of the line break at a place; 0 where there is none. */
export function breakLength(text: string, at: number): number {
  if (text[at] === "\n") return 1;
  return text[at] === "\r" && text[at + 1] === "\n" ? 2 : 0;
}

/** A blank, a line break or the end of the text. */
export const isSpaceOrEnd = (text: string, at: number): boolean =>
  at >= text.length || isBlank(text[at]) || breakLength(text, at) > 0;

/** Past a line break, if there is one. */
export function eatBreak(cursor: Cursor): boolean {
  const length = breakLength(cursor.text, cursor.at);
  if (length === 0) return false;
  cursor.at += length;
  cursor.line += 1;
  cursor.lineStart = cursor.at;
  return true;
}

export function eatBlanks(cursor: Cursor): void {
  while (isBlank(cursor.text[cursor.at])) cursor.at += 1;
}

export function eatLine(cursor: Cursor): void {
  while (cursor.at < cursor.text.length && breakLength(cursor.text, cursor.at) === 0) cursor.at += 1;
}

/** Whether "---" or "..." stands at the beginning of a line, as a word of its own. */
export function isDocumentSign(cursor: Cursor, sign: "---" | "..."): boolean {
  return (
    cursor.at === cursor.lineStart &&
    cursor.text.startsWith(sign, cursor.at) &&
    isSpaceOrEnd(cursor.text, cursor.at + 3)
  );
}
