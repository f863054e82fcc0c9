// The archive: a folder with the executable and, where there is a sh, the script that starts its installation.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Executable } from "../executable.ts";
import { root } from "../paths.ts";
import { type Entry, gzip, tar } from "../tar.ts";
import { executableName, type Target } from "../targets.ts";
import { checksums } from "./checksums.ts";
import type { Release } from "./release.ts";
import { fill, readInstaller } from "./template.ts";

/** What `uname -s` and `uname -m` say on a system that the archive is for, as patterns of sh's `case`. */
const systems: Readonly<Record<string, string>> = {
  "linux-x64": "Linux-x86_64",
  "linux-arm64": "Linux-aarch64 | Linux-arm64",
  "darwin-x64": "Darwin-x86_64",
  "darwin-arm64": "Darwin-arm64",
};

export function archiveName(target: Target, { version }: Release): string {
  return `prempti-${version}-${target.label}.tar.gz`;
}

export function installScript(target: Target): string {
  return fill(readInstaller("archive/install.sh"), {
    LABEL: target.label,
    SYSTEM: systems[target.name] ?? "",
  });
}

function readme({ platform }: Target, { version }: Release): string {
  return fill(readInstaller(platform === "win32" ? "archive/README-windows.md" : "archive/README.md"), {
    VERSION: version,
  });
}

function contents(executable: Executable, release: Release, notices: string): readonly Entry[] {
  const text = (path: string, content: string, mode = 0o644) => ({
    path,
    content: Buffer.from(content),
    mode,
  });
  const checked: readonly Entry[] = [
    { path: executableName(executable.target), content: readFileSync(executable.file), mode: 0o755 },
    text("README.md", readme(executable.target, release)),
    text("LICENSE", readFileSync(join(root, "LICENSE"), "utf8")),
    text("THIRD-PARTY-LICENCES.txt", notices),
  ];
  const sums = checksums(checked.map(({ path, content }) => ({ name: path, bytes: content })));
  const script = text("install.sh", installScript(executable.target), 0o755);
  return [...checked, text("SHA256SUMS", sums), ...(executable.target.platform === "win32" ? [] : [script])];
}

export function archive(executable: Executable, release: Release, notices: string): Buffer {
  const folder = archiveName(executable.target, release).replace(".tar.gz", "");
  const entries = contents(executable, release, notices);
  return gzip(
    tar(
      entries.map((entry) => ({ ...entry, path: `${folder}/${entry.path}` })),
      release.seconds,
    ),
  );
}
