// The scripted models over HTTP on loopback.
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { anthropic } from "./anthropic.ts";
import { completions } from "./completions.ts";
import { gemini } from "./gemini.ts";
import {
  aside,
  type Conversation,
  idsOf,
  type Json,
  type Result,
  type Script,
  type Turn,
  type Wire,
} from "./model.ts";
import { responses } from "./responses.ts";

const wires = { anthropic, responses, gemini, completions } satisfies Record<string, Wire>;
export type WireName = keyof typeof wires;

type Heard = { readonly path: string; readonly body: Json };

export type Model = {
  readonly port: number;
  /** Every request, in order. */
  readonly heard: readonly Heard[];
  /** What the client told the model that its tools gave, over all conversations. */
  readonly results: () => readonly Result[];
  readonly close: () => void;
};

/** Called before the model answers with a conversation's turn; the client waits for it. */
export type BeforeTurn = (conversation: string, turn: number) => Promise<void> | void;

/** Serves one script to one client. */
export async function serveModel(
  name: WireName,
  script: Script,
  beforeTurn: BeforeTurn = () => undefined,
): Promise<Model> {
  const wire: Wire = wires[name];
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    const body = await bodyOf(request);
    heard.push({ path, body });
    if (!wire.serves(path.split("?")[0] ?? "")) {
      response.writeHead(404, { "content-type": "application/json" }).end("{}");
      return;
    }
    const conversation = wire.hear(body, path);
    const { name, turn } = dueIn(script, conversation);
    if (conversation !== undefined) await beforeTurn(name, conversation.turns);
    const answer = wire.answer(turn, idsOf(turn, conversation?.turns ?? 0, name), body, path);
    response.writeHead(200, { "content-type": answer.type }).end(answer.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const results = () => {
    const all = heard.flatMap(({ path, body }) => wire.hear(body, path)?.results ?? []);
    return [...new Map(all.map((result) => [JSON.stringify(result), result])).values()];
  };
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, heard, results, close };
}

function dueIn(script: Script, conversation: Conversation | undefined): { name: string; turn: Turn } {
  if (conversation === undefined) return { name: "", turn: aside };
  const { prompt, turns } = conversation;
  // A sub-agent may be shown what its parent was told; its own word comes last.
  const name =
    Object.keys(script)
      .filter((word) => prompt.includes(`[${word}]`))
      .toSorted((a, b) => prompt.lastIndexOf(`[${b}]`) - prompt.lastIndexOf(`[${a}]`))[0] ?? "";
  return { name, turn: script[name]?.[turns] ?? { text: "done" } };
}

async function bodyOf(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString()) as Json;
  } catch {
    return {};
  }
}
