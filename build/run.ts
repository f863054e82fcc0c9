// Runs the built executable with the given arguments: node build/run.ts demo.
import { spawnSync } from "node:child_process";
import { executable } from "./paths.ts";

const { status, error } = spawnSync(executable, process.argv.slice(2), { stdio: "inherit" });
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
