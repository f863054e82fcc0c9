/** Stands in a text for a part that can't be known without running the command. */
export const unknownPart = "\uFFFC";

/** Longest text that is followed; the rest of a longer one is unknown. */
const longestText = 131_072;

/** Most paths or variables remembered of one text. */
const mostSources = 64;

/** Names of what lies in a folder. */
export type Listing = {
  /** Absolute. */
  readonly folder: string;
  /** What stands for all the names in the text; "" where they are simply unknown. */
  readonly printed: string;
  /** What is printed before each name. */
  readonly prefix: string;
  /** With the names that begin with a dot. */
  readonly hidden: boolean;
  /** With what lies in folders below. */
  readonly deep: boolean;
};

/** Where a text comes from. All false and empty: written in the command itself. */
export type From = {
  readonly network: boolean;
  /** Turned out of another encoding: base64, hex, rot13, escapes. */
  readonly decoded: boolean;
  /** Turned into another encoding. */
  readonly encoded: boolean;
  /** Taken out of an archive. */
  readonly unpacked: boolean;
  /** What some local program printed. */
  readonly output: boolean;
  /** What an interactive shell printed. */
  readonly shell: boolean;
  /** Files whose content is in it, absolute. */
  readonly paths: readonly string[];
  /** Environment variables holding secrets whose values are in it; "*" for the whole environment. */
  readonly variables: readonly string[];
  /** It holds names of what lies in this folder. */
  readonly listing: Listing | undefined;
};

/** A text on its way: an argument, what a program prints, the content of a file. */
export type Flow = {
  /** The text as far as it is known, with `unknownPart` for each part that isn't. */
  readonly text: string;
  readonly from: From;
};

export const fromCommand: From = {
  network: false,
  decoded: false,
  encoded: false,
  unpacked: false,
  output: false,
  shell: false,
  paths: [],
  variables: [],
  listing: undefined,
};

export const fromNetwork: From = { ...fromCommand, network: true };
export const fromOutput: From = { ...fromCommand, output: true };

export const nothing: Flow = { text: "", from: fromCommand };
/** What is in an empty file: unlike nothing, it was given. */
export const emptyFlow: Flow = { text: "", from: fromCommand };
/** Stands among the variables of a text for what a secret store printed; no variable has such a name. */
export const storedSecret = "secret store";
export const networkFlow: Flow = { text: unknownPart, from: fromNetwork };
export const outputFlow: Flow = { text: unknownPart, from: fromOutput };
/** A terminal, or nobody knows what. */
export const unknownFlow: Flow = { text: unknownPart, from: fromCommand };

export const literalFlow = (text: string): Flow => ({ text: bounded(text), from: fromCommand });
export const fileFlow = (path: string): Flow => ({
  text: unknownPart,
  from: { ...fromCommand, paths: [path] },
});

export const isKnown = (flow: { readonly text: string }): boolean => !flow.text.includes(unknownPart);

/** Same sources, a text that nobody knows. */
export const blurred = (flow: Flow): Flow =>
  flow.text === unknownPart ? flow : { text: unknownPart, from: flow.from };

export function joinFrom(first: From, second: From): From {
  if (first === second || second === fromCommand) return first;
  if (first === fromCommand) return second;
  return {
    network: first.network || second.network,
    decoded: first.decoded || second.decoded,
    encoded: first.encoded || second.encoded,
    unpacked: first.unpacked || second.unpacked,
    output: first.output || second.output,
    shell: first.shell || second.shell,
    paths: union(first.paths, second.paths),
    variables: union(first.variables, second.variables),
    listing: first.listing ?? second.listing,
  };
}

/** One text after the other. */
export function join(first: Flow, second: Flow): Flow {
  if (first === nothing) return second;
  if (second === nothing) return first;
  // A text that was cut stays as it is: to add to it thousands of times and cut it again would take quadratic time.
  const text = first.text.length > longestText ? first.text : bounded(first.text + second.text);
  return { text, from: joinFrom(first.from, second.from) };
}

export const joinAll = (flows: readonly Flow[]): Flow => flows.reduce(join, nothing);

/** The same text with one more thing known of where it comes from. */
export const marked = (flow: Flow, mark: Partial<From>): Flow => ({
  text: flow.text,
  from: { ...flow.from, ...mark },
});

function union(first: readonly string[], second: readonly string[]): readonly string[] {
  if (second.length === 0) return first;
  if (first.length === 0) return second;
  return [...new Set([...first, ...second])].slice(0, mostSources);
}

export const bounded = (text: string): string =>
  text.length > longestText ? text.slice(0, longestText) + unknownPart : text;

/** A known text turned back; an unknown one is at least known to be that. */
export function decodedFlow(flow: Flow, decode: (text: string) => string | undefined): Flow {
  const text = isKnown(flow) ? decode(flow.text) : undefined;
  return marked({ text: text ?? unknownPart, from: flow.from }, { decoded: true });
}
