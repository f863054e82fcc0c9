// npm run fuzz [-- SECONDS] [-- NAME…]: rounds with ever new seeds, of every file here that has `fuzz`, until time is up.
// A failure prints the seed that leads to it and ends the run: `npm run fuzz -- rules 1 --seed N` does that round again.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Random, randomFrom } from "./random.ts";

type Fuzzer = { readonly name: string; readonly fuzz: (random: Random) => void };

const args = process.argv.slice(2);
const seedAt = args.indexOf("--seed");
const onlySeed = seedAt === -1 ? undefined : Number(args[seedAt + 1]);
const words = seedAt === -1 ? args : args.toSpliced(seedAt, 2);
const seconds = Number(words.find((word) => /^[0-9]+$/.test(word)) ?? 600);
const wanted = words.filter((word) => /^[a-z]/.test(word));

async function fuzzers(): Promise<readonly Fuzzer[]> {
  const names = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith(".ts") && name !== "run.ts" && name !== "random.ts")
    .map((name) => name.slice(0, -".ts".length))
    .filter((name) => wanted.length === 0 || wanted.includes(name));
  const modules = await Promise.all(
    names.map(async (name) => ({ name, ...(await import(join(import.meta.dirname, `${name}.ts`))) })),
  );
  return modules.filter((module): module is Fuzzer => typeof module.fuzz === "function");
}

const all = await fuzzers();
if (all.length === 0) {
  process.stderr.write(`prempti: error: no fuzzer called ${wanted.join(" or ")}\n`);
  process.exit(2);
}
const end = performance.now() + seconds * 1e3;
let seed = onlySeed ?? Date.now() % 2 ** 31;
let rounds = 0;
while (performance.now() < end) {
  for (const { name, fuzz } of all) {
    const began = performance.now();
    try {
      fuzz(randomFrom(seed));
    } catch (error) {
      process.stderr.write(
        `${name} fails with --seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`,
      );
      if (error instanceof Error && error.cause instanceof Error)
        process.stderr.write(`because: ${error.cause.stack}\n`);
      process.exit(1);
    }
    const took = performance.now() - began;
    if (took > 1_000) process.stderr.write(`${name} takes ${took.toFixed(0)} ms with --seed ${seed}\n`);
  }
  rounds += 1;
  if (onlySeed !== undefined) break;
  seed = (seed + 1) % 2 ** 31;
}
process.stdout.write(`${rounds} rounds of ${all.map(({ name }) => name).join(", ")}: nothing found\n`);
