// Takes symbols and debug information out of an ELF executable: sections that no running program has in memory. Done
// here rather than by strip(1), which every builder would need for every architecture, in one version, to give the
// same bytes. (System V ABI, "Object Files")

/** Offsets in the header of a 64-bit ELF file and in one of its section headers. */
const header = { sectionOffset: 0x28, sectionSize: 0x3a, sectionCount: 0x3c, namesIndex: 0x3e };
const section = { name: 0, type: 4, flags: 8, offset: 24, size: 32 };
const noBits = 8;
const inMemory = 2n;

type Section = {
  /** The section's own header. */
  readonly bytes: Buffer;
  readonly isInMemory: boolean;
  /** Where its bytes end in the file. */
  readonly end: number;
};

function isElf64(file: Buffer): boolean {
  return file.readUInt32BE(0) === 0x7f454c46 && file[4] === 2 && file[5] === 1;
}

function readSection(bytes: Buffer): Section {
  const size = bytes.readUInt32LE(section.type) === noBits ? 0n : bytes.readBigUInt64LE(section.size);
  return {
    bytes,
    isInMemory: (bytes.readBigUInt64LE(section.flags) & inMemory) !== 0n,
    end: Number(bytes.readBigUInt64LE(section.offset) + size),
  };
}

function readSections(file: Buffer): Section[] {
  const from = Number(file.readBigUInt64LE(header.sectionOffset));
  const size = file.readUInt16LE(header.sectionSize);
  return Array.from({ length: file.readUInt16LE(header.sectionCount) }, (_, index) =>
    readSection(Buffer.from(file.subarray(from + index * size, from + (index + 1) * size))),
  );
}

/** The names of the sections that stay, moved to the end of the file: the header of that section and its bytes. */
function moveNames(file: Buffer, names: Section, to: number): { moved: Buffer; content: Buffer } {
  const start = Number(names.bytes.readBigUInt64LE(section.offset));
  const moved = Buffer.from(names.bytes);
  moved.writeBigUInt64LE(BigInt(to), section.offset);
  return { moved, content: file.subarray(start, names.end) };
}

/** The executable without its symbols; the very same bytes when it isn't a 64-bit little-endian ELF file. */
export function stripElf(file: Buffer): Buffer {
  if (!isElf64(file)) return file;
  const sections = readSections(file);
  const names = sections[file.readUInt16LE(header.namesIndex)];
  // Sections refer to one another by index. Those in memory come first, so the indices of what stays don't change.
  const kept = sections.slice(0, sections.findLastIndex(({ isInMemory }) => isInMemory) + 1);
  if (names === undefined || kept.slice(1).some(({ isInMemory }) => !isInMemory))
    throw new Error("internal: the runtime's sections are not laid out as expected");
  const end = Math.max(...kept.map((one) => one.end));
  const { moved, content } = moveNames(file, names, end);
  const padding = Buffer.alloc(-(end + content.length) & 7);
  const start = Buffer.from(file.subarray(0, end));
  start.writeBigUInt64LE(BigInt(end + content.length + padding.length), header.sectionOffset);
  start.writeUInt16LE(kept.length + 1, header.sectionCount);
  start.writeUInt16LE(kept.length, header.namesIndex);
  return Buffer.concat([start, content, padding, ...kept.map((one) => one.bytes), moved]);
}
