import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../build/paths.ts";
import { type Cell, type Column, cellOf } from "./report.ts";
import type { Outcome } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";

const file = join(root, "docs", "agents.md");
const region = /(<!-- npm run test:clients -- --write-docs -->\n)[\s\S]*?(\n<!-- end -->)/;

const words: Readonly<Record<Outcome, string>> = {
  runs: "runs",
  told: "blocked, told why",
  blocked: "blocked",
  hangs: "waits for ever",
};

/** Puts what was seen into the marked part of docs/agents.md. */
export function writeDocs(columns: readonly Column[]): void {
  const text = readFileSync(file, "utf8");
  if (!region.test(text)) throw new Error(`${file} has no marked part`);
  writeFileSync(
    file,
    text.replace(region, (_, start, end) => `${start}${tableOf(columns)}${end}`),
  );
}

function tableOf(columns: readonly Column[]): string {
  const heads = ["", ...columns.map(({ client }) => `${client.title} ${client.version}`)];
  const rows = scenarios.map((scenario) => [
    scenario.name,
    ...columns.map((column) => wordOf(cellOf(column, scenario))),
  ]);
  const day = new Date().toISOString().slice(0, 10);
  const lines = [heads, heads.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
  return [`Seen on ${day}, on Linux.\n`, ...lines].join("\n");
}

/** What only the client decides stands in italics. */
function wordOf(cell: Cell | undefined): string {
  if (cell?.tried === undefined) return "";
  const word = words[cell.tried.outcome];
  return cell.tried.required === undefined ? `*${word}*` : word;
}
