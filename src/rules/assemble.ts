import type { Token } from "#condition-parser";
import type { Condition } from "./ast.ts";

/** Levels of "and" in "or" in "and" … that a condition may have; brackets that change nothing are not counted. */
const maxDepth = 1_000;

type Failure = { readonly code: SyntaxCode; readonly at: number };
type SyntaxCode = "trailing-text" | "missing-list-end" | "too-deep";
export type Assembled = { readonly condition: Condition } | Failure;

type Tree = { readonly condition: Condition; readonly depth: number };

/** One open bracket, or the whole condition. */
type Frame = {
  readonly start: number;
  /** Where the innermost "not" before the bracket begins, if their number is odd. */
  readonly negatedAt: number | undefined;
  /** The bracket follows an "or" without a blank: Falco lets no "and" continue what it closes. */
  readonly tightOr: boolean;
  readonly alternatives: Tree[];
  terms: Tree[];
  negated: number | undefined;
  afterTightOr: boolean;
};

function frame(start: number, negatedAt: number | undefined, tightOr: boolean): Frame {
  return { start, negatedAt, tightOr, alternatives: [], terms: [], negated: undefined, afterTightOr: false };
}

/** Joins what `kind` joins; operands of the same kind are taken in, so that only real nesting makes a tree deep. */
function join(kind: "and" | "or", trees: readonly Tree[]): Tree {
  const [first] = trees;
  if (first === undefined) throw new Error("internal: nothing to join");
  if (trees.length === 1) return first;
  // Not flatMap: where each of thousands of brackets takes in all that is in it, that is ten times as slow.
  const terms = ([] as Condition[]).concat(
    ...trees.map(({ condition }) => (condition.kind === kind ? condition.terms : [condition])),
  );
  const depth = Math.max(
    ...trees.map((tree) => (tree.condition.kind === kind ? tree.depth : tree.depth + 1)),
  );
  const end = trees.at(-1)?.condition.end ?? first.condition.end;
  return { condition: { kind, terms, start: first.condition.start, end }, depth };
}

function negate({ condition, depth }: Tree, start: number): Tree {
  if (condition.kind === "not") return { condition: condition.term, depth: depth - 1 };
  return { condition: { kind: "not", term: condition, start, end: condition.end }, depth: depth + 1 };
}

function add(to: Frame, tree: Tree): void {
  to.terms.push(to.negated === undefined ? tree : negate(tree, to.negated));
  to.negated = undefined;
}

function finish(done: Frame): Tree {
  return join("or", [...done.alternatives, join("and", done.terms)]);
}

/** Makes the tree of a condition's tokens; "and" binds tighter than "or". No recursion: the text may be hostile. */
export function assemble(tokens: readonly Token[], text: string, restAt: number): Assembled {
  const stack: Frame[] = [];
  let current = frame(0, undefined, false);
  let tight = false;
  for (const token of tokens) {
    switch (token.kind) {
      case "not":
        current.negated = current.negated === undefined ? token.start : undefined;
        break;
      case "open":
        stack.push(current);
        current = frame(token.start, current.negated, tight);
        break;
      case "close": {
        const tree = finish(current);
        if (tree.depth > maxDepth) return { code: "too-deep", at: current.start };
        const closed = current;
        current = stack.pop() ?? current;
        add(current, tree);
        current.afterTightOr = closed.tightOr;
        break;
      }
      case "and":
        if (current.afterTightOr)
          return { code: "trailing-text", at: token.start + skipBlanks(text, token.start) };
        break;
      case "or":
        current.alternatives.push(join("and", current.terms));
        current.terms = [];
        current.afterTightOr = false;
        break;
      case "check":
        add(current, { condition: token.check, depth: 0 });
        break;
    }
    tight = token.kind === "or" && token.tight;
  }
  if (restAt < text.length || stack.length > 0)
    return { code: stack.length > 0 ? "missing-list-end" : "trailing-text", at: restAt };
  const tree = finish(current);
  return tree.depth > maxDepth ? { code: "too-deep", at: 0 } : { condition: tree.condition };
}

function skipBlanks(text: string, from: number): number {
  return /[^ \t\r\n\b]/.exec(text.slice(from))?.index ?? 0;
}
