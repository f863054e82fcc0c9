import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { dist, root } from "../paths.ts";
import { locked } from "../targets.ts";
import { writeWhole } from "../write.ts";
import { readDist } from "./built.ts";
import { checksums } from "./checksums.ts";
import { manifests, missingFor } from "./manifests.ts";
import type { Release } from "./release.ts";
import { releaseNotes } from "./release-notes.ts";
import { sbom } from "./sbom.ts";

/** Writes what goes with the packages that lie in build/out/dist, whichever machines built them. */
export function finish(release: Release, bundled: readonly string[]): void {
  const runtimes = readDist(dist).builds.map(({ runtime }) => runtime.slice(0, runtime.lastIndexOf("@")));
  const bill = sbom(release, bundled.map(locked), runtimes.map(locked));
  writeWhole(join(dist, `prempti-${release.version}.cdx.json`), bill);
  const { builds, files } = readDist(dist);
  const changelog = readFileSync(join(root, "CHANGELOG.md"), "utf8");
  writeWhole(join(dist, "RELEASE_NOTES.md"), releaseNotes({ release, changelog, builds, files }));
  writeWhole(join(dist, "SHA256SUMS"), checksums(files));
  console.log(`${relative(root, dist)}: SHA256SUMS, RELEASE_NOTES.md, prempti-${release.version}.cdx.json`);
  writeManifests(release, files);
}

function writeManifests(release: Release, files: Parameters<typeof manifests>[1]): void {
  const missing = missingFor(release, files);
  const { url } = release;
  if (url === undefined || missing.length > 0) {
    const why =
      url === undefined
        ? "PREMPTI_RELEASE_URL does not say where the files will be"
        : `no ${missing.join(", no ")}`;
    console.error(`prempti: skipped the package managers' manifests: ${why}`);
    return;
  }
  for (const { path, text } of manifests({ ...release, url }, files))
    writeWhole(join(dist, "manifests", path), text, path.endsWith(".sh") ? 0o755 : 0o644);
  console.log(`${relative(root, dist)}/manifests: for Homebrew, Scoop, winget, Nix and install.sh`);
}
