import type { Entry } from "../tar.ts";

/** A regular file's and a folder's type bits, as in a file's mode. */
export const modeBits = { file: 0o100000, folder: 0o040000 } as const;

/** Every path of a tree, folders included, "." first, as cpio archives and bills of materials list them. */
export type Node = Entry & { readonly isFolder: boolean };

export function nodesOf(entries: readonly Entry[]): readonly Node[] {
  const folders = new Set(["."]);
  for (const { path } of entries)
    for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1))
      folders.add(`./${path.slice(0, at)}`);
  const nodes = [
    ...[...folders].map((path) => ({ path, content: Buffer.alloc(0), mode: 0o755, isFolder: true })),
    ...entries.map((entry) => ({ ...entry, path: `./${entry.path}`, isFolder: false })),
  ];
  return nodes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function record(path: string, mode: number, size: number, seconds: number, inode: number): Buffer {
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  const name = `${path}\0`;
  const fields = [
    "070707",
    octal(0, 6), // device
    octal(inode, 6),
    octal(mode, 6),
    octal(0, 6), // owner
    octal(0, 6), // group
    octal(1, 6), // links
    octal(0, 6), // device number
    octal(seconds, 11),
    octal(Buffer.byteLength(name), 6),
    octal(size, 11),
  ];
  return Buffer.from(fields.join("") + name);
}

/** An archive in the old portable form, which Apple's installer reads. (POSIX pax, "cpio Interchange Format") */
export function cpio(entries: readonly Entry[], seconds: number): Buffer {
  const blocks = nodesOf(entries).flatMap(({ path, content, mode, isFolder }, index) => [
    record(path, mode | (isFolder ? modeBits.folder : modeBits.file), content.length, seconds, index + 1),
    content,
  ]);
  return Buffer.concat([...blocks, record("TRAILER!!!", 0, 0, 0, 0)]);
}
