import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What was built for one target, and how. Beside the packages, so that several machines' packages make one release. */
export type Built = {
  readonly target: string;
  readonly runtime: string;
  readonly hasCodeCache: boolean;
  readonly executableBytes: number;
};

const ending = ".build.json";

export function builtName(label: string): string {
  return `${label}${ending}`;
}

export function printBuilt(built: Built): string {
  return `${JSON.stringify(built, undefined, 2)}\n`;
}

/** The packages in the folder, and what was built for them. */
export function readDist(folder: string): {
  readonly builds: readonly Built[];
  readonly files: readonly { readonly name: string; readonly bytes: Buffer }[];
} {
  const names = readdirSync(folder).sort();
  return {
    builds: names
      .filter((name) => name.endsWith(ending))
      .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8"))),
    files: names
      .filter((name) => /\.(tar\.gz|msi|pkg|cdx\.json)$/.test(name))
      .map((name) => ({ name, bytes: readFileSync(join(folder, name)) })),
  };
}
