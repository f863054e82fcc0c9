// The whole build: generated sources, bundles, code caches, executable.
import { bundle } from "./bundle.ts";
import { buildExecutable } from "./executable.ts";
import { generate } from "./generate.ts";
import { bundles } from "./paths.ts";

await generate();
await bundle(bundles);
await buildExecutable();
