import { type Document, isMap, isScalar, type Node, type Pair, parseDocument, type YAMLMap } from "yaml";
import type { Mode } from "../model/mode.ts";
import type { Problem, Source } from "../model/problem.ts";
import { type Config, type ConfigKey, configKeys, defaultConfig } from "./config-keys.ts";

/** What a config file says. A key with an error keeps its default, and the problems say so. */
export type ReadConfig = { readonly config: Config; readonly problems: readonly Problem[] };

type Problems = Problem[];

const namesByPath: ReadonlyMap<string, string> = new Map(
  Object.entries<ConfigKey>(configKeys).map(([name, { path }]) => [path, name]),
);
const sections: ReadonlySet<string> = new Set(
  [...namesByPath.keys()]
    .filter((path) => path.includes("."))
    .map((path) => path.slice(0, path.indexOf("."))),
);

export function readConfig(source: Source): ReadConfig {
  const document = parse(source);
  const problems = yamlProblems(document, source);
  const { contents } = document;
  if (document.errors.length > 0 || contents === null) return { config: defaultConfig, problems };
  const reader: Reader = { source, document, values: {}, problems };
  if (isMap(contents)) readMap(contents, "", reader);
  else if (!isScalar(contents) || contents.value !== null)
    report(reader, contents, "error", "not-a-map", "the file is not a map of keys", "mode: guardrails");
  return { config: { ...defaultConfig, ...reader.values }, problems };
}

/** The file's text with another mode; all else stays as it is. Undefined when the file can't be understood. */
export function withMode(source: Source, mode: Mode): string | undefined {
  const document = parse(source);
  const { contents, errors } = document;
  if (errors.length > 0) return undefined;
  const text =
    contents === null ? `${endedLine(source.text)}mode: ${mode}\n` : replaceMode(source.text, document, mode);
  const changed = readConfig({ ...source, text });
  return changed.config.mode === mode ? text : undefined;
}

function replaceMode(text: string, document: Document.Parsed, mode: Mode): string {
  const { contents } = document;
  if (!isMap(contents)) return text;
  const written = contents.get("mode", true);
  const [start, end] = (isScalar(written) && written.range) || [0, 0];
  const inOneLine = isScalar(written) && /^(?:PLAIN|QUOTE_)/.test(written.type ?? "");
  if (inOneLine && start < end) return text.slice(0, start) + mode + text.slice(end);
  if (!contents.has("mode") && contents.flow !== true) return withNewLine(text, contents, `mode: ${mode}\n`);
  document.set("mode", mode);
  return String(document);
}

/** Before the first key, on whose line a block map begins. */
function withNewLine(text: string, map: YAMLMap, line: string): string {
  const start = map.range?.[0] ?? 0;
  const indent = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  return text.slice(0, start) + line + indent + text.slice(start);
}

function endedLine(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

function parse(source: Source): Document.Parsed {
  return parseDocument(source.text, { prettyErrors: false });
}

function yamlProblems(document: Document.Parsed, source: Source): Problems {
  return [...document.errors, ...document.warnings].map(({ name, message, pos: [start, end] }) => ({
    severity: name === "YAMLWarning" ? "warning" : "error",
    code: "invalid-yaml",
    falcoCode: "",
    message: message.replace(/\.$/, ""),
    span: { source, start, end },
  }));
}

type Reader = {
  readonly source: Source;
  readonly document: Document.Parsed;
  readonly values: Record<string, unknown>;
  readonly problems: Problems;
};

function readMap(map: YAMLMap, above: string, reader: Reader): void {
  for (const { key, value } of map.items as readonly Pair<Node, Node | null>[])
    readPair(key, value, above + String(isScalar(key) ? key.value : key), reader);
}

function readPair(key: Node, value: Node | null, path: string, reader: Reader): void {
  const name = namesByPath.get(path);
  if (name !== undefined) readValue(key, value, name, reader);
  else if (!sections.has(path)) reportUnknown(key, path, reader);
  else if (isMap(value)) readMap(value, `${path}.`, reader);
  else if (value !== null && !(isScalar(value) && value.value === null))
    report(
      reader,
      value,
      "error",
      "not-a-map",
      `"${path}" must hold keys of its own`,
      `${keysBelow(`${path}.`)[0]}: …`,
    );
}

function readValue(key: Node, value: Node | null, name: string, reader: Reader): void {
  const { path, expects, read } = configKeys[name as keyof Config] as ConfigKey;
  const written: unknown = value === null ? null : value.toJS(reader.document, { maxAliasCount: 10 });
  const meant = read(written);
  if (meant !== undefined) reader.values[name] = meant;
  else
    report(
      reader,
      value ?? key,
      "error",
      "bad-value",
      `"${path}" can't be ${JSON.stringify(written)}`,
      `use ${expects}`,
    );
}

function reportUnknown(key: Node, path: string, reader: Reader): void {
  const above = path.slice(0, path.lastIndexOf(".") + 1);
  report(
    reader,
    key,
    "warning",
    "unknown-key",
    `unknown key "${path}"`,
    `the keys are ${keysBelow(above).join(", ")}`,
  );
}

/** The keys one level below, without what stands above them. */
function keysBelow(above: string): readonly string[] {
  const below = [...namesByPath.keys()].filter((path) => path.startsWith(above));
  return [...new Set(below.map((path) => path.slice(above.length).split(".", 1)[0] ?? ""))];
}

function report(
  { source, problems }: Reader,
  node: Node,
  severity: Problem["severity"],
  code: string,
  message: string,
  hint: string,
): void {
  const [start, end] = node.range ?? [0, 0];
  problems.push({ severity, code, falcoCode: "", message, hint, span: { source, start, end } });
}
