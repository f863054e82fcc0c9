// Bundles each part of the executable. The same sources give the same bytes: no paths, no clock, no names of machines.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { type Part, partNames, parts, separateParts } from "./parts.ts";
import { root } from "./paths.ts";
import { writeWhole } from "./write.ts";

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Every part is a function of its module and of a `require` that knows the other parts. */
const partHead = "(function (exports, require, module) {";
const mainHead = `${readFileSync(join(root, "build", "load-part.js"), "utf8")}\n${partHead}`;
const mainFoot = "})(exports, requirePart, module)";

/** Writes one part and returns the files it was made of, relative to the root. */
async function bundlePart(part: Part, folder: string): Promise<readonly string[]> {
  const isMain = part === "main";
  const { outputFiles, metafile } = await build({
    entryPoints: [parts[part]],
    outfile: join(folder, `${part}.js`),
    write: false,
    metafile: true,
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    // Packages' own ES modules first: what some of them give to require() looks for its files at run time.
    mainFields: ["module", "main"],
    // The build of yaml for Node looks at two variables of the environment at every token, and prints what it reads
    // where they are set. The one for browsers does not, and takes two thirds of the time.
    alias: { yaml: join(root, "node_modules", "yaml", "browser", "index.js") },
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
    define: {
      "process.env.PREMPTI_VERSION": JSON.stringify(version),
      // Only code that runs from its sources looks for files beside it.
      "import.meta.dirname": '""',
    },
    plugins: [separateParts],
    logLevel: "warning",
  });
  for (const { path, contents } of outputFiles) writeWhole(path, contents);
  return Object.keys(metafile.inputs);
}

/** Writes `PART.js` for every part into `folder`. Returns the names of the packages that are in them. */
export async function bundle(folder: string): Promise<readonly string[]> {
  const files = await Promise.all(partNames.map((part) => bundlePart(part, folder)));
  const names = files.flat().flatMap((file) => packageOf(file) ?? []);
  return [...new Set(names)].sort();
}

/** The package that a file of a bundle is from; the parser is partly Peggy's own text. */
function packageOf(file: string): string | undefined {
  if (file.endsWith("/condition-parser.js")) return "peggy";
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
}
