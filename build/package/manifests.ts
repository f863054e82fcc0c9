// What package managers want to know of a release, filled in from templates in installers/: where its files are, and
// their hashes.
import { executableName, type Target, targets } from "../targets.ts";
import { archiveName } from "./archive.ts";
import { sha256 } from "./checksums.ts";
import { msiName } from "./msi.ts";
import type { Release } from "./release.ts";
import { fill, readInstaller, type Values } from "./template.ts";

type File = { readonly name: string; readonly bytes: Buffer };

/** Each template, and where its outcome goes below `manifests`. */
const templates: readonly (readonly [template: string, outcome: string])[] = [
  ["one-line/install.sh", "install.sh"],
  ["homebrew/prempti.rb", "homebrew/prempti.rb"],
  ["scoop/prempti.json", "scoop/prempti.json"],
  ["winget/Prempti.Prempti.yaml", "winget/Prempti.Prempti.yaml"],
  ["winget/Prempti.Prempti.installer.yaml", "winget/Prempti.Prempti.installer.yaml"],
  ["winget/Prempti.Prempti.locale.en-US.yaml", "winget/Prempti.Prempti.locale.en-US.yaml"],
  ["nix/flake.nix", "nix/flake.nix"],
];

const hex = (label: string) => label.toUpperCase().replaceAll("-", "_");

/** The names that templates know, for the archive and, on Windows, the .msi of one target. */
function valuesOf(target: Target, release: Release, files: ReadonlyMap<string, Buffer>): Values {
  const hash = (name: string) => {
    const bytes = files.get(name);
    if (bytes === undefined) throw new Error(`there is no ${name}`);
    return sha256(bytes);
  };
  const archive = { [`SHA256_${hex(target.label)}`]: hash(archiveName(target, release)) };
  if (target.platform !== "win32") return archive;
  return { ...archive, [`SHA256_MSI_${hex(target.label)}`]: hash(msiName(target, release)) };
}

/** The packages that the manifests name; without one of them there can be no manifest. */
export function missingFor(release: Release, files: readonly File[]): readonly string[] {
  const names = targets.flatMap((target) => [
    archiveName(target, release),
    ...(executableName(target).endsWith(".exe") ? [msiName(target, release)] : []),
  ]);
  return names.filter((name) => !files.some((file) => file.name === name));
}

export type Manifest = { readonly path: string; readonly text: string };

export function manifests(
  release: Release & { readonly url: string },
  files: readonly File[],
): readonly Manifest[] {
  const byName = new Map(files.map(({ name, bytes }) => [name, bytes]));
  const values: Values = {
    VERSION: release.version,
    URL: release.url,
    DATE: new Date(release.seconds * 1000).toISOString().slice(0, 10),
    ...Object.assign({}, ...targets.map((target) => valuesOf(target, release, byName))),
  };
  return templates.map(([template, outcome]) => {
    const text = readInstaller(template);
    const used = Object.entries(values).filter(([name]) => text.includes(`@${name}@`));
    return { path: outcome, text: fill(text, Object.fromEntries(used)) };
  });
}
