import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { archiveName } from "../../build/package/archive.ts";
import { builtName, printBuilt, readDist } from "../../build/package/built.ts";
import { checksums } from "../../build/package/checksums.ts";
import { readComponents, readRuntimeComponent, thirdPartyLicences } from "../../build/package/licences.ts";
import { manifests, missingFor } from "../../build/package/manifests.ts";
import { msiName, settleSummary } from "../../build/package/msi.ts";
import { pkgName } from "../../build/package/pkg.ts";
import { releaseNotes } from "../../build/package/release-notes.ts";
import { sbom, uuidOf } from "../../build/package/sbom.ts";
import { fill } from "../../build/package/template.ts";
import { hasTool } from "../../build/package/tools.ts";
import { root } from "../../build/paths.ts";
import { hostTarget, locked, targets } from "../../build/targets.ts";
import { inWorkFolder } from "../../build/write.ts";

const release = { version: "1.2.3", seconds: 1_700_000_000, url: "https://example.org/releases/v1.2.3" };
const golden = (name: string) => join(root, "test", "golden", "installers", name);

/** As many packages as a release has, each with its own name as its content. */
const files = targets
  .flatMap((target) => [
    archiveName(target, release),
    ...(target.platform === "win32" ? [msiName(target, release)] : []),
    ...(target.platform === "darwin" ? [pkgName([target], release)] : []),
  ])
  .map((name) => ({ name, bytes: Buffer.from(name) }));

test("the packages' names", () => {
  expect(files.map(({ name }) => name)).toEqual([
    "prempti-1.2.3-linux-x86_64.tar.gz",
    "prempti-1.2.3-linux-aarch64.tar.gz",
    "prempti-1.2.3-darwin-x86_64.tar.gz",
    "prempti-1.2.3-darwin-x86_64.pkg",
    "prempti-1.2.3-darwin-arm64.tar.gz",
    "prempti-1.2.3-darwin-arm64.pkg",
    "prempti-1.2.3-windows-x64.tar.gz",
    "prempti-1.2.3-windows-x64.msi",
    "prempti-1.2.3-windows-arm64.tar.gz",
    "prempti-1.2.3-windows-arm64.msi",
  ]);
  expect(pkgName(targets.slice(2, 4), release)).toBe("prempti-1.2.3-darwin-universal.pkg");
});

test.each(manifests(release, files))("$path", async ({ path, text }) => {
  await expect(text).toMatchFileSnapshot(golden(path));
});

test("manifests need every package that they name", () => {
  const some = files.filter(({ name }) => !name.includes("arm64"));
  expect(missingFor(release, files)).toEqual([]);
  expect(missingFor(release, some)).toEqual([
    "prempti-1.2.3-darwin-arm64.tar.gz",
    "prempti-1.2.3-windows-arm64.tar.gz",
    "prempti-1.2.3-windows-arm64.msi",
  ]);
  expect(() => manifests(release, some)).toThrow("there is no prempti-1.2.3-darwin-arm64.tar.gz");
});

test.skipIf(!hasTool("sh"))("install.sh is one command for sh", () =>
  inWorkFolder(async (folder) => {
    const text = manifests(release, files).find(({ path }) => path === "install.sh")?.text ?? "";
    writeFileSync(join(folder, "install.sh"), text);
    execFileSync("sh", ["-n", join(folder, "install.sh")]);
    // Cut off anywhere before its last line, it does nothing but define functions.
    const [body] = text.split('\nmain "$@"');
    expect(execFileSync("sh", ["-c", body ?? ""], { encoding: "utf8" })).toBe("");
    expect(text.trimEnd().endsWith('\nmain "$@"')).toBe(true);
  }),
);

test("a template's names and the values for it are the same", () => {
  expect(fill("@A1@ and @B_2@, a@b.c", { A1: "x", B_2: "@A1@" })).toBe("x and @A1@, a@b.c");
  expect(() => fill("@NAME@", {})).toThrow("internal: nothing to fill @NAME@ with");
  expect(() => fill("no place", { NAME: "x" })).toThrow("internal: no place for NAME");
});

const builds = targets.map(({ name, runtime, arch }) => ({
  target: name,
  runtime: `${runtime}@26.10.0`,
  hasCodeCache: arch === "x64",
  executableBytes: 117_049_280,
}));
const changelog =
  "# Changelog\n\n## Unreleased\n\n- Later.\n\n## [1.2.3] - 2023-11-14\n\n### Added\n\n- A thing.\n\n## 1.2.2\n";

test("release notes", async () => {
  await expect(releaseNotes({ release, changelog, builds, files })).toMatchFileSnapshot(
    golden("RELEASE_NOTES.md"),
  );
});

test("release notes say nothing of code caches when every executable has one", () => {
  const own = builds.map((build) => ({ ...build, hasCodeCache: true }));
  expect(releaseNotes({ release, changelog, builds: own, files })).not.toContain("without a code cache");
});

test("the changelog's unreleased part, before it has a version", () => {
  const notes = releaseNotes({ release: { ...release, version: "2.0.0" }, changelog, builds, files });
  expect(notes).toContain("# Prempti 2.0.0\n\n- Later.\n\n## Files");
});

