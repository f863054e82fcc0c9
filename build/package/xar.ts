// Writes the archive that a macOS package is: a compressed table of contents in XML, then the files' bytes.
import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import type { Entry } from "../tar.ts";

const checksumSize = 20;

const escapeXml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const sha1 = (bytes: Buffer) => createHash("sha1").update(bytes);

function fileXml(name: string, { content, mode }: Entry, id: number, offset: number): string {
  const sum = sha1(content).digest("hex");
  return [
    `<file id="${id}"><name>${escapeXml(name)}</name><type>file</type><mode>0${mode.toString(8)}</mode>`,
    `<uid>0</uid><gid>0</gid><data><length>${content.length}</length><offset>${offset}</offset>`,
    `<size>${content.length}</size><encoding style="application/octet-stream"/>`,
    `<archived-checksum style="sha1">${sum}</archived-checksum>`,
    `<extracted-checksum style="sha1">${sum}</extracted-checksum></data></file>`,
  ].join("");
}

/** The entries as XML, those of a folder inside its element. Folders are one level deep: a package needs no more. */
function filesXml(entries: readonly Entry[]): string {
  let [id, offset] = [0, checksumSize];
  const open = new Map<string, string[]>();
  for (const entry of entries) {
    const [folder, name] = entry.path.includes("/") ? entry.path.split("/") : ["", entry.path];
    const files = open.get(folder ?? "") ?? [];
    open.set(folder ?? "", files);
    files.push(fileXml(name ?? "", entry, ++id, offset));
    offset += entry.content.length;
  }
  return [...open]
    .map(([folder, files]) =>
      folder === ""
        ? files.join("")
        : `<file id="${++id}"><name>${escapeXml(folder)}</name><type>directory</type><mode>0755</mode><uid>0</uid><gid>0</gid>${files.join("")}</file>`,
    )
    .join("");
}

/** Files are stored as they are: what is worth compressing in a package is compressed already. */
export function xar(entries: readonly Entry[], seconds: number): Buffer {
  const created = new Date(seconds * 1000).toISOString().replace(".000Z", "");
  const contents = Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<xar><toc><creation-time>${created}</creation-time>` +
      `<checksum style="sha1"><offset>0</offset><size>${checksumSize}</size></checksum>` +
      `${filesXml(entries)}</toc></xar>\n`,
  );
  const compressed = deflateSync(contents, { level: 9 });
  const header = Buffer.alloc(28);
  header.write("xar!");
  header.writeUInt16BE(header.length, 4);
  header.writeUInt16BE(1, 6);
  header.writeBigUInt64BE(BigInt(compressed.length), 8);
  header.writeBigUInt64BE(BigInt(contents.length), 16);
  header.writeUInt32BE(1, 24); // checksums are SHA-1
  return Buffer.concat([
    header,
    compressed,
    sha1(compressed).digest(),
    ...entries.map(({ content }) => content),
  ]);
}
