import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Surroundings } from "./agent-files/places.ts";

/** Where a program is on PATH; undefined when it is on none of its folders. */
export function findProgram(program: string, { env, platform }: Surroundings): string | undefined {
  const endings = platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];
  return (env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .flatMap((folder) => endings.map((ending) => join(folder, program + ending)))
    .find((file) => existsSync(file));
}
