import { coreutils } from "./coreutils.ts";
import { downloads } from "./downloads.ts";
import { finding } from "./finding.ts";
import { git } from "./git.ts";
import { network } from "./network.ts";
import type { Program } from "./program.ts";
import { shellBuiltins } from "./shell-builtins.ts";
import { shells } from "./shells.ts";
import { textPrograms } from "./text.ts";
import { windows } from "./windows.ts";
import { wrappers } from "./wrappers.ts";

/** Every area's rows. A name that two rows have belongs to the later one. */
const areas: readonly (readonly Program[])[] = [
  shellBuiltins,
  shells,
  wrappers,
  coreutils,
  textPrograms,
  finding,
  downloads,
  git,
  network,
  windows,
];

const table: ReadonlyMap<string, Program> = new Map(
  areas.flatMap((rows) => rows.flatMap((row) => row.names.map((name) => [name, row] as const))),
);

/** Every name in the table. */
export const programNames: readonly string[] = [...table.keys()];

const versioned = /^(python|pip|ruby|perl|node|php|lua|gcc|clang|idle)(\d[\d.]*)$/;

/** A program's row by the base name that was typed; file systems without case and Windows' .exe are allowed for. */
export function programNamed(base: string): Program | undefined {
  const found = table.get(base);
  if (found !== undefined) return found;
  const plain = base.replace(/\.exe$/i, "").toLowerCase();
  return table.get(plain) ?? table.get(versioned.exec(plain)?.[1] ?? "");
}
