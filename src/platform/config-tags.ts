import { type VerdictTags, verdictTags } from "../judge/judge.ts";
import type { Decision } from "../model/verdict.ts";
import type { Config } from "./config-keys.ts";

type TagKeys = Pick<Config, "denyTags" | "askTags">;

/** The tags that decide, with those that the config adds. */
export function tagsOf({ denyTags, askTags }: TagKeys): VerdictTags {
  if (denyTags.length === 0 && askTags.length === 0) return verdictTags;
  return { deny: [...verdictTags.deny, ...denyTags], ask: [...verdictTags.ask, ...askTags] };
}

/** The same by tag; a tag that both denies and asks denies. */
export function decisionsByTag(config: TagKeys): Readonly<Record<string, Decision>> {
  const { deny, ask } = tagsOf(config);
  return Object.fromEntries([
    ...ask.map((tag) => [tag, "ask"] as const),
    ...deny.map((tag) => [tag, "deny"] as const),
  ]);
}
