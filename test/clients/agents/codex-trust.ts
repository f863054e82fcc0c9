import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Place } from "../client.ts";
import type { Json } from "../models/model.ts";
import { codexEnvironment, codexProgram } from "./codex-program.ts";

type Hook = { readonly key: string; readonly currentHash: string };

/** Trusts the hooks in the throw-away home's hooks.json, as its person would by /hooks: Codex skips others. */
export async function trustHooks(place: Place): Promise<void> {
  const server = spawn(codexProgram(place), ["app-server"], {
    cwd: place.home.project,
    env: codexEnvironment(place),
    stdio: ["pipe", "pipe", "ignore"],
  });
  const send = (message: Json) => server.stdin.write(`${JSON.stringify(message)}\n`);
  const lines = createInterface({ input: server.stdout });
  const deadline = setTimeout(() => server.kill("SIGKILL"), 20_000);
  try {
    send({ id: 0, method: "initialize", params: { clientInfo: { name: "test", version: "1" } } });
    for await (const line of lines) {
      const { id, result } = JSON.parse(line);
      if (id === 0) {
        send({ method: "initialized" });
        send({ id: 1, method: "hooks/list", params: { cwds: [place.home.project] } });
      }
      if (id === 1) send({ id: 2, method: "config/batchWrite", params: trusting(result) });
      if (id === 2) return;
    }
    throw new Error("codex app-server did not trust the hooks");
  } finally {
    clearTimeout(deadline);
    server.kill("SIGKILL");
  }
}

function trusting(listed: { readonly data: readonly { readonly hooks: readonly Hook[] }[] }): Json {
  const hooks = listed.data.flatMap((folder) => folder.hooks);
  const value = Object.fromEntries(hooks.map(({ key, currentHash }) => [key, { trusted_hash: currentHash }]));
  return { edits: [{ keyPath: "hooks.state", value, mergeStrategy: "upsert" }] };
}
