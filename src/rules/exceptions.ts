import { type Decoder, decoderOf, headOf } from "./decode.ts";
import { type Exception, type ExceptionValue, exceptionValues, type Piece } from "./definitions.ts";
import { operatorNames } from "./operators/table.ts";
import { parseCondition } from "./parse.ts";
import type { ListNode, MapNode, YamlNode } from "./read-yaml.ts";
import { lookUp } from "./read-yaml.ts";
import { type Fields, typeOf } from "./type-of.ts";

/** How the exceptions of one item are read: as a rule's own, added to a rule's, or instead of a rule's. */
export type ExceptionMode = "define" | "append" | "replace";

const modified =
  /^(?:==?|!=|contains|icontains|bcontains|startswith|bstartswith|endswith|glob|iglob|regex) +(?:oneof|anyof|allof)$/;

const isOperator = (text: string) => operatorNames.includes(text) || modified.test(text);

/** The fields that `source` knows; undefined when nothing is checked, as for a source that nobody knows. */
export type KnownFields = Fields | undefined;

/** What one entry under "exceptions" says, before it is known whether it adds to another. */
type Entry = {
  readonly name: string;
  readonly map: MapNode;
  readonly fields: YamlNode | undefined;
  readonly comps: YamlNode | undefined;
  readonly values: ListNode | undefined;
  readonly decoder: Decoder;
};

/** Reads "exceptions" into what a rule has already. */
export function readExceptions(
  decoder: Decoder,
  known: readonly Exception[],
  mode: ExceptionMode,
  fields: KnownFields,
): readonly Exception[] {
  const node = decoder.node("exceptions");
  if (node === undefined || (node.kind === "scalar" && node.isNull)) return known;
  if (node.kind !== "list") {
    decoder.fail(
      "not-a-list",
      node,
      `"exceptions" must be a list`,
      "exceptions: [{name: …, fields: …, values: […]}]",
    );
    return known;
  }
  const seen = new Set<string>();
  const entries = node.items.flatMap((item) => readEntry(decoder, item, mode, seen) ?? []);
  return mergeExceptions(entries, known, mode, fields);
}

/** Whether an exception can be what it says is asked only when all of them are read, as Falco does. */
function mergeExceptions(
  entries: readonly Entry[],
  known: readonly Exception[],
  mode: ExceptionMode,
  fields: KnownFields,
): readonly Exception[] {
  const exceptions = [...known];
  for (const entry of entries) {
    const at = mode === "append" ? exceptions.findIndex(({ name }) => name === entry.name) : -1;
    const before = at === -1 ? undefined : exceptions[at];
    const exception = before === undefined ? newException(entry, mode, fields) : addValues(entry, before);
    if (exception === undefined) continue;
    if (before === undefined) exceptions.push(exception);
    else exceptions[at] = exception;
  }
  return exceptions;
}

function readEntry(
  decoder: Decoder,
  item: YamlNode,
  mode: ExceptionMode,
  seen: Set<string>,
): Entry | undefined {
  if (item.kind !== "map")
    return decoder.fail(
      "not-a-map",
      item,
      "an exception must be a map",
      "- {name: …, fields: …, values: […]}",
    );
  const inner = decoderOf(item, decoder.item, {
    error: (code, span, message, hint) => decoder.fail(code, { ...item, ...span }, message, hint),
    warn: decoder.report.warn,
  });
  const name = inner.text("name");
  if (name === undefined) return undefined;
  if (seen.has(name.value))
    inner.warn("exception-name-twice", headOf(item), `exception "${name.value}" is written twice`);
  seen.add(name.value);
  const fields = inner.node("fields");
  if (mode !== "append" && fields === undefined)
    return inner.fail("missing-key", headOf(item), `"fields" is missing`, "fields: tool.name");
  if (!emptyTexts(inner, "fields") || !emptyTexts(inner, "comps")) return undefined;
  const values = lookUp(item, "values");
  if (values !== undefined && values.kind !== "list")
    return inner.fail("not-a-list", values, `"values" must be a list`, "values: […]");
  if (values !== undefined && !emptyTexts(inner, "values")) return undefined;
  if (mode === "append" && values === undefined)
    inner.warn("append-without-values", headOf(item), `exception "${name.value}" adds no values`);
  return {
    name: name.value,
    map: item,
    fields,
    comps: inner.node("comps"),
    values,
    decoder: inner,
  };
}

/** Reports texts that are empty: Falco refuses them, and '""' is how to write the empty string. */
function emptyTexts(decoder: Decoder, key: string): boolean {
  const visit = (node: YamlNode): boolean => {
    if (node.kind === "list") return node.items.every(visit);
    if (node.kind !== "scalar" || node.isNull || node.value !== "") return true;
    decoder.fail("empty-text", node, `"${key}" has an empty text in it`, `'""'`);
    return false;
  };
  const node = decoder.node(key);
  return node === undefined || visit(node);
}

function addValues({ decoder, map, fields, comps, values }: Entry, before: Exception): Exception | undefined {
  for (const key of ["fields", "comps"] as const)
    if ((key === "fields" ? fields : comps) !== undefined)
      return decoder.fail(
        "bad-exception",
        headOf(map),
        `exception "${before.name}" is there already: only values can be added`,
        `take "${key}" away`,
      );
  return values === undefined
    ? before
    : { ...before, values: [...before.values, ...exceptionValues(values)] };
}

/** A text, or a list of texts, as Falco reads them; what is neither counts as the empty text. */
function texts(node: YamlNode | undefined): string | readonly string[] | undefined {
  if (node === undefined) return undefined;
  const text = (item: YamlNode) => (item.kind === "scalar" && !item.isNull ? item.value : "");
  return node.kind === "list" ? node.items.map(text) : text(node);
}

