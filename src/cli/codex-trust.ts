import { type ChildProcess, spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import { basename, dirname } from "node:path";
import { createInterface } from "node:readline";
import { type ListedHook, listedHooks, trustEdit } from "../agents/codex/trust.ts";
import { isThatCommand } from "../agents/hook-command.ts";
import { isObject, type Json, objectOf, textAt } from "../agents/json.ts";
import { version } from "../platform/version.ts";
import type { Surroundings } from "./agent-files/places.ts";
import { findProgram } from "./find-program.ts";

// Codex runs a person's hook only when its settings hold the hash of its present form, which Codex alone can make. Its
// own server tells the hash and writes the settings: `codex app-server`, JSON-RPC in lines (seen with 0.169.0).

/** How long Codex may take for all of it, in ms; it took 0.8 s. */
const deadline = 15_000;

/** A file of hooks, and the command in it that is ours. */
export type HookPlace = { readonly file: string; readonly command: string };

/** What became of it, or why nothing did. */
export type Trusting =
  | { readonly trusted: readonly string[]; readonly isNew: boolean }
  | { readonly failure: string };

/** Has Codex trust our hooks in a file, in the form that they have now. */
export async function trustHooks(place: HookPlace, around: Surroundings): Promise<Trusting> {
  const { file } = place;
  return await withServer(around, async (call): Promise<Trusting> => {
    const ours = at(await list(call, around), place);
    if (ours.length === 0) return { failure: `Codex does not list the hooks of ${file}` };
    const keys = ours.map(({ key }) => key);
    if (ours.every(isTrusted)) return { trusted: keys, isNew: false };
    await call("config/batchWrite", trustEdit(ours.filter((hook) => !isTrusted(hook))));
    const after = at(await list(call, around), place);
    return after.length === ours.length && after.every(isTrusted)
      ? { trusted: keys, isNew: true }
      : { failure: "Codex still does not trust the hook" };
  });
}

/** Our hooks in a file that Codex does not run as they are, each with what Codex says of it. */
export async function distrusted(
  place: HookPlace,
  around: Surroundings,
): Promise<readonly ListedHook[] | { readonly failure: string }> {
  const asked = await withServer(around, async (call) => ({
    hooks: at(await list(call, around), place).filter((hook) => !isTrusted(hook)),
  }));
  return "failure" in asked ? asked : asked.hooks;
}

const isTrusted = ({ trust }: ListedHook): boolean => trust === "trusted" || trust === "managed";

/** No other command than ours, whatever stands in the file: a project's may go on with one of its own. */
function at(hooks: readonly ListedHook[], { file, command }: HookPlace): readonly ListedHook[] {
  return hooks.filter((hook) => isSameFile(hook.file, file) && isThatCommand(hook.command, command));
}

function isSameFile(first: string, second: string): boolean {
  try {
    if (basename(first) !== basename(second)) return false;
    return first === second || realpathSync(dirname(first)) === realpathSync(dirname(second));
  } catch {
    return false;
  }
}

type Call = (method: string, params: Json) => Promise<Json>;

async function list(call: Call, { cwd }: Surroundings): Promise<readonly ListedHook[]> {
  const hooks = listedHooks(await call("hooks/list", { cwds: [cwd] }));
  if (hooks === undefined) throw new Error("this version of Codex lists its hooks in another form");
  return hooks;
}

async function withServer<Result extends object>(
  around: Surroundings,
  act: (call: Call) => Promise<Result>,
): Promise<Result | { readonly failure: string }> {
  const program = findProgram("codex", around);
  if (program === undefined) return { failure: "codex is not on PATH" };
  const server = startServer(program, around);
  try {
    const call = caller(server);
    const clientInfo = { name: "prempti", title: "Prempti", version: version() };
    await call("initialize", { clientInfo });
    server.stdin?.write(`${JSON.stringify({ method: "initialized" })}\n`);
    return await act(call);
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  } finally {
    server.stdin?.end();
    server.kill("SIGKILL");
  }
}

function startServer(program: string, { env, cwd }: Surroundings): ChildProcess {
  // npm puts a batch file there on Windows, which only a shell runs.
  const shell = /\.(?:cmd|bat)$/i.test(program);
  const server = spawn(shell ? `"${program}"` : program, ["app-server"], {
    cwd,
    env: { ...env },
    shell,
    stdio: ["pipe", "pipe", "ignore"],
  });
  // A server that is gone says so by its end.
  server.stdin?.on("error", () => {});
  return server;
}

/** Asks one question after the other; what the server tells unasked is passed over. */
function caller(server: ChildProcess): Call {
  const waiting = new Map<number, PromiseWithResolvers<Json>>();
  const fail = (why: string) => {
    for (const { reject } of waiting.values()) reject(new Error(why));
    waiting.clear();
    broken ??= why;
  };
  let broken: string | undefined;
  let last = 0;
  setTimeout(() => fail(`codex app-server did not answer within ${deadline} ms`), deadline).unref();
  server.on("error", (error) => fail(`codex can't be started: ${error.message}`));
  server.on("close", () => fail("codex app-server ended before it had answered"));
  if (server.stdout !== null)
    createInterface({ input: server.stdout }).on("line", (line) => answer(line, waiting));
  return async (method, params) => {
    if (broken !== undefined) throw new Error(broken);
    const question = Promise.withResolvers<Json>();
    last += 1;
    waiting.set(last, question);
    server.stdin?.write(`${JSON.stringify({ id: last, method, params })}\n`);
    return await question.promise;
  };
}

function answer(line: string, waiting: Map<number, PromiseWithResolvers<Json>>): void {
  const { id, result, error } = read(line);
  const question = typeof id === "number" ? waiting.get(id) : undefined;
  if (question === undefined) return;
  waiting.delete(id as number);
  if (isObject(result)) question.resolve(result);
  else question.reject(new Error(`codex app-server refused: ${textAt(objectOf(error), "message")}`));
}

function read(line: string): Json {
  try {
    return objectOf(JSON.parse(line));
  } catch {
    return {};
  }
}
