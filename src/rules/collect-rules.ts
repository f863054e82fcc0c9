import { type Priority, parsePriority, priorities } from "../model/priority.ts";
import { appendFlag, hintFor } from "./collect-lists.ts";
import { type Decoder, headOf, warnUnknownKeys } from "./decode.ts";
import type { Definitions, RuleDefinition } from "./definitions.ts";
import { type KnownFields, readExceptions } from "./exceptions.ts";
import { nearest } from "./nearest.ts";
import {
  checkNamed,
  checkUnnamed,
  hasKeys,
  type Overridable,
  type Override,
  readOverride,
  refuseBoth,
} from "./override.ts";
import type { ScalarNode } from "./read-yaml.ts";

const overridable: Overridable = {
  append: ["condition", "output", "desc", "tags", "exceptions"],
  replace: [
    "condition",
    "output",
    "desc",
    "priority",
    "tags",
    "exceptions",
    "enabled",
    "warn_evttypes",
    "skip-if-unknown-filter",
    "capture",
    "capture_duration",
  ],
};

const ruleKeys: readonly string[] = ["rule", ...overridable.replace, "source", "append", "override"];

export type Sources = {
  /** Fields that rules of a source can use; undefined for a source that nobody knows. */
  readonly fieldsOf: (source: string) => KnownFields;
};

const defaultSource = "syscall";

/** Reads one rule: a definition, a change to one, or the deprecated form that only enables or disables one. */
export function collectRule(decoder: Decoder, to: Definitions, sources: Sources): void {
  const name = decoder.text("rule");
  warnUnknownKeys(decoder, ruleKeys, (key) => nearest(key, ruleKeys));
  const append = appendFlag(decoder, "condition");
  const override = readOverride(decoder, overridable);
  const overrides = hasKeys(override);
  refuseBoth(decoder, append, override);
  if (name === undefined || override === undefined || decoder.failed()) return;
  to.clock += 1;
  if (overrides) overrideRule(decoder, name, override, to, sources);
  else if (append) appendToRule(decoder, name, to, sources);
  else if (["condition", "output", "desc", "priority"].some(decoder.has))
    defineRule(decoder, name, to, sources);
  else enableRule(decoder, name, to);
}

function readPriority(decoder: Decoder): Priority | undefined {
  const node = decoder.text("priority");
  if (node === undefined) return undefined;
  const priority = parsePriority(node.value);
  if (priority !== undefined) return priority;
  const near =
    nearest(node.value, priorities) ??
    { emerg: "Emergency", crit: "Critical", err: "Error", warn: "Warning" }[node.value.toLowerCase()];
  return decoder.fail(
    "unknown-priority",
    node,
    `unknown priority "${node.value}"`,
    near === undefined ? `one of ${priorities.join(", ")}` : `did you mean "${near}"?`,
  );
}

/** Sorted, unique. */
function readTags(decoder: Decoder): readonly string[] | undefined {
  const nodes = decoder.texts("tags");
  return nodes === undefined ? undefined : uniqueSorted(nodes.map(({ value }) => value));
}

function uniqueSorted(tags: readonly string[]): readonly string[] {
  return [...new Set(tags)].sort();
}

const optional = <T>(decoder: Decoder, key: string, read: (key: string) => T | undefined, otherwise: T): T =>
  decoder.has(key) ? (read(key) ?? otherwise) : otherwise;

function defineRule(decoder: Decoder, name: ScalarNode, to: Definitions, sources: Sources): void {
  const condition = decoder.text("condition");
  const output = decoder.text("output");
  const desc = decoder.text("desc");
  const priority = readPriority(decoder);
  const written = decoder.has("source") ? decoder.text("source") : undefined;
  const source = written?.value ?? defaultSource;
  const known = sources.fieldsOf(source);
  const enabled = optional(decoder, "enabled", decoder.flag, true);
  const warnEvttypes = optional(decoder, "warn_evttypes", decoder.flag, true);
  const skipIfUnknown = optional(decoder, "skip-if-unknown-filter", decoder.flag, false);
  readCapture(decoder);
  const tags = optional(decoder, "tags", () => readTags(decoder), []);
  const exceptions = readExceptions(decoder, [], "define", known);
  const before = to.rules.get(name.value);
  if (before !== undefined) checkSource(decoder, before, source);
  // A rule that has problems is kept for what else is wrong with it; a load with problems yields no rules.
  if (condition === undefined || output === undefined) return;
  if (known === undefined) warnUnknownSource(decoder, name, written ?? name, source);
  to.rules.set(name.value, {
    name: name.value,
    at: name,
    condition: [{ text: condition.value, node: condition }],
    output: [{ text: trimmed(output.value), node: output }],
    desc: desc?.value ?? "",
    priority: priority ?? "Debug",
    source,
    knownSource: known !== undefined,
    enabled,
    tags,
    exceptions,
    warnEvttypes,
    skipIfUnknown,
  });
}

const blanks = " \t\n\v\f\r";

