// node build/setup.mjs [SCRIPT ARGUMENTS…]: installs what package-lock.json names unless it is already there, then runs
// the script by the pinned Node. Runs itself on the machine's own (20 or later), before anything else exists; it is the
// one build file that may not use TypeScript. A shell that has run one `node` goes on using that one, so what comes
// after this in an npm script has to be given to it, or be an npm script of its own.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Packages by their folder, with the integrity hash each was installed or locked with. */
function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(join(root, lockFile), "utf8")).packages;
  } catch {
    return undefined;
  }
}

function isInstalled() {
  const wanted = packagesOf("package-lock.json");
  const found = packagesOf("node_modules/.package-lock.json");
  if (wanted === undefined || found === undefined) return false;
  return Object.entries(wanted).every(
    ([folder, { integrity, optional }]) =>
      folder === "" || (found[folder] === undefined ? optional : found[folder].integrity === integrity),
  );
}

if (!isInstalled()) {
  const npm = process.env.npm_execpath;
  // Not `npm ci`: it insists on an entry for every platform's build of every tool, and a registry may lack some of them.
  // What has an entry is held to its version and integrity hash all the same, and the lock file is left as it is.
  const install = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const [command, ...args] = npm ? [process.execPath, npm, ...install] : ["npm", ...install];
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: npm === undefined,
  });
  if (status !== 0 || !isInstalled()) {
    console.error("prempti: error: can't install the packages that package-lock.json names");
    console.error(
      "prempti: hint: run npm install --no-save by hand to see why; it needs the npm registry the first time",
    );
    process.exit(1);
  }
}

const [script, ...args] = process.argv.slice(2);
if (script !== undefined) {
  const bin = join(root, "node_modules", ".bin");
  const runtime = join(bin, process.platform === "win32" ? "node.cmd" : "node");
  const { status, error } = spawnSync(runtime, [script, ...args], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error !== undefined) throw error;
  process.exitCode = status ?? 1;
}
