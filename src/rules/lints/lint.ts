import type { Item, Span } from "../../model/problem.ts";
import type { Decision } from "../../model/verdict.ts";
import type { Condition } from "../ast.ts";
import type { Reporter } from "../report.ts";
import type { RulesetRule } from "../ruleset.ts";

/** Looks at one rule of a ruleset that loads, and warns of what its author is likely to regret. */
export type Lint = (rule: RulesetRule, report: Reporter, at: Span, world: World) => void;

/** What a rule is looked at in the light of. */
export type World = {
  /** Tags that decide. */
  readonly tags: Readonly<Record<string, Decision>>;
  /** A rule's condition without macros. */
  readonly conditions: ReadonlyMap<RulesetRule, Condition>;
  /** The first rule that matches whatever a rule matches, and decides as strictly: often itself. */
  readonly firstCover: (rule: RulesetRule) => RulesetRule | undefined;
  /** Labels that enabled rules mark sessions with. */
  readonly marks: ReadonlySet<string>;
  /** How many rules so far ask for a label that is none of them. */
  readonly unknownMarks: Map<string, number>;
};

export const itemOf = ({ name }: RulesetRule): Item => ({ kind: "rule", name });
