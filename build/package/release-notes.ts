import type { Built } from "./built.ts";
import { sha256 } from "./checksums.ts";
import type { Release } from "./release.ts";

export type Notes = {
  readonly release: Release;
  readonly changelog: string;
  readonly builds: readonly Built[];
  readonly files: readonly { readonly name: string; readonly bytes: Buffer }[];
};

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

/** The changelog's section on this version, or on what is not released yet, without its heading. */
function changesOf(changelog: string, version: string): string {
  const sections = changelog.split(/^## /m).slice(1);
  const of = (name: string) => sections.find((section) => section.replace("[", "").startsWith(name));
  const [, ...lines] = (of(version) ?? of("Unreleased") ?? "").split("\n");
  return lines.join("\n").replaceAll(/^### /gm, "## ").trim();
}

function fileTable({ files }: Notes): string {
  const rows = files.map(
    ({ name, bytes }) => `| \`${name}\` | ${megabytes(bytes.length)} | \`${sha256(bytes)}\` |`,
  );
  return ["| file | size | SHA-256 |", "| --- | --- | --- |", ...rows].join("\n");
}

function buildTable({ builds }: Notes): string {
  const rows = builds.map(
    ({ target, runtime, hasCodeCache, executableBytes }) =>
      `| ${target} | ${runtime} | ${megabytes(executableBytes)} | ${hasCodeCache ? "yes" : "no"} |`,
  );
  return ["| system | Node.js | executable | code cache |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** What is worth knowing of executables that another system's machine built. */
function limits({ builds }: Notes): string {
  const slow = builds.filter(({ hasCodeCache }) => !hasCodeCache).map(({ target }) => target);
  if (slow.length === 0) return "";
  return (
    `\nBuilt on another system, without a code cache: ${slow.join(", ")}. ` +
    "They do the same; a hook call that finds no daemon takes about half as long again.\n"
  );
}

export function releaseNotes(notes: Notes): string {
  const { release, changelog } = notes;
  return `# Prempti ${release.version}

${changesOf(changelog, release.version)}

## Files

${fileTable(notes)}

Each holds one executable with its own runtime. \`SHA256SUMS\` has the checksums for \`sha256sum --check\`, the
\`.cdx.json\` file says what is inside (CycloneDX), and \`THIRD-PARTY-LICENCES.txt\` in every package under which terms.

${buildTable(notes)}
${limits(notes)}
The packages are not signed by a vendor. macOS asks for a confirmation in System Settings, Privacy & Security; Windows
SmartScreen shows "More info", then "Run anyway".
`;
}
