// Real coding agents, each asked for tool calls by a scripted model and guarded by the built prempti, without any network.
// Takes minutes; what this machine lacks is skipped aloud. npm run test:clients [-- [--write-docs] [WORDS…]]
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { executable } from "../../build/paths.ts";
import { claudeCode } from "./agents/claude-code.ts";
import { codex } from "./agents/codex.ts";
import { copilot } from "./agents/copilot.ts";
import { gemini } from "./agents/gemini.ts";
import { opencode } from "./agents/opencode.ts";
import type { Client } from "./client.ts";
import { install, installed } from "./install.ts";
import { type Cell, closingLine, printCell, printTable } from "./report.ts";
import { needsTerminal, type Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";
import { hasTmux } from "./terminal.ts";
import { tryOne } from "./try.ts";
import { writeDocs } from "./write-docs.ts";

const clients: readonly Client[] = [claudeCode, codex, gemini, copilot, opencode];
const args = process.argv.slice(2);
/** Given to the run in the namespace: the folder where all of it takes place. */
const scratch = args.find((arg) => arg.startsWith("--inside="))?.slice("--inside=".length);
/** Words that a scenario or client has to have all of in its name to be run. */
const words = args.filter((arg) => !arg.startsWith("--"));
/** What only some of them showed is no table. */
const writesDocs = args.includes("--write-docs") && words.length === 0;

/**
 * No network but loopback, and processes of its own: whatever a client leaves behind ends with the first of them. A
 * caller other than root becomes root inside, who is nobody outside.
 */
const isolated = [
  "unshare",
  ...(process.getuid?.() === 0 ? [] : ["--map-root-user"]),
  ...["--net", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child", "--mount-proc"],
  ...["sh", "-c", `{ ip link set lo up || ifconfig lo up; } && exec "$@"`, "sh"],
];

function whyNot(): string | undefined {
  if (process.platform !== "linux") return "network namespaces are Linux's";
  if (!existsSync(executable)) return "there is no executable: npm run build";
  const [program = "", ...rest] = isolated;
  const { status, stderr, error } = spawnSync(program, [...rest, "true"], { encoding: "utf8" });
  return status === 0 ? undefined : `unshare is refused: ${error?.message ?? stderr.trim()}`;
}

/** Installs what is missing while there is a network, then runs this file again where there is none. */
async function outside(): Promise<void> {
  const why = whyNot();
  if (why !== undefined) {
    const count = clients.flatMap(scenariosOf).length;
    console.log(`skipped: everything: ${why}\n${closingLine({ passed: 0, failed: 0, skipped: count })}`);
    return;
  }
  for (const client of clients) if (scenariosOf(client).length > 0) install(client);
  const folder = mkdtempSync("/tmp/prempti-");
  const again = [process.execPath, import.meta.filename, `--inside=${folder}`, ...args];
  const [program = "", ...rest] = [...isolated, ...again];
  // By the variables of an agent, all that it starts would be known as that agent's, and a person's word as nobody's.
  const { HOME, PATH, XDG_CACHE_HOME } = process.env;
  const env = { HOME, PATH, XDG_CACHE_HOME };
  // It ends when its stdin is closed, which happens however this process ends.
  const child = spawn(program, rest, { env, stdio: ["pipe", "inherit", "inherit"] });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.stdin.end());
  const [exit] = await once(child, "exit");
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = exit ?? 1;
}

function scenariosOf(client: Client): readonly Scenario[] {
  return scenarios
    .filter(({ only }) => only === undefined || only.includes(client.name))
    .filter(({ name }) => words.every((word) => `${client.name} ${name}`.includes(word)));
}

const tmuxIsHere = hasTmux();

const whatLacks = (scenario: Scenario): string | undefined =>
  needsTerminal(scenario) && !tmuxIsHere ? "tmux is not installed" : undefined;

async function runCell(client: Client, scenario: Scenario, near: string): Promise<Cell> {
  const folder = installed(client);
  const lacks = folder === undefined ? "it is not installed" : whatLacks(scenario);
  const tried =
    folder === undefined || lacks !== undefined ? undefined : await tryOne(client, scenario, folder, near);
  const skipped = lacks ?? "it has no such tool";
  const cell = { client, scenario, tried, skipped: tried === undefined ? skipped : undefined };
  printCell(cell);
  return cell;
}

/** Runs as many at once as there are processors: a client waits most of the time. */
async function inside(near: string): Promise<void> {
  process.stdin.on("end", () => process.exit(1)).resume();
  const waiting = clients.flatMap((client) =>
    scenariosOf(client).map((scenario) => () => runCell(client, scenario, near)),
  );
  const cells: Cell[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) cells.push(await next());
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const columns = clients
    .map((client) => ({ client, cells: cells.filter((cell) => cell.client === client) }))
    .filter((column) => column.cells.length > 0);
  const counts = printTable(columns);
  if (writesDocs) writeDocs(columns);
  console.log(closingLine(counts));
  process.exit(counts.failed === 0 ? 0 : 1);
}

if (scratch === undefined) await outside();
else await inside(scratch);
