import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { bom, cksum } from "../../build/package/bom.ts";
import { cpio, nodesOf } from "../../build/package/cpio.ts";
import { hasTool } from "../../build/package/tools.ts";
import { xar } from "../../build/package/xar.ts";
import { signMachO } from "../../build/sign-macho.ts";
import type { Entry } from "../../build/tar.ts";
import { inWorkFolder } from "../../build/write.ts";

const entries: readonly Entry[] = [
  { path: "prempti-arm64", content: Buffer.alloc(5000, "a"), mode: 0o755 },
  { path: "doc/LICENCES.txt", content: Buffer.from("licences\n"), mode: 0o644 },
];

test("the nodes of a tree: folders too, in order", () => {
  expect(nodesOf(entries).map(({ path, isFolder }) => `${path}${isFolder ? "/" : ""}`)).toEqual([
    "./",
    "./doc/",
    "./doc/LICENCES.txt",
    "./prempti-arm64",
  ]);
});

test.skipIf(!hasTool("cpio"))("what cpio(1) unpacks", () =>
  inWorkFolder(async (folder) => {
    execFileSync("cpio", ["-idm", "--quiet"], { cwd: folder, input: cpio(entries, 1e9) });
    for (const { path, content } of entries) expect(readFileSync(join(folder, path))).toEqual(content);
  }),
);

test.each([
  ["", 4294967295],
  ["123456789", 930766865],
])('cksum of "%s"', (text, expected) => expect(cksum(Buffer.from(text))).toBe(expected));

/** Reads a bill by its own pointers: every path with what it says of it. */
function readBom(file: Buffer): Record<string, unknown>[] {
  const word = (at: number) => file.readUInt32BE(at);
  const block = (index: number) => {
    const at = word(16) + 4 + 8 * index;
    return file.subarray(word(at), word(at) + word(at + 4));
  };
  const variables = new Map<string, Buffer>();
  let at = word(24) + 4;
  for (let left = word(word(24)); left > 0; left -= 1) {
    const size = file[at + 4] ?? 0;
    variables.set(file.toString("latin1", at + 5, at + 5 + size), block(word(at)));
    at += 5 + size;
  }
  expect([...variables.keys()]).toEqual(["BomInfo", "Paths", "HLIndex", "VIndex", "Size64"]);
  const leaf = block(variables.get("Paths")?.readUInt32BE(8) ?? 0);
  const names = new Map<number, string>([[0, ""]]);
  return Array.from({ length: leaf.readUInt16BE(2) }, (_, index) => {
    const pair = 12 + 8 * index;
    const key = block(leaf.readUInt32BE(pair));
    const [info, name] = [block(key.readUInt32BE(4)), block(leaf.readUInt32BE(pair + 4))];
    const path = `${names.get(name.readUInt32BE(0))}${name.toString("utf8", 4, name.length - 1)}`;
    names.set(key.readUInt32BE(0), `${path}/`);
    return { path, mode: info.readUInt16BE(4), size: info.readUInt32BE(18), sum: info.readUInt32BE(23) };
  });
}

test("a bill of materials, read back", () => {
  const bill = bom(entries, 1e9);
  expect(bill.toString("latin1", 0, 8)).toBe("BOMStore");
  expect(bill.readUInt32BE(16) + bill.readUInt32BE(20)).toBe(bill.length);
  expect(readBom(bill)).toEqual([
    { path: ".", mode: 0o40755, size: 0, sum: 0 },
    { path: "./doc", mode: 0o40755, size: 0, sum: 0 },
    { path: "./doc/LICENCES.txt", mode: 0o100644, size: 9, sum: cksum(Buffer.from("licences\n")) },
    { path: "./prempti-arm64", mode: 0o100755, size: 5000, sum: cksum(Buffer.alloc(5000, "a")) },
  ]);
});

