import { type Cursor, mistakeAt } from "./yaml-cursor.ts";

const tagCharacter = /[-0-9A-Za-z#;/?:@&=+$_.~*'()]|%[0-9a-fA-F]{2}/y;
const addressCharacter = /[-0-9A-Za-z#;/?:@&=+$,_.!~*'()[\]]|%[0-9a-fA-F]{2}/y;

function eatAll(cursor: Cursor, pattern: RegExp): void {
  for (;;) {
    pattern.lastIndex = cursor.at;
    const [found] = pattern.exec(cursor.text) ?? [];
    if (found === undefined) return;
    cursor.at += found.length;
  }
}

/** Past a tag. What it says doesn't matter, but what it can be written with. */
export function eatTag(cursor: Cursor): void {
  const { text, at } = cursor;
  cursor.at += 1;
  if (text[cursor.at] === "<") {
    cursor.at += 1;
    eatAll(cursor, addressCharacter);
    if (text[cursor.at] !== ">") throw mistakeAt(cursor.at, "the tag is not closed");
    cursor.at += 1;
    return;
  }
  const handle = cursor.at;
  eatAll(cursor, tagCharacter);
  if (text[cursor.at] !== "!") return;
  if (!/^[-0-9A-Za-z]*$/.test(text.slice(handle, cursor.at)))
    throw mistakeAt(handle, "the tag can't have this handle");
  cursor.at += 1;
  const suffix = cursor.at;
  eatAll(cursor, tagCharacter);
  if (cursor.at === suffix) throw mistakeAt(at, "the tag has nothing behind its handle");
}
