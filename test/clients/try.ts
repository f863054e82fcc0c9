import { spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { executable } from "../../build/paths.ts";
import { type Daemon, run, startDaemon, throwAwayHome } from "../executable.ts";
import type { Client, Place, Started } from "./client.ts";
import { type Model, serveModel } from "./models/serve.ts";
import { type Outcome, requiredOf, type Scenario, type Scene } from "./scenario.ts";
import { defaultReason } from "./scenarios.ts";

/** The longest that a client may take. The slowest scenario waits for a hook's deadline of 10 s. */
const deadline = 60_000;

/** Below those that the system gives away. */
let nextPort = 2_900;

export type Tried = {
  readonly outcome: Outcome;
  /** Undefined when the outcome is only noted. */
  readonly required: Outcome | undefined;
  /** What is not as it has to be; none when all is well. */
  readonly faults: readonly string[];
  readonly ms: number;
  /** What client and tools said, for a person who looks for the reason. */
  readonly said: string;
};

type Ended = {
  readonly exit: number | null;
  readonly inTime: boolean;
  readonly output: string;
  readonly ms: number;
};

/** Runs one client through one scenario in a home of its own, below `near`; undefined when it has no part in it. */
export async function tryOne(
  client: Client,
  scenario: Scenario,
  installed: string,
  near: string,
): Promise<Tried | undefined> {
  const home = throwAwayHome(near);
  const program = join(home.home, ".prempti", "bin", "prempti");
  const bare = { home, installed, program, port: 0, httpPort: nextPort++ };
  const script = scenario.script(client, bare);
  if (script === undefined) return home.remove() as undefined;
  let scene: Scene | undefined;
  const model = await serveModel(client.wire, script, async (conversation, turn) => {
    if (conversation === "main" && scene !== undefined) await scenario.during?.[turn]?.(scene);
  });
  const place = { ...bare, port: model.port };
  let daemon: Daemon | undefined;
  try {
    furnish(place);
    if (scenario.config !== undefined)
      writeFileSync(join(home.home, ".prempti", "config.yaml"), scenario.config(place));
    await register(client, scenario, place);
    daemon = scenario.daemon === false ? undefined : await startDaemon(home);
    scene = { place, daemon };
    scenario.arrange?.(scene);
    const ended = await runClient(client.start(place, "Do it. [main]"), home.project);
    await untilHeard(client, scenario, place);
    return judge(client, scenario, place, model, ended);
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return {
      outcome: "blocked",
      required: undefined,
      faults: [`it can't be tried: ${fault}`],
      ms: 0,
      said: "",
    };
  } finally {
    model.close();
    daemon?.child.kill("SIGKILL");
    // Until it has ended it may still write.
    await daemon?.stop();
    home.remove();
  }
}

function furnish({ home, program }: Place): void {
  for (const folder of [join(home.project, ".git", "hooks"), join(home.home, ".ssh")])
    mkdirSync(folder, { recursive: true });
  writeFileSync(join(home.home, ".ssh", "id_rsa"), "a key\n");
  mkdirSync(dirname(program), { recursive: true, mode: 0o700 });
  try {
    linkSync(executable, program);
  } catch {
    // The repository is on another file system.
    copyFileSync(executable, program);
  }
}

async function register(client: Client, scenario: Scenario, place: Place): Promise<void> {
  client.settle(place);
  // It asks some clients for their version, and Codex to trust it.
  const folder = dirname(client.start(place, "").argv[0] ?? "");
  const env = { ...place.home.env, PATH: `${folder}:${place.home.env["PATH"]}` };
  const args = ["hook", "add", client.name, ...(scenario.add ?? [])];
  const added = await run({ args, env, cwd: place.home.project, program: place.program });
  if (added.exit !== 0) throw new Error(`prempti ${args.join(" ")}: ${added.stdout}${added.stderr}`);
}

/** Signals what a process group still holds; false when nothing is left of it. */
function signalGroup(leader: number | undefined, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-(leader ?? Number.NaN), signal);
  } catch {
    return false;
  }
}

