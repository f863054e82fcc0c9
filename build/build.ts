// The whole build: generated sources, bundles, code caches, executable.
import { bundle } from "./bundle.ts";
import { buildExecutable } from "./executable.ts";
import { generate } from "./generate.ts";

await generate();
await bundle();
await buildExecutable();
