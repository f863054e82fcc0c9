// The package for Windows: WiX on Windows, wixl (msitools) elsewhere, from one source.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Executable } from "../executable.ts";
import { root } from "../paths.ts";
import type { Target } from "../targets.ts";
import type { Release } from "./release.ts";
import { uuidOf } from "./sbom.ts";
import { hasTool } from "./tools.ts";

export function msiName(target: Target, { version }: Release): string {
  return `prempti-${version}-${target.label}.msi`;
}

/** Why no .msi can be built here; `undefined` when it can. */
export function whyNoMsi(): string | undefined {
  if (process.platform === "win32")
    return hasTool("candle.exe") && hasTool("light.exe") ? undefined : "it needs WiX 3 (candle and light)";
  return hasTool("wixl") ? undefined : "it needs wixl (Debian: apt-get install wixl msitools)";
}

/** Windows Installer orders versions by three numbers and knows nothing of "-rc.1". */
function numbersOf({ version }: Release): string {
  return version.replace(/[-+].*/, "");
}

type Ids = { readonly product: string; readonly package: string };

function idsOf(target: Target, { version }: Release): Ids {
  const id = (kind: string) => `{${uuidOf(`prempti ${kind} ${version} ${target.name}`).toUpperCase()}}`;
  return { product: id("product"), package: id("package") };
}

function stage(executable: Executable, release: Release, notices: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(root, "installers", "windows", "prempti.wxs"), join(folder, "prempti.wxs"));
  copyFileSync(executable.file, join(folder, "prempti.exe"));
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE.txt"));
  writeFileSync(join(folder, "THIRD-PARTY-LICENCES.txt"), notices);
  // The cabinet keeps the files' times, in local time.
  for (const name of ["prempti.exe", "LICENSE.txt", "THIRD-PARTY-LICENCES.txt"])
    utimesSync(join(folder, name), release.seconds, release.seconds);
}

export function msi(executable: Executable, release: Release, notices: string, folder: string): Buffer {
  stage(executable, release, notices, folder);
  const { target } = executable;
  const ids = idsOf(target, release);
  const variables = { Version: numbersOf(release), ProductCode: ids.product, PackageCode: ids.package };
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { cwd: folder, stdio: "pipe", env: { ...process.env, TZ: "UTC" } });
  if (process.platform === "win32") {
    const defines = Object.entries(variables).map(([name, value]) => `-d${name}=${value}`);
    run("candle.exe", "-nologo", "-arch", target.arch, ...defines, "prempti.wxs");
    run("light.exe", "-nologo", "-spdb", "-out", "prempti.msi", "prempti.wixobj");
    return readFileSync(join(folder, "prempti.msi"));
  }
  const defines = Object.entries(variables).flatMap(([name, value]) => ["-D", `${name}=${value}`]);
  run("wixl", "--arch", "x64", ...defines, "--output", "prempti.msi", "prempti.wxs");
  return settleSummary(readFileSync(join(folder, "prempti.msi")), target.arch, ids.package, release.seconds);
}

const string = Buffer.from([0x1e, 0, 0, 0]);
const time = Buffer.from([0x40, 0, 0, 0]);

/** A string property of the summary: type, length with the final 0, text, filled up to a multiple of 4. */
function property(text: string): Buffer {
  const bytes = Buffer.from(`${text}\0`);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([string, length, bytes, Buffer.alloc(-bytes.length & 3)]);
}

function indexOf(file: Buffer, wanted: Buffer, from = 0): number {
  const at = file.indexOf(wanted, from);
  if (at === -1) throw new Error("internal: the summary of the .msi is not laid out as expected");
  return at;
}

/**
 * Says in the package's summary what wixl leaves to chance or does not know: the package's number, the times, and the
 * arm64 architecture. All of them have the same length as what they replace.
 */
export function settleSummary(file: Buffer, arch: Target["arch"], id: string, seconds: number): Buffer {
  const settled = Buffer.from(file);
  if (arch === "arm64") property("Arm64;1033").copy(settled, indexOf(settled, property("x64;1033")));
  const number = indexOf(settled, Buffer.concat([string, Buffer.from([0x27, 0, 0, 0]), Buffer.from("{")]));
  settled.write(id, number + 8);
  // In units of 100 ns since 1601. (MS-DTYP, FILETIME)
  const fileTime = (BigInt(seconds) + 11_644_473_600n) * 10_000_000n;
  const created = indexOf(settled, time, number + 48);
  settled.writeBigUInt64LE(fileTime, created + 4);
  settled.writeBigUInt64LE(fileTime, indexOf(settled, time, created + 12) + 4);
  return settled;
}
