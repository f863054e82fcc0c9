// The whole build: generated sources, bundles, code caches, executable. Everything is made in a folder of its own and
// put in place at the end, so that builds at the same time don't meet.
import { copyFileSync, renameSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { bundle } from "./bundle.ts";
import { buildExecutable } from "./executable.ts";
import { generate } from "./generate.ts";
import { bundles, executable, root } from "./paths.ts";
import { hostTarget } from "./targets.ts";
import { inWorkFolder } from "./write.ts";

const began = performance.now();
await generate();
await bundle(bundles);
await inWorkFolder(async (folder) => {
  const { file } = await buildExecutable(hostTarget(), bundles, join(folder, "executable"));
  // Copied, not moved: the kernel maps a file that was written at one stroke in large pieces, and each process that
  // runs it then holds 25 MiB more of it in memory.
  const copy = `${executable}.${process.pid}`;
  copyFileSync(file, copy);
  renameSync(copy, executable);
});
const megabytes = (statSync(executable).size / 1e6).toFixed(0);
const seconds = ((performance.now() - began) / 1e3).toFixed(1);
console.log(`built ${relative(root, executable)} (${hostTarget().name}, ${megabytes} MB) in ${seconds} s`);
