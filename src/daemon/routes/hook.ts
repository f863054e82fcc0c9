import { type Caller, type Reply, refuse } from "../../agents/adapter.ts";
import { adapterNamed, adapters } from "../../agents/registry.ts";
import { type Decided, decide } from "../../platform/decide.ts";
import { recordLine } from "../../store/record.ts";
import { countCall } from "../counts.ts";
import type { Daemon } from "../daemon.ts";
import { hearTold } from "../hear-told.ts";
import type { Request, Response, Route } from "../route.ts";

/**
 * POST /v1/hook/<agent>: what the agent's hook received, to what the hook must write and exit with. Always 200: what
 * can't be judged is refused by `x-prempti-exit: 2`, never left to what a client makes of an error status.
 */
export const hookRoute: Route = {
  method: "POST",
  path: "/v1/hook/",
  bodyLimit: ({ guard }) => guard.current().config.inputMaxBytes,
  answer: async (request, daemon) => {
    try {
      return response(await judgeCall(request, daemon));
    } catch (error) {
      return response(fail(daemon, error));
    } finally {
      daemon.called();
    }
  },
};

async function judgeCall(request: Request, daemon: Daemon): Promise<Reply> {
  const { rest, headers, body } = request;
  const law = daemon.guard.current();
  const adapter = adapterNamed(rest);
  if (adapter === undefined)
    return turnDown(
      daemon,
      `no agent "${rest}" is known; use ${adapters.map(({ name }) => name).join(", ")}`,
    );
  if (body === undefined)
    return turnDown(
      daemon,
      `the tool call is larger than ${law.config.inputMaxBytes} bytes; input_max_bytes raises that`,
    );
  const asking = { caller: callerIn(headers), byDaemon: true, sessionOf: daemon.memory.of };
  const decided = await settled(decide(adapter, body, law, asking), request, daemon);
  const { reply, record, told } = decided;
  if (told !== undefined) hearTold(daemon, adapter, told);
  if (record === undefined) return reply.exit === 0 ? reply : turnDown(daemon, reply.stderr.trim(), reply);
  await keep(daemon, decided);
  return reply;
}

/** The call as it is, but for one that was denied because nobody could be asked: its person may have spoken, or may yet. */
function settled(
  decided: Decided,
  request: Request,
  { guard, approvals, callers }: Daemon,
): Decided | Promise<Decided> {
  const { open } = decided;
  if (open === undefined) return decided;
  callers.note(Number(callerIn(request.headers).pid));
  const { askFallback, askHoldSeconds } = guard.current().config;
  const seconds = askFallback === "hold" ? Math.min(askHoldSeconds, waitIn(request) - answering) : 0;
  return approvals.settle(
    { ...decided, open },
    { patience: seconds * 1_000, begin: request.delay, gone: request.untilGone() },
  );
}

/** Of the time that the caller waits, so many seconds are left for the reply. */
const answering = 2;

/** Seconds that the caller is ready to wait: its agent gives it so long, and not longer. */
function waitIn({ headers, query }: Request): number {
  const written = headers["x-prempti-wait"] ?? query.get("wait") ?? "";
  return typeof written === "string" && /^\d{1,3}$/.test(written) ? Number(written) : 0;
}

/** Rejects when the record can't be written, unless nothing is enforced anyway. */
async function keep({ events, counts, messages, memory, ledger }: Daemon, decided: Decided): Promise<void> {
  const { record, memories, calls = [] } = decided;
  if (record === undefined) return;
  // Before the record is awaited: the tool may have run by then, or the next call be judged.
  ledger.judged(calls, record.decision);
  try {
    memory.remember(record.agent, record.session, memories);
    await events.append(recordLine(record));
  } catch (cause) {
    if (record.mode !== "monitor") throw new Error("this call can't be recorded", { cause });
    counts.unrecorded += 1;
    messages.say("failure", `a call was not recorded: ${describeError(cause)}`);
  }
  countCall(counts, record);
}

function turnDown({ counts, messages }: Daemon, reason: string, reply = refuse(reason)): Reply {
  counts.refused += 1;
  messages.say("refused", reason);
  return reply;
}

function fail({ counts, messages }: Daemon, error: unknown): Reply {
  counts.failed += 1;
  const reason = describeError(error);
  messages.say("failure", reason, error instanceof Error ? { stack: error.stack } : {});
  return refuse(`the daemon could not judge this call: ${reason}`);
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${describeError(error.cause)}`;
}

function callerIn(headers: Request["headers"]): Caller {
  const [pid, entrypoint] = [headers["x-prempti-pid"], headers["x-prempti-entrypoint"]];
  return {
    pid: typeof pid === "string" && /^\d{1,10}$/.test(pid) ? BigInt(pid) : 0n,
    entrypoint: typeof entrypoint === "string" ? entrypoint : "",
  };
}

/** Encoded characters of stderr in the header: clients bound what they read of headers. */
const longestHeader = 12 << 10;

/** What goes to the hook's stdout is the body. Its stderr goes into a header, which has to be percent-encoded UTF-8. */
function response({ stdout, stderr, exit }: Reply): Response {
  return {
    status: 200,
    headers: {
      "content-type": stdout === "" ? "text/plain" : "application/json",
      "x-prempti-exit": String(exit),
      ...(stderr === "" ? {} : { "x-prempti-stderr": encodeHeader(stderr) }),
    },
    body: stdout,
  };
}

function encodeHeader(text: string): string {
  const encoded = encodeURIComponent(text.slice(0, longestHeader).toWellFormed());
  if (encoded.length <= longestHeader) return encoded;
  // Never inside a character, which is up to four bytes of three characters each.
  const cut = encoded.slice(0, longestHeader);
  for (let length = cut.length; ; length -= 1)
    if (isDecodable(cut.slice(0, length))) return cut.slice(0, length);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
