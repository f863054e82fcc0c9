import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const out = join(root, "build", "out");
export const generated = join(out, "generated");
export const bundles = join(out, "parts");

/** The executable that a build leaves behind. */
export const executable = join(out, process.platform === "win32" ? "prempti.exe" : "prempti");
