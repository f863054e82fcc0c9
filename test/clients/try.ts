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
import { join } from "node:path";
import { executable } from "../../build/paths.ts";
import { type Daemon, run, startDaemon, throwAwayHome } from "../executable.ts";
import type { Client, Place, Started } from "./client.ts";
import { type Model, serveModel } from "./models/serve.ts";
import { type Outcome, requiredOf, type Scenario, type Scene } from "./scenario.ts";
import { defaultReason } from "./scenarios.ts";

/** The longest that a client may take. The slowest scenario waits for a hook's deadline of 10 s. */
const deadline = 60_000;

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

type Ended = { readonly exit: number | null; readonly inTime: boolean; readonly output: string };

/** Runs one client through one scenario in a home of its own, below `near`; undefined when it has no part in it. */
export async function tryOne(
  client: Client,
  scenario: Scenario,
  installed: string,
  near: string,
): Promise<Tried | undefined> {
  const home = throwAwayHome(near);
  const program = join(home.home, ".prempti", "bin", "prempti");
  const bare = { home, installed, program, port: 0 };
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
    await register(client, scenario, place);
    daemon = scenario.daemon === false ? undefined : await startDaemon(home);
    scene = { place, daemon };
    scenario.arrange?.(scene);
    const began = performance.now();
    const ended = await runClient(client.start(place, "Do it. [main]"), home.project);
    const ms = performance.now() - began;
    return judge(client, scenario, place, model, ended, ms);
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
  mkdirSync(join(program, ".."), { recursive: true, mode: 0o700 });
  try {
    linkSync(executable, program);
  } catch {
    // The repository is on another file system.
    copyFileSync(executable, program);
  }
}

async function register(client: Client, scenario: Scenario, place: Place): Promise<void> {
  client.settle(place);
  if (client.name !== "opencode") {
    const args = ["hook", "add", client.name, ...(scenario.add ?? [])];
    const added = await run({ args, env: place.home.env, cwd: place.home.project, program: place.program });
    if (added.exit !== 0) throw new Error(`prempti ${args.join(" ")}: ${added.stdout}${added.stderr}`);
  }
  if (!scenario.untrusted) await client.register?.(place);
}

/** Runs it in a process group of its own, all of which ends with it or at the deadline. */
function runClient({ argv: [program = "", ...args], env }: Started, cwd: string): Promise<Ended> {
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const endGroup = () => {
    try {
      process.kill(-(child.pid ?? Number.NaN), "SIGKILL");
    } catch {
      // All of it has ended.
    }
  };
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    let inTime = true;
    const timer = setTimeout(() => {
      inTime = false;
      endGroup();
    }, deadline);
    child.on("error", reject);
    // What the client leaves behind may hold its output open.
    child.on("exit", () => endGroup());
    child.on("close", (exit) => {
      clearTimeout(timer);
      resolve({ exit, inTime, output });
    });
  });
}

function judge(
  client: Client,
  scenario: Scenario,
  { home }: Place,
  model: Model,
  { exit, inTime, output }: Ended,
  ms: number,
): Tried {
  const { subject = "subject.txt", reason = defaultReason, alsoRun = [], recorded } = scenario;
  const ran = (file: string) => existsSync(join(home.project, file));
  const results = model.results().map(({ text }) => text);
  const toldWhy = results.some((text) => text.includes(reason));
  const outcome = ran(subject) ? "runs" : inTime ? (toldWhy ? "told" : "blocked") : "hangs";
  const required = requiredOf(scenario, client);
  const verdicts = verdictsIn(join(home.home, ".prempti"));
  const faults = [
    ...(required === undefined || satisfies(outcome, required) ? [] : [`${outcome} instead of ${required}`]),
    ...alsoRun.filter((file) => !ran(file)).map((file) => `the call that makes ${file} did not run`),
    ...(results.length === 0 ? ["the model was never told the result of a call"] : []),
    ...(recorded === undefined || verdicts.includes(recorded)
      ? []
      : [`no "${recorded}" on record, but [${verdicts}]`]),
  ];
  const said = [`exit ${exit}`, output, ...results.map((text) => `to the model: ${text}`)].join("\n");
  return { outcome, required, faults, ms, said };
}

/** To be told why is more than to be blocked. */
function satisfies(outcome: Outcome, required: Outcome): boolean {
  return outcome === required || (outcome === "told" && required === "blocked");
}

/** The verdicts in the log, and in what hooks left for the daemon. */
function verdictsIn(root: string): readonly string[] {
  const spool = join(root, "run", "spool");
  const spooled = existsSync(spool) ? readdirSync(spool).map((name) => join(spool, name)) : [];
  return [join(root, "log", "events.jsonl"), ...spooled]
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, "utf8").split("\n"))
    .flatMap((line) => /"verdict":"(\w+)"/.exec(line)?.[1] ?? []);
}
