// npm run bench [-- --json] [-- NAME…]: every figure of every *.bench.ts here, or of the named ones.
import { readdirSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";

type Figures = Readonly<Record<string, number>>;

const asJson = process.argv.includes("--json");
const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith("-"));

/** What this machine does in a second of plain work, so that figures from two machines can be compared. */
function calibrate(): Figures {
  const began = performance.now();
  let state = 1;
  for (let round = 0; round < 5e7; round += 1) state = (Math.imul(state, 1664525) + 1013904223) | 0;
  const millions = 50 / ((performance.now() - began) / 1e3);
  return { calibration_million_steps_per_s: state === 0 ? 0 : millions, cores: cpus().length };
}

const names = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".bench.ts"))
  .filter((name) => wanted.length === 0 || wanted.includes(name.slice(0, -".bench.ts".length)))
  .sort();

const figures: Record<string, number> = { ...calibrate() };
for (const name of names) {
  const { measure } = (await import(join(import.meta.dirname, name))) as { measure: () => Promise<Figures> };
  const measured = await measure();
  Object.assign(figures, measured);
  if (!asJson) for (const [figure, value] of Object.entries(measured)) print(figure, value);
}
if (asJson) process.stdout.write(`${JSON.stringify(figures)}\n`);

function print(figure: string, value: number): void {
  const digits = value >= 1000 ? 0 : value >= 10 ? 1 : 3;
  process.stdout.write(`${figure.padEnd(40)} ${value.toFixed(digits).padStart(12)}\n`);
}
