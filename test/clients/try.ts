import { copyFileSync, linkSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { executable } from "../../build/paths.ts";
import { type Daemon, type Ended as EndedRun, run, startDaemon, throwAwayHome } from "../executable.ts";
import type { Client, Place } from "./client.ts";
import { alarmsIn, judgeRun, recordsIn, type Tried } from "./judge-run.ts";
import type { Script } from "./models/model.ts";
import { type Model, serveModel } from "./models/serve.ts";
import { needsTerminal, type Scenario, type Scene } from "./scenario.ts";
import { plainEnvironment } from "./settings-of.ts";
import { type Ended, runAtTerminal, runHeadless } from "./start-client.ts";
import { noTerminal, openTerminals, type Terminals } from "./terminal.ts";

/** Below those that the system gives away. */
let nextPort = 2_900;

/** Runs one client through one scenario in a home of its own, below `near`; undefined when it has no part in it. */
export async function tryOne(
  client: Client,
  scenario: Scenario,
  installed: string,
  near: string,
): Promise<Tried | undefined> {
  let tried: Tried | undefined;
  for (let at = 0; at < (scenario.repeat ?? 1); at += 1) {
    tried = await tryOnce(client, scenario, installed, near);
    if (tried === undefined || tried.faults.length > 0) return tried;
  }
  return tried;
}

async function tryOnce(
  client: Client,
  scenario: Scenario,
  installed: string,
  near: string,
): Promise<Tried | undefined> {
  const home = throwAwayHome(near);
  const program = join(home.home, ".prempti", "bin", "prempti");
  const bare = { home, installed, program, port: 0, httpPort: nextPort++ };
  const script = scenario.script(client, bare);
  const cannot = scenario.atTerminal !== undefined && client.startAtTerminal === undefined;
  if (script === undefined || cannot) return home.remove() as undefined;
  const played = await play(scenario, client, script);
  const place = { ...bare, port: played.model.port };
  const terminals = needsTerminal(scenario) ? openTerminals(home.home) : undefined;
  let daemon: Daemon | undefined;
  try {
    furnish(place);
    if (scenario.config !== undefined)
      writeFileSync(join(home.home, ".prempti", "config.yaml"), scenario.config(place));
    await register(client, scenario, place);
    daemon = scenario.daemon === false ? undefined : await startDaemon(home);
    return await runScene({ client, scenario, place, daemon, terminals, played });
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    const faults = [`it can't be tried: ${fault}`];
    return { outcome: "blocked", required: undefined, faults, ms: 0, said: "" };
  } finally {
    played.model.close();
    terminals?.close();
    daemon?.child.kill("SIGKILL");
    // Until it has ended it may still write.
    await daemon?.stop();
    home.remove();
  }
}

type Played = {
  readonly model: Model;
  /** The model has answered for the last time in the main conversation. */
  readonly hasSaidAll: () => boolean;
  readonly raise: (scene: Scene) => void;
  /** What went wrong in what the scenario does between the model's turns. */
  readonly faults: string[];
};

/** A model that plays the script, and does between its turns what the scenario wants done. */
async function play({ during }: Scenario, { wire }: Client, script: Script): Promise<Played> {
  let scene: Scene | undefined;
  let saidAll = false;
  const faults: string[] = [];
  const model = await serveModel(wire, script, async (conversation, turn) => {
    if (conversation !== "main" || scene === undefined) return;
    await during?.[turn]?.(scene)?.catch((error) => faults.push(String(error)));
    saidAll ||= turn >= (script["main"]?.length ?? 0);
  });
  const raise = (raised: Scene) => {
    scene = raised;
  };
  return { model, hasSaidAll: () => saidAll, raise, faults };
}

type Run = {
  readonly client: Client;
  readonly scenario: Scenario;
  readonly place: Place;
  readonly daemon: Daemon | undefined;
  readonly terminals: Terminals | undefined;
  readonly played: Played;
};

async function runScene({ client, scenario, place, daemon, terminals, played }: Run): Promise<Tried> {
  const told = () => played.model.results().map(({ text }) => text);
  const at = { cwd: place.home.project, env: atTerminal(place) };
  const person = scenario.person && terminals?.open("person", ["bash", "--norc", "--noprofile"], at);
  // Its clock counts ticks: the agent has to be the younger one.
  if (person !== undefined) await person.shows("$");
  let scene: Scene = { place, daemon, person: person ?? noTerminal, screen: noTerminal, told };
  await scenario.arrange?.(scene);
  const prompt = "Do it. [main]";
  let running: Promise<Ended>;
  if (scenario.atTerminal === undefined || client.startAtTerminal === undefined || terminals === undefined) {
    played.raise(scene);
    running = runHeadless(client.start(place, prompt), place.home.project);
  } else {
    const { argv, env } = client.startAtTerminal(place, prompt, scenario.atTerminal);
    const screen = terminals.open("client", argv, { ...at, env: { ...at.env, ...env, TERM: terminalType } });
    scene = { ...scene, screen };
    played.raise(scene);
    running = runAtTerminal(screen, played.hasSaidAll);
  }
  const faults: string[] = [];
  const [ended] = await Promise.all([
    running,
    scenario.meanwhile?.(scene).catch((error) => faults.push(String(error))),
  ]);
  await untilHeard(client, scenario, place);
  const tried = judgeRun(client, scenario, place, { ended, told: told() });
  const late = await saysAfterwards(client, scenario, place);
  return { ...tried, faults: [...tried.faults, ...played.faults, ...faults, ...late] };
}

const terminalType = "xterm-256color";

const atTerminal = (place: Place): Record<string, string> => ({
  ...plainEnvironment(place),
  PATH: `${dirname(place.program)}:/usr/local/bin:/usr/bin:/bin`,
  TERM: terminalType,
  PS1: "$ ",
});

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

/** As the person types it, who has the client in their PATH: it is asked for its version, and Codex to trust a hook. */
function prempti(client: Client, place: Place, args: readonly string[]): Promise<EndedRun> {
  const folder = dirname(client.start(place, "").argv[0] ?? "");
  const env = { ...place.home.env, PATH: `${folder}:${place.home.env["PATH"]}` };
  return run({ args, env, cwd: place.home.project, program: place.program });
}

async function register(client: Client, { add = [], atTerminal }: Scenario, place: Place): Promise<void> {
  client.settle(place, atTerminal);
  const args = ["hook", "add", client.name, ...add];
  const added = await prempti(client, place, args);
  if (added.exit !== 0) throw new Error(`prempti ${args.join(" ")}: ${added.stdout}${added.stderr}`);
}

/** Clients don't wait for who hears what has run, so it may come after their end. */
async function untilHeard({ name }: Client, { alarm, daemon }: Scenario, place: Place): Promise<void> {
  if (daemon !== false) await sleep(500);
  for (let waited = 0; alarm?.[name] !== undefined && waited < 10_000; waited += 100) {
    if (alarmsIn(recordsIn(place)).length > 0) return;
    await sleep(100);
  }
}

async function saysAfterwards(
  client: Client,
  { afterwards }: Scenario,
  place: Place,
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { args, exit, says } of afterwards?.[client.name] ?? []) {
    const { stdout, stderr, ...ended } = await prempti(client, place, args);
    const missing = says.filter((pattern) => !pattern.test(stdout));
    if (ended.exit !== exit || missing.length > 0)
      faults.push(`prempti ${args.join(" ")} exits ${ended.exit}, lacks [${missing}]: ${stdout}${stderr}`);
  }
  return faults;
}
