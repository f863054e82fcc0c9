// The packages themselves: built twice, looked into with their systems' own tools, installed and used in a home and a
// namespace of their own. Takes minutes; what this machine lacks is skipped aloud. npm run test:packages
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { emulatorFor } from "../../build/blob.ts";
import { sha256 } from "../../build/package/checksums.ts";
import { hasTool } from "../../build/package/tools.ts";
import { dist, root } from "../../build/paths.ts";
import { findRuntime } from "../../build/runtime.ts";
import { expectEqual, scratch } from "./dist-files.ts";
import { checkChecksums, checkMsi, checkPkg, checkSizes } from "./inspect.ts";
import { checkForeignHook, checkTampering, installAndRemove, isolated, target } from "./use.ts";
import { checkPlacement, noWine } from "./wine.ts";

/** The hashes of all files of a release, by their names. */
function buildAll(): Readonly<Record<string, string>> {
  execFileSync(findRuntime(), [join(root, "build", "package.ts"), "--target", "all"], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, PREMPTI_RELEASE_URL: "https://example.org/prempti" },
  });
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(dist.length + 1), sha256(readFileSync(path))]));
}

type Check = {
  readonly name: string;
  readonly run: () => void;
  /** Programs that it needs. */
  readonly needs?: readonly string[];
  /** Why it can't be run here for another reason. */
  readonly unless?: string | undefined;
};

const notLinux =
  process.platform === "linux" && process.arch === "x64" ? undefined : "it needs Linux on x86-64";
const cannotIsolate =
  spawnSync("unshare", [...isolated.slice(1), "true"]).status === 0 ? undefined : "unshare is refused";
const noEmulator =
  emulatorFor(target("linux-arm64")) === undefined ? "no qemu-user-static with arm64 libraries" : undefined;

let first: Readonly<Record<string, string>> = {};

function buildFirst(): void {
  first = buildAll();
}

const checks: readonly Check[] = [
  { name: "every package is built", run: buildFirst },
  { name: "every archive has at most 60 MB", run: checkSizes },
  { name: "the checksums fit", run: checkChecksums, needs: ["sha256sum"] },
  ...[["dash"], ["busybox", "sh"]].map((shell) => ({
    name: `install.sh by ${shell.join(" ")}: installs, guards, and leaves nothing behind`,
    run: () => installAndRemove(shell),
    needs: [shell[0] ?? ""],
    unless: notLinux ?? cannotIsolate,
  })),
  { name: "install.sh refuses a changed program", run: checkTampering, unless: notLinux },
  {
    name: "the executable for arm64 answers hook calls",
    run: checkForeignHook,
    unless: notLinux ?? noEmulator,
  },
  {
    name: "the .msi for x64",
    run: () => checkMsi("windows-x64", "x64"),
    needs: ["wixl", "msiinfo", "msiextract"],
  },
  {
    name: "the .msi for arm64",
    run: () => checkMsi("windows-arm64", "Arm64"),
    needs: ["wixl", "msiinfo", "msiextract"],
  },
  {
    name: "an .msi's files, put in place and taken away",
    run: checkPlacement,
    needs: ["wixl"],
    unless: noWine,
  },
  {
    name: "the .pkg for both architectures",
    run: () => checkPkg("darwin-universal.pkg", ["prempti-arm64", "prempti-x86_64"]),
    needs: ["bsdtar", "file"],
  },
  {
    name: "the .pkg for Apple silicon",
    run: () => checkPkg("darwin-arm64.pkg", ["prempti-arm64"]),
    needs: ["bsdtar", "file"],
  },
  { name: "a second build gives the same files", run: () => expectEqual(buildAll(), first, "hashes") },
];

const counts = { passed: 0, failed: 0, skipped: 0 };

function runCheck({ name, run, needs = [], unless }: Check): void {
  const missing = needs.filter((tool) => !hasTool(tool));
  const why = unless ?? (missing.length > 0 ? `there is no ${missing.join(", ")}` : undefined);
  if (why !== undefined) {
    counts.skipped += 1;
    console.log(`skipped: ${name}: ${why}`);
    return;
  }
  try {
    run();
    counts.passed += 1;
    console.log(`ok: ${name}`);
  } catch (error) {
    counts.failed += 1;
    console.log(`FAILED: ${name}: ${error instanceof Error ? error.message : error}`);
  }
}

try {
  const wanted = process.argv[2] ?? "";
  for (const check of checks.filter(({ name }) => name.includes(wanted))) runCheck(check);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
