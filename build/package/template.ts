import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../paths.ts";

export type Values = Readonly<Record<string, string>>;

/** Puts values in the place of `@NAME@`. A name without a value, and a value without a place, are mistakes. */
export function fill(text: string, values: Values): string {
  const unused = new Set(Object.keys(values));
  const filled = text.replaceAll(/@([A-Z][A-Z0-9_]+)@/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`internal: nothing to fill @${name}@ with`);
    unused.delete(name);
    return value;
  });
  if (unused.size > 0) throw new Error(`internal: no place for ${[...unused].join(", ")}`);
  return filled;
}

export function readInstaller(path: string): string {
  return readFileSync(join(root, "installers", path), "utf8");
}
