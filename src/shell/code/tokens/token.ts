/** What a quote means: `raw` knows no escapes, `text` has them, `parts` has code or variables in it, `shell` is run. */
export type QuoteKind = "raw" | "text" | "parts" | "shell";

/** How a language writes its texts and comments; all that reading it lightly needs to know. */
export type Syntax = {
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [string, string])[];
  readonly quotes: Readonly<Record<string, QuoteKind>>;
  /** How code stands in a text: `#{…}`, `${…}`, `{…}` of f"", or `$name` alone. */
  readonly insertion: "#{" | "${" | "f{" | "$" | "";
  /** Names may begin with these: `$x`, `@a`. */
  readonly sigils: string;
  /** `/…/` is a regular expression where a value may stand. */
  readonly regex: boolean;
  /** `q(…)`, `%w[…]`, `qx(…)`, `s/a/b/`. */
  readonly quoteLike: "perl" | "ruby" | "";
};

type Sign = {
  readonly kind: "sign";
  readonly text: string;
  /** How much deeper in brackets is what stands behind it. */
  readonly nests: -1 | 0 | 1;
};

/** A piece of a text: as it is, or code whose value stands there. */
export type Part = string | { readonly code: string };

export type Token =
  | {
      readonly kind: "text";
      readonly parts: readonly Part[];
      readonly shell: boolean;
      readonly hidden: boolean;
    }
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | Sign
  /** A new line, with how far it is indented. */
  | { readonly kind: "line"; readonly indent: number };

/** Code while it is cut up. */
export type Cutting = {
  readonly code: string;
  readonly syntax: Syntax;
  readonly tokens: Token[];
  /** Cuts up code that stands in code. */
  readonly cut: (code: string, syntax: Syntax) => readonly Token[];
};

/** Signs of more than one character. */
const longSigns =
  "<<< === !== **= ... &&= ||= ??= //= => -> :: == != <= >= && || ?? ?. += -= .= |= .. << >> := ** // =~ !~".split(
    " ",
  );

const newSign = (text: string): Sign => ({
  kind: "sign",
  text,
  nests:
    text === "(" || text === "[" || text === "{" ? 1 : text === ")" || text === "]" || text === "}" ? -1 : 0,
});

const knownSigns: ReadonlyMap<string, Sign> = new Map(
  [...longSigns, ..."()[]{}<>=+-*/%.,:;!?&|^~@#$\\"].map((text) => [text, newSign(text)]),
);

/** The sign that stands at `at`, the longest that there is. Whatever isn't known is a sign of one character. */
export function signAt(code: string, at: number): Sign {
  return (
    knownSigns.get(code.slice(at, at + 3)) ??
    knownSigns.get(code.slice(at, at + 2)) ??
    signToken(code[at] ?? "")
  );
}

export const signToken = (text: string): Sign => knownSigns.get(text) ?? newSign(text);

/** A text without code in it. */
export const plainText = (text: string): Token => ({
  kind: "text",
  parts: [text],
  shell: false,
  hidden: false,
});

/** A text that nobody needs to know: a pattern. */
export const skippedText: Token = { kind: "text", parts: [], shell: false, hidden: false };