/** Ends a group whose leader has ended: hooks that nobody waits for get 3 s to tell what they were started for. */
async function endGroup(leader: number | undefined): Promise<void> {
  for (let waited = 0; waited < 3_000 && signalGroup(leader, 0); waited += 100) await sleep(100);
  signalGroup(leader, "SIGKILL");
}

/** Runs it in a process group of its own, all of which ends with it or at the deadline. */
function runClient({ argv: [program = "", ...args], env }: Started, cwd: string): Promise<Ended> {
  const began = performance.now();
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    let inTime = true;
    const timer = setTimeout(() => {
      inTime = false;
      signalGroup(child.pid, "SIGKILL");
    }, deadline);
    child.on("error", reject);
    child.on("exit", async (exit) => {
      clearTimeout(timer);
      const ms = performance.now() - began;
      await endGroup(child.pid);
      resolve({ exit, inTime, output, ms });
    });
  });
}

/** Clients don't wait for who hears what has run, so it may come after their end. */
async function untilHeard({ name }: Client, { alarm, daemon }: Scenario, { home }: Place): Promise<void> {
  if (daemon !== false) await sleep(500);
  for (let waited = 0; alarm?.[name] !== undefined && waited < 10_000; waited += 100) {
    if (alarmsIn(recordsIn(join(home.home, ".prempti"))).length > 0) return;
    await sleep(100);
  }
}

function judge(
  client: Client,
  scenario: Scenario,
  { home }: Place,
  model: Model,
  { exit, inTime, output, ms }: Ended,
): Tried {
  const { subject = "subject.txt", reason = defaultReason, alsoRun = [], recorded } = scenario;
  const ran = (file: string) => existsSync(join(home.project, file));
  const results = model.results().map(({ text }) => text);
  const toldWhy = results.some((text) => text.includes(reason));
  const outcome = ran(subject) ? "runs" : inTime ? (toldWhy ? "told" : "blocked") : "hangs";
  const required = requiredOf(scenario, client);
  const records = recordsIn(join(home.home, ".prempti"));
  const verdicts = matchesIn(records, /"verdict":"(\w+)"/g);
  const alarms = alarmsIn(records);
  const alarm = scenario.alarm?.[client.name];
  const faults = [
    ...(required === undefined || satisfies(outcome, required) ? [] : [`${outcome} instead of ${required}`]),
    ...alsoRun.filter((file) => !ran(file)).map((file) => `the call that makes ${file} did not run`),
    ...(results.length === 0 ? ["the model was never told the result of a call"] : []),
    ...(recorded === undefined || verdicts.includes(recorded)
      ? []
      : [`no "${recorded}" on record, but [${verdicts}]`]),
    ...(alarms.join() === (alarm ?? "")
      ? []
      : [`the alarms on record are [${alarms}] instead of [${alarm ?? ""}]`]),
  ];
  const said = [`exit ${exit}`, output, ...results.map((text) => `to the model: ${text}`)].join("\n");
  return { outcome, required, faults, ms, said };
}

/** To be told why is more than to be blocked. */
function satisfies(outcome: Outcome, required: Outcome): boolean {
  return outcome === required || (outcome === "told" && required === "blocked");
}

/** The log, and what hooks left for the daemon. */
function recordsIn(root: string): string {
  const spool = join(root, "run", "spool");
  const spooled = existsSync(spool) ? readdirSync(spool).map((name) => join(spool, name)) : [];
  return [join(root, "log", "events.jsonl"), ...spooled]
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}

const alarmsIn = (records: string) => matchesIn(records, /"rule":"(Tool Ran [^"]+)"/g);

/** What the pattern's group matched, each once. */
function matchesIn(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, found = ""]) => found))];
}
