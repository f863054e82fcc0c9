// Writes the code cache of one part: node [flags] build/code-cache.ts FOLDER PART. Run by the very runtime that will
// be embedded, because V8 takes a cache only from the version and flags that made it.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";
import { cacheOf, resetFlags } from "./v8-flags.ts";

const [folder = "", part = ""] = process.argv.slice(2);
const file = join(folder, `${part}.js`);
const script = new Script(readFileSync(file, "latin1"), { filename: `prempti:${part}.js` });

// Loaded once before the cache is taken: functions that have run are in it, the rest would be compiled when called.
const module = { exports: {} as { warmUp?: () => void } };
script.runInThisContext()(module.exports, createRequire(import.meta.url), module);
module.exports.warmUp?.();
resetFlags();
writeFileSync(join(folder, cacheOf(part)), script.createCachedData());