test.skipIf(!hasTool("sha256sum"))("checksums that sha256sum takes", () =>
  inWorkFolder(async (folder) => {
    for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
    writeFileSync(join(folder, "SHA256SUMS"), checksums([...files].reverse()));
    const said = execFileSync("sha256sum", ["--check", "--strict", "SHA256SUMS"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(said.trim().split("\n").sort()).toEqual(files.map(({ name }) => `${name}: OK`).sort());
  }),
);

test("what was built is read back, with the packages, and nothing else", () =>
  inWorkFolder(async (folder) => {
    const [first] = builds;
    if (first === undefined) throw new Error("internal: no build");
    writeFileSync(join(folder, builtName("linux-x86_64")), printBuilt(first));
    for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
    writeFileSync(join(folder, "RELEASE_NOTES.md"), "");
    const found = readDist(folder);
    expect(found.builds).toEqual([first]);
    expect(found.files.map(({ name }) => name)).toEqual(files.map(({ name }) => name).sort());
  }));

const bundled = ["clipanion", "yaml"].map(locked);
const runtimes = [locked(hostTarget().runtime)];

test("the bill of materials names what is bundled and the runtime, with their hashes", () => {
  const bill = JSON.parse(sbom(release, bundled, runtimes));
  expect(bill).toMatchObject({
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: expect.stringMatching(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    ),
    version: 1,
    metadata: {
      timestamp: "2023-11-14T22:13:20Z",
      component: { type: "application", name: "prempti", version: "1.2.3" },
    },
  });
  expect(bill.components.map((one: { name: string; type: string }) => `${one.type} ${one.name}`)).toEqual([
    "library clipanion",
    "library yaml",
    `platform ${hostTarget().runtime}`,
  ]);
  for (const one of bill.components) {
    const integrity = `sha512-${Buffer.from(one.hashes[0].content, "hex").toString("base64")}`;
    expect(integrity).toBe(locked(one.name).integrity);
    expect(one.purl).toBe(`pkg:npm/${one.name}@${one.version}`);
    expect(one.licenses[0].expression).toMatch(/^(MIT|ISC)$/);
  }
  expect(bill.dependencies[0].dependsOn).toEqual(bill.components.map((one: { purl: string }) => one.purl));
});

test("the same bill has the same number, another bill another", () => {
  expect(sbom(release, bundled, runtimes)).toBe(sbom(release, bundled, runtimes));
  const numberOf = (bill: string) => JSON.parse(bill).serialNumber;
  expect(numberOf(sbom(release, bundled, []))).not.toBe(numberOf(sbom(release, bundled, runtimes)));
  expect(uuidOf("a")).not.toBe(uuidOf("b"));
});

test.each([
  "clipanion",
  "typanion",
  "yaml",
  "re2js",
  "unbash",
  "jsonc-parser",
  "undici",
  "smol-toml",
  "peggy",
])("%s: the text of its licence", (name) => {
  const [component] = readComponents([name]);
  expect(component?.text).toMatch(/Copyright/);
  expect(component?.text).toMatch(/Permission (is hereby granted|to use)|Redistribution and use/);
  expect(component?.text).not.toMatch(/^#+ (Usage|Installation)/m);
});

test("the licences of what is inside: a list, then every text", () => {
  const runtime = readRuntimeComponent(hostTarget());
  const text = thirdPartyLicences([...readComponents(["yaml"]), runtime]);
  expect(text).toContain(`- yaml ${locked("yaml").version} (ISC)\n- Node.js ${runtime.version} (MIT)\n`);
  // The runtime's own licence has those of what it is made of.
  for (const part of ["OpenSSL", "ICU", "V8", "libuv"]) expect(text).toContain(part);
  expect(text).not.toContain("\r");
});

/** As much of an .msi as its summary. */
function summary(id: string, template: string): Buffer {
  const property = (text: string) => {
    const bytes = Buffer.from(`${text}\0`);
    const head = Buffer.from([0x1e, 0, 0, 0, bytes.length, 0, 0, 0]);
    return Buffer.concat([head, bytes, Buffer.alloc(-bytes.length & 3)]);
  };
  const time = Buffer.concat([
    Buffer.from([0x40, 0, 0, 0]),
    createHash("md5").update(id).digest().subarray(0, 8),
  ]);
  return Buffer.concat([property(template), property(id), time, time, Buffer.from([3, 0, 0, 0])]);
}

const [first, second] = [uuidOf("first"), uuidOf("second")].map((id) => `{${id.toUpperCase()}}`) as [
  string,
  string,
];

test.each(["x64", "arm64"] as const)("an .msi's summary for %s: nothing is left to chance", (arch) => {
  const settle = (id: string) => settleSummary(summary(id, "x64;1033"), arch, first, 0);
  const settled = settle(second);
  expect(settled).toEqual(settle(`{${uuidOf("third").toUpperCase()}}`));
  expect(settled).toHaveLength(summary(first, "x64;1033").length);
  expect(settled.toString("latin1")).toContain(arch === "x64" ? "x64;1033\0" : "Arm64;1033\0");
  expect(settled.toString("latin1")).toContain(`${first}\0`);
  // 1970, as Windows counts, twice.
  expect(settled.toString("hex").split("4000000000803ed5deb19d01")).toHaveLength(3);
});
