import type { Flow } from "./flow.ts";
import type { Shell } from "./state.ts";

/** Most folders above a file that are looked at. */
const mostFolders = 64;

/** What this command line put at a path: the file itself, else what it unpacked into a folder above. */
export function writtenAt(shell: Shell, path: string): Flow | undefined {
  const { files } = shell;
  if (files.size === 0) return undefined;
  return files.get(path) ?? unpackedAbove(shell, path)?.flow;
}

/** The nearest folder above a path into which this command line unpacked something. */
export function unpackedAbove(
  { files }: Shell,
  path: string,
): { readonly folder: string; readonly flow: Flow } | undefined {
  let end = path.lastIndexOf("/");
  for (let count = 0; end >= 0 && count < mostFolders; count += 1) {
    const flow = files.get(`${path.slice(0, end)}/`);
    if (flow !== undefined) return { folder: path.slice(0, end) || "/", flow };
    end = end === 0 ? -1 : path.lastIndexOf("/", end - 1);
  }
  return undefined;
}
