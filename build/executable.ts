// Puts the parts into a copy of the target's runtime.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "postject";
import { buildBlob } from "./blob.ts";
import { partNames } from "./parts.ts";
import { readRuntime } from "./runtime.ts";
import { signMachO } from "./sign-macho.ts";
import { stripElf } from "./strip-elf.ts";
import { executableName, type Target } from "./targets.ts";
import { unsignPe } from "./unsign-pe.ts";

/** The fuse that the runtime looks for to know that it carries a program. (nodejs.org/api/single-executable-applications) */
const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

export type Executable = {
  readonly target: Target;
  readonly file: string;
  readonly hasCodeCache: boolean;
};

/** Builds the target's executable in `work`, of the parts that lie bundled in `bundles`. */
export async function buildExecutable(target: Target, bundles: string, work: string): Promise<Executable> {
  mkdirSync(work, { recursive: true });
  for (const part of partNames) copyFileSync(join(bundles, `${part}.js`), join(work, `${part}.js`));
  const { bytes, hasCodeCache } = await buildBlob(target, work);
  const file = join(work, executableName(target));
  writeFileSync(file, prepare(await readRuntime(target)), { mode: 0o755 });
  await withoutKnownWarnings(() =>
    inject(file, "NODE_SEA_BLOB", bytes, {
      sentinelFuse: fuse,
      ...(target.platform === "darwin" ? { machoSegmentName: "NODE_SEA" } : {}),
    }),
  );
  checkCarries(file, bytes);
  if (target.platform === "darwin") signForMac(file);
  return { target, file, hasCodeCache };
}

/** The runtime without what the executable has no use for. Each step leaves other systems' files as they are. */
function prepare(runtime: Buffer): Buffer {
  return unsignPe(stripElf(runtime));
}

/**
 * postject makes a section for the note that holds the blob, after it has laid out the sections' names: the section
 * stays without one. The runtime finds the note by the program header, never by a section, so only tools that list
 * sections see it.
 */
const knownWarning = /^warning: Can't find string offset for section name '\.note'$/;

async function withoutKnownWarnings(work: () => Promise<void>): Promise<void> {
  const { warn } = console;
  console.warn = (...said: unknown[]) => {
    if (!knownWarning.test(said.join(" ").trim())) warn(...said);
  };
  try {
    await work();
  } finally {
    console.warn = warn;
  }
}

/** Ad hoc: by codesign where it is, and in the same way where it isn't. */
function signForMac(file: string): void {
  if (process.platform === "darwin")
    execFileSync("codesign", ["--sign", "-", "--force", file], { stdio: "pipe" });
  else writeFileSync(file, signMachO(readFileSync(file), "prempti"));
}

function checkCarries(file: string, blob: Buffer): void {
  const bytes = readFileSync(file);
  if (!bytes.includes(`${fuse}:1`) || !bytes.includes(blob))
    throw new Error(`internal: ${file} does not carry the program`);
}
