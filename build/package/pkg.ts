// The package for macOS: the executables of one or both architectures, and a script that lets the right one install
// itself. On macOS pkgbuild and productbuild make it; elsewhere it is written here, in the same form.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Executable } from "../executable.ts";
import { type Entry, gzip } from "../tar.ts";
import type { Target } from "../targets.ts";
import { bom } from "./bom.ts";
import { cpio, nodesOf } from "./cpio.ts";
import type { Release } from "./release.ts";
import { fill, readInstaller } from "./template.ts";
import { xar } from "./xar.ts";

const identifier = "prempti.installer";

/** How macOS calls a target's architecture. */
const archOf = ({ arch }: Target) => (arch === "x64" ? "x86_64" : "arm64");

export function pkgName(targets: readonly Target[], { version }: Release): string {
  const [first] = targets;
  return `prempti-${version}-${targets.length > 1 ? "darwin-universal" : first?.label}.pkg`;
}

type Layout = {
  readonly payload: readonly Entry[];
  readonly scripts: readonly Entry[];
  readonly distribution: string;
  readonly packageInfo: string;
};

function layout(executables: readonly Executable[], release: Release, notices: string): Layout {
  const payload: readonly Entry[] = [
    ...executables.map(({ target, file }) => ({
      path: `prempti-${archOf(target)}`,
      content: readFileSync(file),
      mode: 0o755,
    })),
    { path: "THIRD-PARTY-LICENCES.txt", content: Buffer.from(notices), mode: 0o644 },
  ];
  const kilobytes = Math.ceil(payload.reduce((total, { content }) => total + content.length, 0) / 1024);
  const values = { IDENTIFIER: identifier, VERSION: release.version, KILOBYTES: String(kilobytes) };
  return {
    payload,
    scripts: [{ path: "postinstall", content: Buffer.from(readInstaller("macos/postinstall")), mode: 0o755 }],
    distribution: fill(readInstaller("macos/distribution.xml"), {
      ...values,
      ARCHITECTURES: executables.map(({ target }) => archOf(target)).join(","),
    }),
    packageInfo: fill(readInstaller("macos/package-info.xml"), {
      ...values,
      FILES: String(nodesOf(payload).length),
    }),
  };
}

export function pkg(
  executables: readonly Executable[],
  release: Release,
  notices: string,
  folder: string,
): Buffer {
  const parts = layout(executables, release, notices);
  return process.platform === "darwin" ? buildNatively(parts, release, folder) : buildHere(parts, release);
}

function buildHere({ payload, scripts, distribution, packageInfo }: Layout, { seconds }: Release): Buffer {
  const file = (path: string, content: Buffer) => ({ path, content, mode: 0o644 });
  return xar(
    [
      file("Distribution", Buffer.from(distribution)),
      file("prempti.pkg/Bom", bom(payload, seconds)),
      file("prempti.pkg/PackageInfo", Buffer.from(packageInfo)),
      file("prempti.pkg/Payload", gzip(cpio(payload, seconds))),
      file("prempti.pkg/Scripts", gzip(cpio(scripts, seconds))),
    ],
    seconds,
  );
}

function buildNatively(
  { payload, scripts, distribution }: Layout,
  { version }: Release,
  folder: string,
): Buffer {
  const write = (name: string, entries: readonly Entry[]) => {
    mkdirSync(join(folder, name), { recursive: true });
    for (const { path, content, mode } of entries) writeFileSync(join(folder, name, path), content, { mode });
  };
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { cwd: folder, stdio: "pipe" });
  write("payload", payload);
  write("scripts", scripts);
  writeFileSync(join(folder, "distribution.xml"), distribution);
  const location = "/Library/Caches/prempti-installer";
  run(
    "pkgbuild",
    ...["--root", "payload", "--scripts", "scripts", "--identifier", identifier],
    ...["--version", version, "--install-location", location, "prempti.pkg"],
  );
  run("productbuild", "--distribution", "distribution.xml", "--package-path", ".", "product.pkg");
  return readFileSync(join(folder, "product.pkg"));
}
