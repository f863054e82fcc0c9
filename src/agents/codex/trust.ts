import { parse } from "smol-toml";
import { type Json, objectOf, objectsAt, textAt } from "../json.ts";
import { isSame } from "../registration.ts";
import type { Edited } from "../settings.ts";
import { type Section, sectionsOf } from "./toml-sections.ts";

/** A hook as `codex app-server` lists it. */
export type ListedHook = {
  readonly key: string;
  readonly file: string;
  readonly command: string;
  readonly hash: string;
  /** "trusted", "untrusted", or what else Codex says. */
  readonly trust: string;
};

/** The answer to hooks/list; undefined when it is none that we know. */
export function listedHooks(result: Json): readonly ListedHook[] | undefined {
  if (!Array.isArray(result["data"])) return undefined;
  const hooks = objectsAt(result, "data").flatMap((folder) => objectsAt(folder, "hooks"));
  const listed = hooks.map((hook) => ({
    key: textAt(hook, "key"),
    file: textAt(hook, "sourcePath"),
    command: textAt(hook, "command"),
    hash: textAt(hook, "currentHash"),
    trust: textAt(hook, "trustStatus"),
  }));
  return listed.every(({ key, hash, trust }) => key !== "" && hash !== "" && trust !== "")
    ? listed
    : undefined;
}

/** The parameters of config/batchWrite with which a person's Codex trusts these hooks as they are now. */
export function trustEdit(hooks: readonly ListedHook[]): Json {
  const value = Object.fromEntries(hooks.map(({ key, hash }) => [key, { trusted_hash: hash }]));
  return { edits: [{ keyPath: "hooks.state", value, mergeStrategy: "upsert" }] };
}

/** config.toml without what it says about the hooks of these keys; all else as it is written. */
export function withoutTrust(text: string, keys: readonly string[]): Edited {
  try {
    const before = stateOf(text);
    if (!keys.some((key) => Object.hasOwn(before.state, key))) return { text };
    const gone = sectionsOf(text).filter((section) => keys.some((key) => isStateOf(section, key)));
    const cut = gone
      .toReversed()
      .reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
    const done = withoutEmptyState(cut);
    const wanted = Object.entries(before.state).filter(([key]) => !keys.includes(key));
    const after = stateOf(done);
    const isRight = isSame(Object.entries(after.state), wanted) && isSame(after.rest, before.rest);
    return isRight ? { text: done } : { malformed: `"hooks.state" is written in a way that is not edited` };
  } catch (error) {
    return { malformed: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error) };
  }
}

function stateOf(text: string): { readonly state: Json; readonly rest: unknown } {
  const config = objectOf(parse(text));
  const { state, ...hooks } = objectOf(config["hooks"]);
  const { hooks: _, ...others } = config;
  return { state: objectOf(state), rest: [others, hooks] };
}

/** `[hooks.state."KEY"]`, in either kind of quotes. */
function isStateOf({ header }: Section, key: string): boolean {
  const named = /^\[\s*hooks\s*\.\s*state\s*\.\s*(".*"|'.*')\s*\]/.exec(header)?.[1];
  if (named === undefined) return false;
  return Object.keys(objectOf(parse(`${named} = 1`)))[0] === key;
}

/** Codex writes `[hooks.state]` above the first; it goes with the last, and with the blank line before it. */
function withoutEmptyState(text: string): string {
  const empty = sectionsOf(text).find(
    ({ header, start, end }) =>
      /^\[\s*hooks\s*\.\s*state\s*\]/.test(header) && text.slice(start, end).trim() === header,
  );
  if (empty === undefined || /^\s*\[\s*hooks\s*\.\s*state\s*\./m.test(text)) return text;
  const before = text.slice(0, empty.start);
  const rest = text.slice(empty.end);
  return (rest === "" ? before.replace(/(?<!\n)\n\n+$/, "\n") : before) + rest;
}
