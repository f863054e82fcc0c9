import type { Field } from "../fields/field.ts";
import { fieldTable } from "../fields/table.ts";
import type { Problem, Source } from "../model/problem.ts";
import { collectList } from "./collect-lists.ts";
import { collectMacro } from "./collect-macros.ts";
import { collectRule, type Sources } from "./collect-rules.ts";
import { decoderOf } from "./decode.ts";
import { type Definitions, itemKey, noDefinitions } from "./definitions.ts";
import { noListSigns } from "./list-signs.ts";
import { lookUp, type MapNode, readYaml, type YamlNode } from "./read-yaml.ts";
import { reporterTo } from "./report.ts";
import { resolve } from "./resolve.ts";
import type { Ruleset } from "./ruleset.ts";
import { fieldsOf } from "./sources.ts";
import { checkEngineVersion, checkPlugins, collectPluginVersions } from "./versions.ts";
import type { Texts } from "./work.ts";

export type Loaded = { readonly ruleset: Ruleset | undefined; readonly problems: readonly Problem[] };

export type LoadOptions = {
  /** What rules can ask of an event; the built-in table if not given. */
  readonly fields?: ReadonlyMap<string, Field>;
  /**
   * Falco warns after every file: of what is unused, though a later file may use it, and again of all that it warned of
   * when it compiled the files before. Normally only the end counts, and nothing is said twice.
   */
  readonly unused?: "at-end" | "after-every-file";
};

/** Kinds of items by the key that tells them; the first that is there decides. */
const kinds: readonly (readonly [
  key: string,
  collect: (decoder: ReturnType<typeof decoderOf>, to: Definitions, sources: Sources) => void,
])[] = [
  ["required_engine_version", checkEngineVersion],
  ["required_plugin_versions", collectPluginVersions],
  ["list", collectList],
  ["macro", collectMacro],
  ["rule", collectRule],
];

/**
 * Loads rule files in their order. Everything wrong with any of them is reported, in the order in which Falco would
 * meet it, and there is no ruleset when anything is an error. Each file must leave the whole set valid: a rule can use
 * a macro of its own file or of one before it.
 */
export function loadRules(files: readonly Source[], options: LoadOptions = {}): Loaded {
  const definitions = noDefinitions();
  const sources = { fieldsOf: fieldsOf(options.fields ?? fieldTable) };
  const texts: Texts = { parsed: new Map(), signs: noListSigns() };
  const problems: Problem[] = [];
  let ruleset: Ruleset = { version: 1, rules: [], macros: {} };
  const afterEvery = options.unused === "after-every-file";
  for (const file of files) {
    collectFile(file, definitions, sources, problems);
    const resolved = resolve(definitions, sources, texts);
    ruleset = resolved.ruleset;
    const counts = afterEvery || file === files.at(-1);
    problems.push(...resolved.problems.filter(({ code }) => counts || !unusedCodes.has(code)));
  }
  checkPlugins(definitions, (at, message) => reporterTo(problems).error("plugin-version", at, message));
  const once = withoutRepeats(problems, afterEvery ? isError : () => true);
  return { ruleset: once.some(isError) ? undefined : ruleset, problems: once };
}

export const unusedCodes: ReadonlySet<string> = new Set(["unused-macro", "unused-list"]);

const isError = ({ severity }: Problem) => severity === "error";

/** Every file's end is checked anew, so what stays wrong is found again, which Falco says again. */
function withoutRepeats(
  problems: readonly Problem[],
  isAbout: (problem: Problem) => boolean = () => true,
): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    if (!isAbout(problem)) return true;
    const { code, span, message, item } = problem;
    const key = `${code} ${span.source.file} ${span.start} ${span.end} ${item?.name} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function collectFile(source: Source, definitions: Definitions, sources: Sources, problems: Problem[]): void {
  const report = reporterTo(problems);
  definitions.length += source.text.length;
  const yaml = readYaml(source);
  const [unreadable] = yaml.problems;
  if (unreadable !== undefined) {
    // What follows the first is read as something else than was meant.
    const { code, message, hint, start, end } = unreadable;
    const isSyntax = code === "yaml-syntax";
    report.error(code, { source, start, end }, message, isSyntax ? yamlHint(source.text, start) : hint);
    return;
  }
  for (const document of yaml.documents) {
    if (document === undefined || (document.kind === "scalar" && document.isNull)) continue;
    if (document.kind !== "list") {
      report.error(
        "not-a-list-of-items",
        { ...document, end: document.start },
        "a rules file must be a list of rules, macros and lists",
        "begin each item with -",
      );
      continue;
    }
    for (const item of document.items) collectItem(item, definitions, sources, problems);
  }
}

function yamlHint(text: string, start: number): string | undefined {
  const upToHere = text.slice(0, text.indexOf("\n", start) + 1 || text.length);
  if (/^ *\t/m.test(upToHere)) return "indent with blanks: YAML has no tabs there";
  const [key = "", value = "", more] = (upToHere.split("\n").at(-2) ?? "").split(": ", 3);
  return more !== undefined && !/[#'"]/.test(key) && !/['"|>]/.test(value)
    ? `quote a text that has ": " in it`
    : undefined;
}

function collectItem(item: YamlNode, definitions: Definitions, sources: Sources, problems: Problem[]): void {
  const report = reporterTo(problems);
  if (item.kind === "scalar" && item.isNull) return;
  if (item.kind !== "map") {
    report.error("not-an-item", item, "an item must be a map", "- rule: …");
    return;
  }
  const kind = kinds.find(([key]) => lookUp(item, key) !== undefined);
  if (kind === undefined) {
    report.warn(
      "unknown-item",
      item.entries[0]?.[0] ?? item,
      "unknown item",
      `begin it with rule, macro or list`,
    );
    return;
  }
  const [key, collect] = kind;
  const named = { kind: key, name: nameOf(item, key) };
  const decoder = decoderOf(item, named, report);
  collect(decoder, definitions, sources);
  if (decoder.failed()) definitions.broken.add(itemKey(named));
}

function nameOf(item: MapNode, key: string): string {
  const name = lookUp(item, key);
  return name?.kind === "scalar" ? name.value : "";
}

export type LoadedFiles = Loaded & { readonly ruleset: Ruleset; readonly leftOut: readonly string[] };

/**
 * Loads the built-in files and, after them, those of the user that fit: one with an error is left out, and all its
 * problems are reported. Unused macros and lists of the built-in files are there for the user's and not worth a word.
 */
export function loadGoodFiles(
  builtin: readonly Source[],
  user: readonly Source[],
  options: LoadOptions = {},
): LoadedFiles {
  const good = [...builtin];
  const leftOut: string[] = [];
  const problems: Problem[] = [];
  for (const file of user) {
    const loaded = loadRules([...good, file], options);
    if (loaded.ruleset !== undefined) good.push(file);
    else {
      leftOut.push(file.file);
      problems.push(
        ...loaded.problems.filter(({ severity, span }) => severity === "error" || span.source === file),
      );
    }
  }
  const loaded = loadRules(good, options);
  if (loaded.ruleset === undefined)
    throw new Error(`internal: the built-in rules don't load: ${loaded.problems[0]?.message}`);
  const own = new Set(builtin);
  const kept = loaded.problems.filter(({ code, span }) => !own.has(span.source) || !unusedCodes.has(code));
  return { ruleset: loaded.ruleset, problems: [...kept, ...problems], leftOut };
}
