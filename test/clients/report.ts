import type { Client } from "./client.ts";
import type { Tried } from "./judge-run.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";

export type Cell = {
  readonly scenario: Scenario;
  readonly client: Client;
  readonly tried: Tried | undefined;
  /** Why it was not tried. */
  readonly skipped: string | undefined;
};

export type Column = { readonly client: Client; readonly cells: readonly Cell[] };

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** A line as soon as it is known; what client and tools said if something is wrong. */
export function printCell({ scenario, client, tried, skipped }: Cell): void {
  const name = `${client.title} ${client.version}: ${scenario.name}`;
  if (tried === undefined) {
    console.log(`skipped: ${name}: ${skipped}`);
    return;
  }
  const { outcome, required, faults, said, ms } = tried;
  const [noted, time] = [required === undefined ? ", noted only" : "", secondsOf(ms)];
  if (faults.length === 0) console.log(`ok: ${name}: ${outcome}${noted} (${time})`);
  else console.log(`FAILED: ${name}: ${faults.join("; ")} (${time})\n${indent(said.slice(-4_000))}`);
}

const secondsOf = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const indent = (text: string) => text.trimEnd().replace(/^/gm, "    ");

/** Each scenario's outcome in each client, with the time it took. An outcome in brackets is only noted. */
export function printTable(columns: readonly Column[]): Counts {
  const rows = scenarios
    .map((scenario) => [scenario.name, ...columns.map((column) => textOf(cellOf(column, scenario)))])
    .filter(([, ...cells]) => cells.some((cell) => cell !== ""));
  const table = [["", ...columns.map(({ client }) => `${client.title} ${client.version}`)], ...rows];
  const widths = table[0]?.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0))) ?? [];
  console.log();
  for (const row of table)
    console.log(
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    );
  console.log();
  const cells = columns.flatMap((column) => column.cells);
  const failed = cells.filter(({ tried }) => tried !== undefined && tried.faults.length > 0).length;
  const skipped = cells.filter(({ tried }) => tried === undefined).length;
  return { passed: cells.length - failed - skipped, failed, skipped };
}

export function cellOf({ cells }: Column, scenario: Scenario): Cell | undefined {
  return cells.find((cell) => cell.scenario === scenario);
}

function textOf(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  if (cell.tried === undefined) return "-";
  const { outcome, required, faults, ms } = cell.tried;
  const word = required === undefined ? `(${outcome})` : outcome;
  return `${faults.length > 0 ? "FAILED " : ""}${word} ${secondsOf(ms)}`;
}
