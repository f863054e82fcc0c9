import { asciiLower, toBytes } from "./bytes.ts";
import { bracketStep } from "./glob-bracket.ts";

// POSIX fnmatch(3) with no flags, in the C locale: one character is one byte, "*" and "?" match "/" and leading dots.

/** What stands at one place of a pattern; `next` is where the pattern goes on. */
type Piece =
  | { readonly kind: "byte"; readonly byte: number; readonly next: number }
  | { readonly kind: "any"; readonly next: number }
  | { readonly kind: "star"; readonly next: number }
  | { readonly kind: "set"; readonly step: (byte: number) => number };

/** By place in the pattern. Where nothing can match there is none. */
type Pieces = readonly (Piece | undefined)[];

function pieceAt(pattern: string, at: number, fold: boolean): Piece | undefined {
  const byte = (place: number): Piece | undefined =>
    place < pattern.length
      ? { kind: "byte", byte: (fold ? asciiLower(pattern) : pattern).charCodeAt(place), next: place + 1 }
      : undefined;
  switch (pattern[at]) {
    case "*":
      return { kind: "star", next: at + 1 };
    case "?":
      return { kind: "any", next: at + 1 };
    case "\\":
      return byte(at + 1);
    case "[":
      return { kind: "set", step: remembered((actual) => bracketStep(pattern, at, actual, fold)) };
    default:
      return byte(at);
  }
}

const unknown = -2;

/** The same for every byte, worked out at the first question. */
function remembered(step: (byte: number) => number): (byte: number) => number {
  const known = new Int32Array(256).fill(unknown);
  return (byte) => {
    const before = known[byte] ?? unknown;
    if (before !== unknown) return before;
    const next = step(byte);
    known[byte] = next;
    return next;
  };
}

/** Where the pattern goes on when a piece takes a byte; -1 when it doesn't. */
function step(piece: Piece | undefined, byte: number, folded: number): number {
  switch (piece?.kind) {
    case "byte":
      return piece.byte === folded ? piece.next : -1;
    case "any":
      return piece.next;
    case "set":
      return piece.step(byte);
    default:
      return -1;
  }
}

/** Going back to the last star alone is enough, so a text of n bytes takes at most n × pattern steps. */
function matches(pieces: Pieces, bytes: string, folded: string): boolean {
  let [at, place, star, resume] = [0, 0, -1, 0];
  while (at < bytes.length) {
    const piece = pieces[place];
    if (piece?.kind === "star") {
      place = piece.next;
      star = place;
      resume = at;
      continue;
    }
    const next = step(piece, bytes.charCodeAt(at), folded.charCodeAt(at));
    if (next !== -1) {
      at += 1;
      place = next;
    } else if (star !== -1) {
      resume += 1;
      at = resume;
      place = star;
    } else return false;
  }
  for (let piece = pieces[place]; piece?.kind === "star"; piece = pieces[place]) place = piece.next;
  return place === pieces.length;
}

/** Tests a text against a pattern as a whole; `fold` disregards the case of ASCII letters. */
export function globTest(pattern: string, fold = false): (text: string) => boolean {
  const bytes = toBytes(pattern);
  const pieces = Array.from({ length: bytes.length }, (_, at) => pieceAt(bytes, at, fold));
  if (!fold) return (text) => matches(pieces, toBytes(text), toBytes(text));
  return (text) => matches(pieces, toBytes(text), asciiLower(toBytes(text)));
}
