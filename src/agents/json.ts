/** A parsed JSON object of which nothing is known. */
export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object, or one without keys for anything else. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** "" where the key is absent or holds no string. */
export function textAt(object: Json, key: string): string {
  const value = object[key];
  return typeof value === "string" ? value : "";
}

/** The first of the keys that holds a string which is not empty; "" if none does. */
export function firstText(object: Json, keys: readonly string[]): string {
  for (const key of keys) if (textAt(object, key) !== "") return textAt(object, key);
  return "";
}

/** A string, or the strings of an array; nothing of anything else. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string" && item !== "") : [];
}

export function objectsAt(object: Json, key: string): readonly Json[] {
  const value = object[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

const maxDepth = 200;

/** Whether canonicalJson shows all of a value: what is nested more deeply than it goes is null there. */
export function isShownWhole(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth <= maxDepth && Object.values(value).every((part) => isShownWhole(part, depth + 1));
}

/** Compact JSON with the keys of every object in code unit order, as Falco's `tool.input` has it. */
export function canonicalJson(value: unknown, depth = 0): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (depth > maxDepth) return "null";
  if (isFlatAndSorted(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  let members = "";
  for (const key of Object.keys(value).sort())
    members += `${members === "" ? "" : ","}${keyText(key)}:${canonicalJson(value[key], depth + 1)}`;
  return `{${members}}`;
}

/** Nearly every key is a word, in which nothing has to be escaped. */
function keyText(key: string): string {
  return /^\w+$/.test(key) ? `"${key}"` : JSON.stringify(key);
}

/** What JSON.stringify gives as it should be: most calls are one object of a few texts. */
function isFlatAndSorted(value: unknown): boolean {
  if (!isObject(value)) return false;
  let last = "";
  for (const key of Object.keys(value)) {
    if (key < last || (typeof value[key] === "object" && value[key] !== null)) return false;
    last = key;
  }
  return true;
}
