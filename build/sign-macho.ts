// Signs a Mach-O executable "ad hoc": with hashes of its pages and nobody's name. Apple silicon starts nothing without
// such a signature, and codesign(1) is on macOS alone. (xnu: osfmk/kern/cs_blobs.h, EXTERNAL_HEADERS/mach-o/loader.h)
import { createHash } from "node:crypto";

const header = { size: 32, commandCount: 16, commandsSize: 20 };
const segment = { command: 0x19, vmSize: 32, fileOffset: 40, fileSize: 48, sectionCount: 64, sections: 72 };
const sectionHeader = { size: 80, fileOffset: 48 };
const signatureCommand = { command: 0x1d, size: 16 };
const page = 4096;
/** Memory is mapped in pages of this size on Apple silicon. */
const memoryPage = 0x4000;

type Command = { readonly at: number; readonly kind: number; readonly name: string };

function readCommands(file: Buffer): Command[] {
  const commands: Command[] = [];
  let at = header.size;
  for (let left = file.readUInt32LE(header.commandCount); left > 0; left -= 1) {
    const name = file.toString("latin1", at + 8, at + 24).replace(/\0.*/s, "");
    commands.push({ at, kind: file.readUInt32LE(at), name });
    at += file.readUInt32LE(at + 4);
  }
  return commands;
}

function findSegment(commands: readonly Command[], name: string): number {
  const found = commands.find((command) => command.kind === segment.command && command.name === name);
  if (found === undefined) throw new Error(`internal: the executable has no segment ${name}`);
  return found.at;
}

/** Where the first section's bytes begin: load commands may grow up to there. */
function endOfCommandSpace(file: Buffer, text: number): number {
  const count = file.readUInt32LE(text + segment.sectionCount);
  const offsets = Array.from({ length: count }, (_, index) =>
    file.readUInt32LE(text + segment.sections + index * sectionHeader.size + sectionHeader.fileOffset),
  );
  return Math.min(...offsets.filter((offset) => offset > 0));
}

const aligned = (value: number, to: number) => Math.ceil(value / to) * to;

/** The size of a signature over `length` bytes: index of blobs, directory of code, the program's name, hashes. */
function signatureSize(length: number, name: string): number {
  return aligned(20 + 88 + name.length + 1 + Math.ceil(length / page) * 32, 16);
}

function sign(file: Buffer, length: number, name: string, textSize: bigint): Buffer {
  const hashes = Array.from({ length: Math.ceil(length / page) }, (_, index) =>
    createHash("sha256")
      .update(file.subarray(index * page, Math.min((index + 1) * page, length)))
      .digest(),
  );
  const hashOffset = 88 + name.length + 1;
  const directorySize = hashOffset + 32 * hashes.length;
  const blob = Buffer.alloc(signatureSize(length, name));
  const words: readonly number[] = [
    ...[0xfade0cc0, 20 + directorySize, 1, 0, 20], // an index with one blob: the code directory, 20 bytes from here
    ...[0xfade0c02, directorySize, 0x20400, 0x2, hashOffset, 88, 0, hashes.length, length], // 0x2: ad hoc
    0x20_02_00_0c, // hashes of 32 bytes, SHA-256, over pages of 2^12 bytes
  ];
  for (const [index, word] of words.entries()) blob.writeUInt32BE(word, 4 * index);
  blob.writeBigUInt64BE(textSize, 20 + 72);
  blob.writeBigUInt64BE(1n, 20 + 80); // the program itself, not a library
  blob.write(`${name}\0`, 20 + 88);
  Buffer.concat(hashes).copy(blob, 20 + hashOffset);
  return blob;
}

/** The executable with an ad hoc signature. It must have none yet. */
export function signMachO(unsigned: Buffer, name: string): Buffer {
  const commands = readCommands(unsigned);
  const [text, linkEdit] = [findSegment(commands, "__TEXT"), findSegment(commands, "__LINKEDIT")];
  if (commands.some(({ kind }) => kind === signatureCommand.command))
    throw new Error("internal: the executable has a signature already");
  const end = header.size + unsigned.readUInt32LE(header.commandsSize);
  if (end + signatureCommand.size > endOfCommandSpace(unsigned, text))
    throw new Error("internal: the executable has no room for one more load command");
  const length = aligned(unsigned.length, 16);
  const size = signatureSize(length, name);
  const file = Buffer.concat([unsigned, Buffer.alloc(length + size - unsigned.length)]);
  file.writeUInt32LE(file.readUInt32LE(header.commandCount) + 1, header.commandCount);
  file.writeUInt32LE(end - header.size + signatureCommand.size, header.commandsSize);
  for (const [index, word] of [signatureCommand.command, signatureCommand.size, length, size].entries())
    file.writeUInt32LE(word, end + 4 * index);
  const start = Number(file.readBigUInt64LE(linkEdit + segment.fileOffset));
  file.writeBigUInt64LE(BigInt(file.length - start), linkEdit + segment.fileSize);
  file.writeBigUInt64LE(BigInt(aligned(file.length - start, memoryPage)), linkEdit + segment.vmSize);
  sign(file, length, name, file.readBigUInt64LE(text + segment.fileSize)).copy(file, length);
  return file;
}
