import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const out = join(root, "build", "out");
export const generated = join(out, "generated");
export const bundles = join(out, "parts");
/** What `npm run package` leaves behind. */
export const dist = join(out, "dist");

/** The executable that a build leaves behind. */
export const executable = join(out, process.platform === "win32" ? "prempti.exe" : "prempti");
