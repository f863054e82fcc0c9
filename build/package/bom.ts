// Writes the bill of materials that Apple's installer keeps of a package: which paths it put where, with their sizes
// and checksums. The format is Apple's own and not documented; what is known of it is what others read out of
// existing files. All numbers are big-endian.
import type { Entry } from "../tar.ts";
import { modeBits, nodesOf } from "./cpio.ts";

const headerSize = 512;
const treeBlock = 4096;

/** Numbers of 1, 2 or 4 bytes, one after the other. */
function numbers(...fields: readonly (readonly [size: 1 | 2 | 4, value: number])[]): Buffer {
  const bytes = Buffer.alloc(fields.reduce((total, [size]) => total + size, 0));
  let at = 0;
  for (const [size, value] of fields) at = bytes.writeUIntBE(value, at, size);
  return bytes;
}

const words = (...values: readonly number[]) =>
  numbers(...values.map((value) => [4, value] as readonly [4, number]));

const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
  return crc;
});

/** The checksum of cksum(1): over the bytes, then over their number, lowest byte first. (POSIX, cksum) */
export function cksum(bytes: Buffer): number {
  let crc = 0;
  const add = (byte: number) => {
    crc = (crc << 8) ^ (crcTable[((crc >>> 24) ^ byte) & 0xff] ?? 0);
  };
  for (const byte of bytes) add(byte);
  for (let left = bytes.length; left > 0; left = Math.floor(left / 256)) add(left % 256);
  return ~crc >>> 0;
}

/** Numbered blocks, of which some have a name. Number 0 is no block. */
type Store = {
  readonly add: (block: Buffer) => number;
  readonly name: (name: string, block: Buffer) => void;
  readonly write: () => Buffer;
};

function newStore(): Store {
  const blocks: Buffer[] = [];
  const names: Buffer[] = [];
  const add = (block: Buffer) => blocks.push(block);
  return {
    add,
    name: (name, block) => {
      names.push(Buffer.concat([words(add(block)), Buffer.from([name.length]), Buffer.from(name)]));
    },
    write: () => {
      const variables = Buffer.concat([words(names.length), ...names]);
      let at = headerSize + variables.length;
      const pointers = blocks.map(({ length }) => {
        at += length;
        return words(at - length, length);
      });
      // Pointer 0 points nowhere; after the pointers comes the list of free ones: none, and room for two.
      const index = Buffer.concat([words(blocks.length + 1, 0, 0), ...pointers, words(0, 0, 0, 0, 0)]);
      const header = Buffer.alloc(headerSize);
      header.write("BOMStore");
      words(1, blocks.length, at, index.length, headerSize, variables.length).copy(header, 8);
      return Buffer.concat([header, variables, ...blocks, index]);
    },
  };
}

const tree = (child: number, count: number, blockSize = treeBlock) =>
  Buffer.concat([Buffer.from("tree"), words(1, child, blockSize, count), Buffer.alloc(1)]);

/** A leaf of a tree with its pairs of block numbers. */
const leaf = (...pairs: readonly (readonly [number, number])[]) =>
  Buffer.concat([
    numbers([2, 1], [2, pairs.length], [4, 0], [4, 0]),
    ...pairs.map(([key, value]) => words(key, value)),
  ]);

/** A bill of at most 256 paths: more would need more than one leaf. */
export function bom(entries: readonly Entry[], seconds: number): Buffer {
  const nodes = nodesOf(entries);
  if (nodes.length > 256) throw new Error("internal: too many paths for one leaf");
  const store = newStore();
  store.name("BomInfo", words(1, nodes.length + 1, 1, 0, 0, 0, 0));
  const numberOf = new Map(nodes.map(({ path }, index) => [path, index + 1]));
  const pairs = nodes.map(({ path, content, mode, isFolder }, index) => {
    const info = store.add(
      numbers(
        [1, isFolder ? 2 : 1],
        [1, 1],
        [2, 3],
        [2, mode | (isFolder ? modeBits.folder : modeBits.file)],
        [4, 0],
        [4, 0],
        [4, seconds],
        [4, content.length],
        [1, 1],
        [4, isFolder ? 0 : cksum(content)],
        [4, 0],
      ),
    );
    const slash = path.lastIndexOf("/");
    const parent = slash === -1 ? 0 : (numberOf.get(path.slice(0, slash)) ?? 0);
    const key = store.add(words(index + 1, info));
    return [
      key,
      store.add(Buffer.concat([words(parent), Buffer.from(`${path.slice(slash + 1)}\0`)])),
    ] as const;
  });
  store.name("Paths", tree(store.add(leaf(...pairs)), nodes.length));
  store.name("HLIndex", tree(store.add(leaf()), 0));
  store.name(
    "VIndex",
    Buffer.concat([words(1, store.add(tree(store.add(leaf()), 0, 128)), 0), Buffer.alloc(1)]),
  );
  store.name("Size64", tree(store.add(leaf()), 0));
  return store.write();
}
