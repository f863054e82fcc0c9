import type { Machine } from "../language.ts";
import type { Token } from "../tokens/token.ts";

/** The next token, or one behind it. */
export const peek = ({ state }: Machine, ahead = 0): Token | undefined =>
  state.at + ahead < state.end ? state.tokens[state.at + ahead] : undefined;

export const isSign = (token: Token | undefined, ...texts: readonly string[]): boolean =>
  token?.kind === "sign" && texts.includes(token.text);

export const isOneOf = (token: Token | undefined, signs: ReadonlySet<string>): boolean =>
  token?.kind === "sign" && signs.has(token.text);

/** How much deeper in brackets is what stands behind a token. */
export const nesting = (token: Token | undefined): number => (token?.kind === "sign" ? token.nests : 0);

/** Whether it is one of these names; without any, whether it is a name. */
export const isName = (token: Token | undefined, ...texts: readonly string[]): boolean =>
  token?.kind === "name" && (texts.length === 0 || texts.includes(token.text));

/** What was written; "" for texts and lines. */
export const textOf = (token: Token | undefined): string =>
  token?.kind === "name" || token?.kind === "sign" || token?.kind === "number" ? token.text : "";

/** How many tokens looked through are as much work as one step. */
const tokensAStep = 16;

/** Takes the steps that looking through so many tokens costs: whoever looks ahead again and again comes to an end. */
export function lookedThrough({ state }: Machine, tokens: number): void {
  state.steps -= Math.floor(tokens / tokensAStep);
}

/** Where the next of some signs stands; `end` when there is none before it. */
export function signAhead(machine: Machine, start: number, end: number, ...signs: readonly string[]): number {
  let at = start;
  while (at < end && !isSign(machine.state.tokens[at], ...signs)) at += 1;
  lookedThrough(machine, at - start);
  return at;
}

/** Where the bracket at `at` closes. */
export function closingAt(machine: Machine, at: number): number {
  const { state } = machine;
  let depth = 0;
  let index = at;
  for (; index < state.end; index += 1) {
    const token = state.tokens[index];
    if (token?.kind !== "sign" || token.nests === 0) continue;
    depth += token.nests;
    if (depth === 0) break;
  }
  lookedThrough(machine, index - at);
  return index;
}

/** A module's name: `a.b`, `A::B`, `./a/b`, `@a/b`. */
export function dotted(machine: Machine): string {
  let text = "";
  for (;;) {
    const token = peek(machine);
    if (token?.kind === "name" ? /[\w*]$/.test(text) : !isModuleSign(token, text)) return text;
    text += textOf(token);
    machine.state.at += 1;
  }
}

const isModuleSign = (token: Token | undefined, before: string): boolean =>
  isSign(token, ".", "::", "*", "@") || (before !== "" && isSign(token, "/"));
