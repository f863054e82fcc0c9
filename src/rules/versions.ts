import { type Decoder, decoderOf, headOf, readCount, warnUnknownKeys } from "./decode.ts";
import type { Definitions } from "./definitions.ts";
import type { YamlNode } from "./read-yaml.ts";

type Version = readonly [major: number, minor: number, patch: number];

/** The Falco engine whose behaviour this is. */
const engineVersion: Version = [0, 62, 0];

/** What a rule file may require by "required_plugin_versions". */
const pluginVersions: ReadonlyMap<string, Version> = new Map([["coding_agent", [0, 1, 0]]]);

/** As sscanf("%u.%u.%u") reads it: what follows the third number does not matter. */
function readVersion(text: string): Version | undefined {
  const found = /^[ \t\n\v\f\r]*\+?([0-9]+)\.\+?([0-9]+)\.\+?([0-9]+)/.exec(text);
  return found === null ? undefined : [Number(found[1]), Number(found[2]), Number(found[3])];
}

/** Same major version, and not older than what is required. */
function satisfies([major, minor, patch]: Version, [needMajor, needMinor, needPatch]: Version): boolean {
  return major === needMajor && (minor > needMinor || (minor === needMinor && patch >= needPatch));
}

export function checkEngineVersion(decoder: Decoder): void {
  warnUnknownKeys(decoder, ["required_engine_version"], () => undefined);
  const node = decoder.text("required_engine_version");
  if (node === undefined) return;
  const count = readCount(node.value);
  const required: Version | undefined = count === undefined ? readVersion(node.value) : [0, count, 0];
  if (required === undefined) {
    decoder.fail("bad-version", node, `"${node.value}" is no version`, "0.62.0");
    return;
  }
  if (satisfies(engineVersion, required)) return;
  decoder.fail(
    "engine-version",
    node,
    `the rules need engine version ${required.join(".")}, and this is ${engineVersion.join(".")}`,
  );
}

export function collectPluginVersions(decoder: Decoder, to: Definitions): void {
  warnUnknownKeys(decoder, ["required_plugin_versions"], () => undefined);
  const node = decoder.node("required_plugin_versions");
  if (node?.kind !== "list") {
    decoder.fail(
      "not-a-list",
      node === undefined || node.start === node.end ? headOf(decoder.map) : node,
      `"required_plugin_versions" must be a list`,
      "- {name: coding_agent, version: 0.1.0}",
    );
    return;
  }
  for (const item of node.items) {
    const alternatives = readRequirement(decoder, item);
    if (alternatives !== undefined) to.plugins.push({ at: item, alternatives });
  }
}

type Alternative = { readonly name: string; readonly version: string };

function readRequirement(decoder: Decoder, item: YamlNode): readonly Alternative[] | undefined {
  if (item.kind !== "map")
    return decoder.fail(
      "not-a-map",
      item,
      "a required plugin must be a map",
      "- {name: coding_agent, version: 0.1.0}",
    );
  const inner = decoderOf(item, decoder.item, decoder.report);
  const name = inner.text("name");
  const version = inner.text("version");
  const others = inner.node("alternatives");
  if (name === undefined || version === undefined) return undefined;
  if (others !== undefined && others.kind !== "list")
    return decoder.fail("not-a-list", others, `"alternatives" must be a list`);
  const read = (others?.items ?? []).map((other) => readRequirement(decoder, other));
  if (readVersion(version.value) === undefined)
    return decoder.fail("plugin-version-form", version, `"${version.value}" is no version`, "0.1.0");
  return [{ name: name.value, version: version.value }, ...read.flatMap((found) => found ?? [])];
}

/** The first alternative that is there decides. */
export function checkPlugins(
  to: Definitions,
  fail: (at: Definitions["plugins"][number]["at"], message: string) => void,
): void {
  for (const { at, alternatives } of to.plugins) {
    const present = alternatives.find(({ name }) => pluginVersions.has(name));
    if (present === undefined) {
      fail(
        at,
        `the rules need one of the plugins ${alternatives.map(({ name, version }) => `${name} ${version}`).join(", ")}`,
      );
      continue;
    }
    const actual = pluginVersions.get(present.name);
    const required = readVersion(present.version);
    if (actual === undefined || required === undefined || satisfies(actual, required)) continue;
    fail(
      at,
      `plugin "${present.name}" has version ${actual.join(".")}, and the rules need ${present.version}`,
    );
  }
}