function newException(entry: Entry, mode: ExceptionMode, known: KnownFields): Exception | undefined {
  const { name, map, decoder, values } = entry;
  const fields = texts(entry.fields);
  const bad = (message: string, hint?: string) => decoder.fail("bad-exception", headOf(map), message, hint);
  if (mode !== "replace" && (fields === undefined || fields.length === 0))
    return bad(`exception "${name}" names no fields`, "fields: tool.name");
  if (mode === "append" && (values === undefined || values.items.length === 0))
    return bad(`exception "${name}" is new and has no values`, "values: […]");
  const single = typeof fields === "string";
  const comps = texts(entry.comps);
  const exception: Exception = {
    name,
    shape: single ? "single" : "tuple",
    fields: single ? [fields] : (fields ?? []),
    operators: operatorsOf(comps, fields, mode),
    values: values === undefined ? [] : exceptionValues(values),
    at: headOf(map),
  };
  if (mode === "replace") return exception;
  return checkException(exception, comps, decoder, map, known) ? exception : undefined;
}

function operatorsOf(
  comps: string | readonly string[] | undefined,
  fields: string | readonly string[] | undefined,
  mode: ExceptionMode,
): readonly string[] {
  // Nothing is checked in a replacement: one field has the operator that is written as a text, or none.
  if (mode === "replace" && typeof fields === "string" && typeof comps !== "string") return [""];
  if (comps === undefined) {
    return typeof fields === "string" ? ["in"] : (fields ?? []).map(() => "=");
  }
  return typeof comps === "string" ? [comps.trim()] : comps.map((comp) => comp.trim());
}

function checkException(
  { name, shape, fields, operators }: Exception,
  comps: string | readonly string[] | undefined,
  decoder: Decoder,
  map: MapNode,
  known: KnownFields,
): boolean {
  if (known === undefined) return true;
  const bad = (message: string, hint?: string) => {
    decoder.fail("bad-exception", headOf(map), message, hint);
    return false;
  };
  const single = shape === "single";
  if (comps !== undefined && (typeof comps === "string") !== single)
    return bad(`"fields" and "comps" of exception "${name}" must be both a text or both a list`);
  if (fields.length !== operators.length)
    return bad(`exception "${name}" has ${fields.length} fields but ${operators.length} comps`);
  for (const operator of operators) {
    if (single && !(["in", "pmatch", "intersects"].includes(operator) || modified.test(operator)))
      return bad(`"${operator}" can't compare one field with a list of values`, "comps: in");
    if (!isOperator(operator))
      return bad(`unknown operator "${operator}"`, `one of ${operatorNames.join(" ")}`);
  }
  return fields.every(
    (field) => isKnownField(field, known) || bad(`unknown field "${field}"`, "prempti fields lists them all"),
  );
}

/** A field or a transformer over fields, by asking whether a condition could have it on the left. */
function isKnownField(text: string, known: Fields): boolean {
  if (/^[\w.]+$/.test(text)) return known.get(text)?.argument === undefined && known.has(text);
  const parsed = parseCondition(`${text} exists`);
  if ("problem" in parsed || parsed.condition.kind !== "exists") return false;
  return "type" in typeOf(parsed.condition.left, known);
}

const listOperators: ReadonlySet<string> = new Set(["in", "intersects", "pmatch"]);

const quoted = (text: string) => (text.includes(" ") && !/^["']/.test(text) ? `"${text}"` : text);

function listText(value: ExceptionValue): string {
  if (typeof value !== "string")
    return `(${value.map((item) => (typeof item === "string" ? quoted(item) : listText(item))).join(", ")})`;
  // Not quoted, as it may be a list that is written out already.
  return value.startsWith("(") ? value : `(${value})`;
}

/** Why an exception can't become text, though its parts are well-formed. */
export function valuesMistake({ name, shape, fields, values }: Exception): string | undefined {
  if (shape === "single")
    return values.some((value) => typeof value !== "string")
      ? `exception "${name}" wants a list of texts, not of lists`
      : undefined;
  if (values.some((value) => typeof value === "string"))
    return `exception "${name}" wants a list of lists, each with ${fields.length} values`;
  const wrong = values.find((value) => value.length !== fields.length);
  return wrong === undefined
    ? undefined
    : `exception "${name}" has ${fields.length} fields but ${wrong.length} values`;
}

/** The text that an exception adds to its rule's condition; list names in it are replaced later. */
function exceptionText({ shape, fields, operators, values }: Exception): string {
  if (values.length === 0) return "";
  if (shape === "single") {
    const items = values.map((value) => (typeof value === "string" ? quoted(value) : ""));
    return ` and not (${fields[0]} ${operators[0]} (${items.join(", ")}))`;
  }
  const tuples = values.map((tuple) => {
    const checks = fields.map((field, at) => {
      const operator = operators[at] ?? "";
      const value = tuple[at] ?? "";
      const takesList = listOperators.has(operator) || modified.test(operator) || typeof value !== "string";
      return ` ${field} ${operator} ${takesList ? listText(value) : quoted(value)}`;
    });
    return `( ${checks.join(" and ")})`;
  });
  return ` and not (${tuples.join(" or ")})`;
}

/** A rule's condition with its exceptions. */
export function withExceptions(
  condition: readonly Piece[],
  exceptions: readonly Exception[],
): readonly Piece[] {
  if (exceptions.length === 0) return condition;
  return [
    { text: "(" },
    ...condition,
    { text: ")" },
    ...exceptions.map((exception) => ({ text: exceptionText(exception) })),
  ];
}
