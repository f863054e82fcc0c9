import type { Decoder } from "./decode.ts";
import { headOf } from "./decode.ts";
import { nearest } from "./nearest.ts";

export type Override = { readonly append: ReadonlySet<string>; readonly replace: ReadonlySet<string> };

const none: Override = { append: new Set(), replace: new Set() };

/** Which keys of one kind of item can be appended to, and which replaced. */
export type Overridable = { readonly append: readonly string[]; readonly replace: readonly string[] };

/** Reads "override"; undefined when it is wrong. What is no map is ignored, as Falco does, but for a list with something in it. */
export function readOverride(decoder: Decoder, allowed: Overridable): Override | undefined {
  const node = decoder.node("override");
  if (node?.kind === "list")
    return decoder.fail(
      "bad-override-shape",
      node,
      `"override" must be a map`,
      "override: {condition: append}",
    );
  if (node?.kind !== "map") return none;
  const sets = { append: new Set<string>(), replace: new Set<string>() };
  let good = true;
  for (const [keyNode, operation] of node.entries) {
    const key = keyNode.kind === "scalar" ? keyNode.value : "";
    const refused = refuse(
      key,
      operation.kind === "scalar" ? (operation.isNull ? "null" : operation.value) : undefined,
      allowed,
    );
    if (refused === undefined) {
      sets[operation.kind === "scalar" && operation.value === "append" ? "append" : "replace"].add(key);
      continue;
    }
    good = false;
    decoder.fail(
      refused.code,
      refused.about === "key" || operation.start === operation.end ? keyNode : operation,
      refused.message,
      refused.hint,
    );
  }
  return good ? sets : undefined;
}

type Refusal = {
  readonly code: "bad-override" | "bad-override-shape";
  readonly about: "key" | "value";
  readonly message: string;
  readonly hint: string;
};

function refuse(key: string, operation: string | undefined, allowed: Overridable): Refusal | undefined {
  if (operation === undefined)
    return {
      code: "bad-override-shape",
      about: "value",
      message: `"${key}" must be overridden by append or replace`,
      hint: `${key}: append`,
    };
  if (operation !== "append" && operation !== "replace") {
    const near = nearest(operation, ["append", "replace"]) ?? "replace";
    return {
      code: "bad-override",
      about: "value",
      message: `"${key}" can be overridden by append or replace, not "${operation}"`,
      hint: `${key}: ${near}`,
    };
  }
  if (allowed[operation].includes(key)) return undefined;
  if (allowed.replace.includes(key))
    return {
      code: "bad-override",
      about: "value",
      message: `"${key}" can't be appended to`,
      hint: `${key}: replace`,
    };
  return {
    code: "bad-override",
    about: "key",
    message: `"${key}" can't be overridden`,
    hint: `these can: ${allowed.replace.join(", ")}`,
  };
}

export const hasKeys = (override: Override | undefined): boolean =>
  override !== undefined && override.append.size + override.replace.size > 0;

export function refuseBoth(decoder: Decoder, append: boolean, override: Override | undefined): void {
  if (!append || !hasKeys(override)) return;
  decoder.fail(
    "bad-override",
    decoder.node("append") ?? decoder.map,
    `"override" and "append" can't stand together`,
    "override: {condition: append}",
  );
}

/** Reports keys named under "override" that the item lacks, or that are appended to already. */
export function checkNamed(decoder: Decoder, override: Override, how: keyof Override): void {
  for (const key of override[how]) {
    const twice = how === "replace" && override.append.has(key);
    if (decoder.has(key) && !twice) continue;
    decoder.fail(
      "override-key",
      decoder.node("override") ?? headOf(decoder.map),
      twice ? `"${key}" is overridden twice` : `"${key}" is named under "override" but missing`,
      `${key}: …`,
    );
  }
}

/** Reports overridable keys that the item has but doesn't name under "override". */
export function checkUnnamed(decoder: Decoder, { append, replace }: Override, allowed: Overridable): void {
  const unnamed = allowed.replace.filter((key) => decoder.has(key) && !append.has(key) && !replace.has(key));
  for (const key of unnamed)
    decoder.fail(
      "override-key",
      decoder.map.entries.find(([name]) => name.kind === "scalar" && name.value === key)?.[0] ?? decoder.map,
      `"${key}" is missing under "override"`,
      `override: {${key}: replace}`,
    );
}
