import type { Sign } from "./sign.ts";

/** Invisible or direction-changing characters. Joiners between letters or emoji are ordinary text. */
const invisible =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufff9-\ufffb]|(?!^)\ufeff|[\u{e0000}-\u{e007f}]/u;
const loneJoiner =
  /(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])(?:\u200c|\u200d)|(?:\u200c|\u200d)(?![\p{L}\p{M}\p{Extended_Pictographic}])/u;
const flagOfRegion = /\u{1f3f4}[\u{e0061}-\u{e007a}\u{e0030}-\u{e0039}]{2,6}\u{e007f}/gu;

export const hidesText: Sign = (text) => {
  if (!/[^\x00-\x7f]/.test(text)) return false;
  const bare = text.replace(flagOfRegion, "");
  return invisible.test(bare) || loneJoiner.test(bare);
};
