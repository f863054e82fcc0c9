import { stringify } from "yaml";
import { type ConfigKey, configKeys } from "../config-keys.ts";

/** All keys, each with what it does and its default, and none of them set: an upgrade may bring better defaults. */
export function defaultConfigText(): string {
  const parts: string[] = [head];
  let section = "";
  for (const key of Object.values<ConfigKey>(configKeys)) {
    const [first = "", second] = key.path.split(".");
    const opening = second !== undefined && first !== section ? `# ${first}:\n` : "";
    section = second === undefined ? "" : first;
    parts.push(describe(key, opening, second));
  }
  return parts.join("\n");
}

const head = [
  "# Prempti's settings. Every key has its default unless it is set here; take away the # and the space behind it to set",
  "# one. Changes take effect when the file is saved. prempti config check says whether all is well.",
  "",
].join("\n");

function describe(
  { path, doc, expects, byDefault }: ConfigKey,
  opening: string,
  second: string | undefined,
): string {
  const indent = second === undefined ? "" : "  ";
  return [
    `# ${doc} (${expects})\n`,
    opening,
    `# ${indent}${second ?? path}: ${printDefault(byDefault, expects)}\n`,
  ].join("");
}

/** As a person would write it. */
export function printDefault(value: unknown, expects = ""): string {
  if (expects.startsWith("a size") && typeof value === "number") return printSize(value);
  return Array.isArray(value) ? JSON.stringify(value) : stringify(value).trim();
}

const units: readonly (readonly [number, string])[] = [
  [1 << 20, "MiB"],
  [1 << 10, "KiB"],
];

function printSize(bytes: number): string {
  const [size, unit] = units.find(([least]) => bytes % least === 0) ?? [1, "B"];
  return `${bytes / size} ${unit}`;
}