test("the checksums of an archive's table and files", () => {
  const archive = xar(entries, 1e9);
  const [start, size] = [archive.readUInt16BE(4), Number(archive.readBigUInt64BE(8))];
  const table = archive.subarray(start, start + size);
  const heap = archive.subarray(start + size);
  const sha1 = (bytes: Buffer) => createHash("sha1").update(bytes).digest("hex");
  expect(heap.subarray(0, 20).toString("hex")).toBe(sha1(table));
  const xml = inflateSync(table).toString();
  expect(xml.length).toBe(Number(archive.readBigUInt64BE(16)));
  const files = [...xml.matchAll(/<length>(\d+)<\/length><offset>(\d+)<.*?"sha1">(\w+)</g)];
  expect(files).toHaveLength(entries.length);
  for (const [, length, offset, sum] of files)
    expect(sha1(heap.subarray(Number(offset), Number(offset) + Number(length)))).toBe(sum);
});

test.skipIf(!hasTool("bsdtar"))("what bsdtar(1) unpacks of an archive", () =>
  inWorkFolder(async (folder) => {
    writeFileSync(join(folder, "a.pkg"), xar(entries, 1e9));
    mkdirSync(join(folder, "out"));
    execFileSync("bsdtar", ["-xf", "../a.pkg"], { cwd: join(folder, "out") });
    for (const { path, content } of entries) expect(readFileSync(join(folder, "out", path))).toEqual(content);
  }),
);

/** As little of a Mach-O executable as can be signed: two segments, with room for one more load command. */
function machO(length: number): Buffer {
  const file = Buffer.alloc(length, "code");
  file.fill(0, 0, 1024);
  file.writeUInt32LE(0xfeedfacf, 0);
  file.writeUInt32LE(2, 16);
  file.writeUInt32LE(152 + 72, 20);
  const segment = (at: number, size: number, name: string, start: number, bytes: number) => {
    file.writeUInt32LE(0x19, at);
    file.writeUInt32LE(size, at + 4);
    file.write(name, at + 8);
    file.writeBigUInt64LE(BigInt(bytes), at + 32);
    file.writeBigUInt64LE(BigInt(start), at + 40);
    file.writeBigUInt64LE(BigInt(bytes), at + 48);
  };
  segment(32, 152, "__TEXT", 0, 8192);
  file.writeUInt32LE(1, 32 + 64);
  file.writeUInt32LE(1024, 32 + 72 + 48);
  segment(32 + 152, 72, "__LINKEDIT", 8192, length - 8192);
  return file;
}

test.each([8192 + 16, 10_001, 40_000])("an executable of %i bytes is signed page by page", (length) => {
  const signed = signMachO(machO(length), "prempti");
  const command = 32 + 152 + 72;
  expect(signed.readUInt32LE(16)).toBe(3);
  expect(signed.readUInt32LE(20)).toBe(152 + 72 + 16);
  expect([signed.readUInt32LE(command), signed.readUInt32LE(command + 4)]).toEqual([0x1d, 16]);
  const [start, size] = [signed.readUInt32LE(command + 8), signed.readUInt32LE(command + 12)];
  expect(start).toBe(Math.ceil(length / 16) * 16);
  expect(start + size).toBe(signed.length);
  // __LINKEDIT reaches to the end of the file.
  expect(Number(signed.readBigUInt64LE(32 + 152 + 48))).toBe(signed.length - 8192);
  const directory = signed.subarray(start + signed.readUInt32BE(start + 16));
  expect(directory.readUInt32BE(0)).toBe(0xfade0c02);
  expect(directory.readUInt32BE(32)).toBe(start);
  const [hashes, count] = [directory.readUInt32BE(16), directory.readUInt32BE(28)];
  expect(count).toBe(Math.ceil(start / 4096));
  for (let index = 0; index < count; index += 1) {
    const page = signed.subarray(index * 4096, Math.min((index + 1) * 4096, start));
    const hash = directory.subarray(hashes + 32 * index, hashes + 32 * (index + 1));
    expect(hash.equals(createHash("sha256").update(page).digest())).toBe(true);
  }
  expect(directory.toString("latin1", 88, 96)).toBe("prempti\0");
});

test("what is signed already is not signed again", () => {
  expect(() => signMachO(signMachO(machO(10_000), "prempti"), "prempti")).toThrow("has a signature already");
});
