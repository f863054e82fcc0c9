import { createHash } from "node:crypto";

export function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Lines as sha256sum writes and checks them, in the order of the files' names. */
export function checksums(files: readonly { readonly name: string; readonly bytes: Buffer }[]): string {
  return files
    .map(({ name, bytes }) => ({ name, line: `${sha256(bytes)}  ${name}\n` }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ line }) => line)
    .join("");
}
