import type { Flow } from "../../flow.ts";
import type { Run } from "../../programs/program.ts";
import type { Token } from "./tokens.ts";

/** A function of the program: its parameters, and where its body begins behind the brace. */
type Defined = { readonly parameters: readonly string[]; readonly start: number };

/** An awk program while it is read. */
export type Machine = {
  readonly run: Run;
  readonly tokens: readonly Token[];
  readonly variables: Map<string, Flow>;
  readonly functions: Map<string, Defined>;
  at: number;
  printed: Flow;
  /** How many functions deep it is. */
  calling: number;
  /** How many expressions deep it is. */
  nested: number;
};

export const here = (machine: Machine): Token | undefined => machine.tokens[machine.at];

export function isAt({ tokens, at }: Machine, ...texts: readonly string[]): boolean {
  const token = tokens[at];
  return token?.kind === "operator" && texts.includes(token.text);
}

export const isWord = (machine: Machine, word: string): boolean =>
  here(machine)?.kind === "name" && here(machine)?.text === word;

/** Steps over an operator if it stands here. */
export function skip(machine: Machine, ...texts: readonly string[]): boolean {
  if (!isAt(machine, ...texts)) return false;
  machine.at += 1;
  return true;
}
