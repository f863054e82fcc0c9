import type { Priority } from "../model/priority.ts";
import type { Condition, Expression } from "./ast.ts";

/** Where something was written, 1-based. */
export type Position = { readonly file: string; readonly line: number; readonly column: number };

/** A part of an output: text as it is, or an expression, padded or cut to `width` bytes unless that is 0. */
export type OutputPart = string | { readonly expression: Expression; readonly width: number };

export type OutputTemplate = {
  readonly parts: readonly OutputPart[];
  /** Full names of the plain fields in it, also of those inside transformers; sorted. */
  readonly fields: readonly string[];
};

/** A rule with everything resolved but macros, which stand in the ruleset once for all. */
export type RulesetRule = {
  readonly name: string;
  readonly desc: string;
  readonly priority: Priority;
  readonly source: string;
  readonly tags: readonly string[];
  readonly enabled: boolean;
  /** The condition as its author wrote it, with what was appended. */
  readonly written: string;
  readonly condition: Condition;
  readonly output: OutputTemplate;
  readonly outputText: string;
  readonly at: Position;
};

export type RulesetMacro = { readonly condition: Condition; readonly at: Position };

/**
 * The parsed form of a load: plain data that JSON can carry, enough to evaluate without YAML or the grammar.
 * Rules stand in the order in which they are evaluated; those of sources other than coding_agent are left out.
 */
export type Ruleset = {
  readonly version: 1;
  readonly rules: readonly RulesetRule[];
  /** Those that a rule uses, directly or not. */
  readonly macros: Readonly<Record<string, RulesetMacro>>;
};
