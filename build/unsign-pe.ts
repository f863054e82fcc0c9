// Takes the runtime's own signature out of a Windows executable: it would not fit what is put into it, and Windows
// thinks worse of a broken signature than of none. (Microsoft PE Format, "The Attribute Certificate Table")

const pointerToHeader = 0x3c;
/** From the start of the optional header of a 64-bit executable. */
const certificates = 112 + 4 * 8;
const checksum = 64;

/** The executable without its signature; the very same bytes when it isn't a PE file or has none. */
export function unsignPe(file: Buffer): Buffer {
  if (file.toString("latin1", 0, 2) !== "MZ") return file;
  const optionalHeader = file.readUInt32LE(pointerToHeader) + 24;
  const entry = optionalHeader + certificates;
  const [start, size] = [file.readUInt32LE(entry), file.readUInt32LE(entry + 4)];
  if (size === 0) return file;
  if (start + size !== file.length) throw new Error("internal: the signature is not at the end of the file");
  const unsigned = Buffer.from(file.subarray(0, start));
  unsigned.fill(0, entry, entry + 8);
  // Windows checks it for drivers only; 0 says that there is none.
  unsigned.writeUInt32LE(0, optionalHeader + checksum);
  return unsigned;
}