/** Blanks around an output go, also the break at the end of a block scalar. */
function trimmed(text: string): string {
  // Not /[ …]+$/: that tries again at every blank of a long row.
  let [start, end] = [0, text.length];
  while (start < end && blanks.includes(text.charAt(start))) start += 1;
  while (end > start && blanks.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function warnUnknownSource(decoder: Decoder, name: ScalarNode, at: ScalarNode, source: string): void {
  const near = nearest(source, ["coding_agent"]);
  decoder.warn(
    "unknown-source",
    at,
    `rule "${name.value}" is left out: unknown source "${source}"`,
    near === undefined ? undefined : `did you mean "${near}"?`,
  );
}

function readCapture(decoder: Decoder): void {
  if (decoder.has("capture")) decoder.flag("capture");
  if (decoder.has("capture_duration")) decoder.count("capture_duration");
}

function checkSource(decoder: Decoder, before: RuleDefinition, source: string): void {
  if (before.source === source) return;
  decoder.fail(
    "other-source",
    decoder.node("source") ?? headOf(decoder.map),
    `rule "${before.name}" has source "${before.source}", not "${source}"`,
    `source: ${before.source}`,
  );
}

function existing(decoder: Decoder, name: ScalarNode, to: Definitions): RuleDefinition | undefined {
  const rule = to.rules.get(name.value);
  if (rule !== undefined || to.broken.has(`rule ${name.value}`)) return rule;
  return decoder.fail(
    "nothing-to-change",
    name,
    `there is no rule "${name.value}" to change`,
    hintFor(name.value, to.rules.keys()),
  );
}

function enableRule(decoder: Decoder, name: ScalarNode, to: Definitions): void {
  const enabled = decoder.flag("enabled");
  if (enabled === undefined) return;
  const rule = existing(decoder, name, to);
  if (rule === undefined) return;
  rule.enabled = enabled;
  decoder.warn(
    "deprecated",
    decoder.node("enabled") ?? name,
    `"enabled" without "override" is deprecated`,
    "override: {enabled: replace}",
  );
}

function appendToRule(decoder: Decoder, name: ScalarNode, to: Definitions, sources: Sources): void {
  const condition = decoder.has("condition") ? decoder.text("condition") : undefined;
  const source = decoder.has("source") ? decoder.text("source") : undefined;
  const before = to.rules.get(name.value);
  const exceptions = readExceptions(
    decoder,
    before?.exceptions ?? [],
    "append",
    before === undefined ? undefined : sources.fieldsOf(before.source),
  );
  if (decoder.failed()) return;
  const rule = existing(decoder, name, to);
  if (rule === undefined) return;
  if (source !== undefined) checkSource(decoder, rule, source.value);
  const hasExceptions = decoder.has("exceptions") && exceptions.length > 0;
  if (condition === undefined && !hasExceptions)
    decoder.fail(
      "empty-append",
      name,
      "there is neither a condition nor an exception to append",
      "condition: and …",
    );
  if (decoder.failed()) return;
  if (condition !== undefined)
    rule.condition = [...rule.condition, { text: " " }, { text: condition.value, node: condition }];
  rule.exceptions = exceptions;
}

function overrideRule(
  decoder: Decoder,
  name: ScalarNode,
  override: Override,
  to: Definitions,
  sources: Sources,
): void {
  // In the order in which Falco goes about it: what is appended, what is replaced, and then what is not named.
  for (const how of ["append", "replace"] as const) {
    if (override[how].size === 0) continue;
    checkNamed(decoder, override, how);
    if (decoder.failed()) return;
    const changed = changedKeys(decoder, override[how], how, to.rules.get(name.value), sources);
    const source = decoder.has("source") ? decoder.text("source") : undefined;
    if (decoder.failed()) return;
    const rule = existing(decoder, name, to);
    if (rule === undefined) return;
    if (source !== undefined) checkSource(decoder, rule, source.value);
    if (decoder.failed()) return;
    Object.assign(rule, changed);
  }
  checkUnnamed(decoder, override, overridable);
}

/** The keys of a rule that an override appends to, or replaces, with their new values. */
function changedKeys(
  decoder: Decoder,
  keys: ReadonlySet<string>,
  how: keyof Override,
  before: RuleDefinition | undefined,
  sources: Sources,
): Partial<RuleDefinition> {
  const append = how === "append";
  const known = before === undefined ? undefined : sources.fieldsOf(before.source);
  const pieces = (key: "condition" | "output") => {
    const node = decoder.text(key);
    if (node === undefined) return {};
    const added = [{ text: node.value, node }];
    return { [key]: append ? [...(before?.[key] ?? []), { text: " " }, ...added] : added };
  };
  const changes: Readonly<Record<string, () => Partial<RuleDefinition>>> = {
    condition: () => pieces("condition"),
    output: () => pieces("output"),
    desc: () => {
      const text = decoder.text("desc")?.value ?? "";
      return { desc: append ? `${before?.desc} ${text}` : text };
    },
    tags: () => {
      const tags = readTags(decoder) ?? [];
      return { tags: append ? uniqueSorted([...(before?.tags ?? []), ...tags]) : tags };
    },
    exceptions: () => ({
      exceptions: append
        ? readExceptions(decoder, before?.exceptions ?? [], "append", known)
        : readExceptions(decoder, [], "replace", known),
    }),
    priority: () => {
      const priority = readPriority(decoder);
      return priority === undefined ? {} : { priority };
    },
    enabled: () => ({ enabled: decoder.flag("enabled") ?? true }),
    warn_evttypes: () => ({ warnEvttypes: decoder.flag("warn_evttypes") ?? true }),
    "skip-if-unknown-filter": () => ({ skipIfUnknown: decoder.flag("skip-if-unknown-filter") ?? false }),
    capture: () => {
      decoder.flag("capture");
      return {};
    },
    capture_duration: () => {
      decoder.count("capture_duration");
      return {};
    },
  };
  return Object.assign({}, ...[...keys].map((key) => changes[key]?.()));
}
