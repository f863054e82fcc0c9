// 64 KiB of the same few pieces over and over, wherever an author can write: nothing takes longer than a file of that
// length may take.
import { pick, type Random } from "./random.ts";
import { cpuTime, exercise, patience, pieces, ruleWith } from "./rules.ts";

const size = 1 << 16;

const lines: readonly string[] = [
  "- rule: R\n",
  "- rule: R\n  append: true\n  condition: and a\n",
  "- macro: m\n  condition: m\n",
  "- list: l\n  items: [l, m]\n",
  "  exceptions:\n  - {name: a, fields: tool.name, values: [b]}\n",
  "  tags: [a, b]\n",
  "# c\n",
  "- &a [b]\n",
  "- *a\n",
  "- required_engine_version: 1\n",
  "- required_plugin_versions: [{name: a, version: 1}]\n",
  "  - \n",
  " a: b\n",
  "'a' ",
  "\r\n",
];

/** Where a text can stand in a file. */
const places: readonly ((text: string) => string)[] = [
  (text) => text,
  ruleWith,
  (text) => `- rule: R\n  desc: d\n  condition: ${text}\n`,
  (text) => `- list: l\n  items: [${text}]\n`,
  (text) => `- list: l\n  items: [${text.replaceAll("\n", " ")}]\n${ruleWith("tool.name in (l) and l")}`,
  (text) => `- macro: m\n  condition: ${JSON.stringify(text)}\n${ruleWith("m and not m")}`,
  (text) => ruleWith("tool.name exists").replace("x %tool.name", () => JSON.stringify(text)),
  (text) => `${ruleWith(`tool.name in (${text.replaceAll(")", "")})`)}`,
  (text) => `${ruleWith("m")}  exceptions:\n  - name: a\n    fields: tool.name\n    values: [${text}]\n`,
  (text) => `${ruleWith("m")}  tags: [${text}]\n`,
  (text) => `- rule: ${JSON.stringify(text)}\n`,
];

/** One round: a file of that length, in time. */
export function fuzz(random: Random): void {
  const count = 1 + Math.floor(random() * 4);
  const unit = Array.from({ length: count }, () => pick(random, random() < 0.7 ? pieces : lines)).join("");
  const text = pick(random, places)(unit.repeat(Math.floor(size / unit.length)));
  if (text.length > 2 * size) return;
  let took = Number.POSITIVE_INFINITY;
  // Code that has just begun to run is slow, and so is a machine at a bad moment.
  for (let tries = 0; tries < 6 && took > patience; tries += 1)
    took = Math.min(
      took,
      cpuTime(() => exercise(text)),
    );
  if (took > patience) throw new Error(`takes ${took.toFixed(0)} ms: ${JSON.stringify(text.slice(0, 200))}`);
}
