// Measures the built-in rules by the labelled calls beside this file:
//   npm run corpus -- [--in-process] [--misses] [--attack FILE --benign FILE] [--root FOLDER]
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { executable } from "../../build/paths.ts";
import { type Line, readCorpus, rootOfHomes } from "./corpus.ts";
import { type Judged, verdicts } from "./verdicts.ts";

const { values: options } = parseArgs({
  options: {
    "in-process": { type: "boolean", default: false },
    misses: { type: "boolean", default: false },
    attack: { type: "string", default: join(import.meta.dirname, "attack.jsonl") },
    benign: { type: "string", default: join(import.meta.dirname, "benign.jsonl") },
    root: { type: "string", default: rootOfHomes() },
  },
});

type Result = Line & { readonly got: Judged };

const isDoubtful = ({ note }: Line) => note?.includes("doubtful:") === true;
const isHard = ({ note }: Line) => note?.startsWith("hard") === true;

function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;
}

function attackLine(name: string, lines: readonly Result[]): string {
  const caught = lines.filter(({ got }) => got.verdict !== "allow").length;
  const exact = lines.filter(({ got, expect }) => got.verdict === expect).length;
  const [n, c, e] = [lines.length, caught, exact];
  return `${name.padEnd(28)} ${String(n).padStart(5)}   caught ${percent(c, n).padStart(7)}   exact ${percent(e, n).padStart(7)}`;
}

function benignLine(name: string, lines: readonly Result[]): string {
  const stopped = lines.filter(({ got }) => got.verdict !== "allow");
  const denied = stopped.filter(({ got }) => got.verdict === "deny").length;
  return `${name.padEnd(28)} ${String(lines.length).padStart(5)}   friction ${percent(stopped.length, lines.length).padStart(7)}   (${stopped.length} lines, ${denied} denied)`;
}

function areas(lines: readonly Result[]): readonly (readonly [string, readonly Result[]])[] {
  return [...Map.groupBy(lines, ({ area }) => area)].sort(([one], [other]) => (one < other ? -1 : 1));
}

function print(attack: readonly Result[], benign: readonly Result[]): void {
  const out = [
    attackLine("attack", attack),
    attackLine(
      "  plain",
      attack.filter((line) => line.variant_of === undefined),
    ),
    attackLine(
      "  variants",
      attack.filter((line) => line.variant_of !== undefined),
    ),
    attackLine("  doubtful", attack.filter(isDoubtful)),
    benignLine("benign", benign),
    benignLine(
      "  everyday",
      benign.filter((line) => !isHard(line)),
    ),
    benignLine("  hard", benign.filter(isHard)),
    benignLine("  doubtful", benign.filter(isDoubtful)),
    "",
    ...areas(attack).map(([area, lines]) => attackLine(area, lines)),
    "",
    ...areas(benign).map(([area, lines]) => benignLine(area, lines)),
  ];
  if (options.misses)
    out.push("", ...[...attack, ...benign].filter(({ got, expect }) => got.verdict !== expect).map(missLine));
  process.stdout.write(`${out.join("\n")}\n`);
}

function missLine({ id, area, expect, got, tool, input, note }: Result): string {
  const said = got.rules.length === 0 ? "" : ` [${got.rules.join("; ")}]`;
  const why = note === undefined ? "" : `  # ${note}`;
  return `${id} ${area} ${expect} → ${got.verdict}${said}\n    ${tool} ${JSON.stringify(input)}${why}`;
}

const how = options["in-process"] || !existsSync(executable) ? "in-process" : "binary";
mkdirSync(options.root, { recursive: true });
const [attack, benign] = [readCorpus(options.attack), readCorpus(options.benign)];
const got = verdicts([...attack, ...benign], options.root, how);
const result = (line: Line): Result => ({
  ...line,
  got: got.get(line.id) ?? { verdict: "error", rules: [] },
});
process.stdout.write(how === "binary" ? `${executable} eval\n\n` : "in process\n\n");
print(attack.map(result), benign.map(result));
