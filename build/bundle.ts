// Bundles each part of the executable. The same sources give the same bytes: no paths, no clock, no names of machines.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { type Part, partNames, parts, separateParts } from "./parts.ts";
import { root } from "./paths.ts";

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Every part is a function of its module and of a `require` that knows the other parts. */
const partHead = "(function (exports, require, module) {";
const mainHead = `${readFileSync(join(root, "build", "load-part.js"), "utf8")}\n${partHead}`;
const mainFoot = "})(exports, requirePart, module)";

async function bundlePart(part: Part, folder: string): Promise<void> {
  const isMain = part === "main";
  await build({
    entryPoints: [parts[part]],
    outfile: join(folder, `${part}.js`),
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    mainFields: ["module", "main"], // jsonc-parser's main is UMD, whose requires can't be bundled.
    target: "node26",
    format: "cjs",
    charset: "ascii", // V8 keeps ASCII sources as one byte a character and hands them over without a copy.
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: false,
    legalComments: "none",
    supported: { "dynamic-import": false },
    banner: { js: isMain ? mainHead : partHead },
    footer: { js: isMain ? mainFoot : "})" },
    define: { "process.env.PREMPTI_VERSION": JSON.stringify(version), "import.meta.dirname": '""' },
    plugins: [separateParts],
    logLevel: "warning",
  });
}

/** Writes `PART.js` for every part into `folder`. */
export async function bundle(folder: string): Promise<void> {
  await Promise.all(partNames.map((part) => bundlePart(part, folder)));
}
