import { lstatSync } from "node:fs";
import { dirname } from "node:path";
import type { Reply } from "../agents/adapter.ts";
import { openPipe } from "./pipe.ts";

/** The daemon's reply, or why there is none, in words for the log. */
type Asked = Reply | string;

/** The largest reply that is read, in bytes: a reason is a few kilobytes. */
const largestReply = 1 << 20;

/** Why the socket can't be trusted to be our daemon's. Windows guards its pipes by their owner instead. */
function findProblem(socketPath: string): string | undefined {
  const me = process.geteuid?.();
  if (me === undefined) return undefined;
  try {
    const [folder, socket] = [lstatSync(dirname(socketPath)), lstatSync(socketPath)];
    const isOurs = socket.uid === me && folder.uid === me && (folder.mode & 0o022) === 0;
    return isOurs ? undefined : "its socket, or the folder that it is in, belongs to someone else";
  } catch {
    return "it has no socket";
  }
}

export type Connection = {
  /** `delayed` is called when the daemon says that it takes longer. */
  readonly ask: (question: Question, done: (asked: Asked) => void, delayed: () => void) => void;
};

type Question = {
  readonly agent: string;
  readonly input: Buffer;
  /** How the agent was started, in its own word; "" when it doesn't say. */
  readonly entrypoint: string;
  /** Seconds that the agent gives this process. */
  readonly wait: number;
};

/**
 * Connects to the daemon; once it is asked, its reply is handed over, or why there is none. In raw HTTP/1.1: `node:http`
 * would cost several milliseconds to load.
 */
export function connectToDaemon(socketPath: string): Connection {
  const problem = findProblem(socketPath);
  if (problem !== undefined) return { ask: (_question, done) => done(problem) };
  let failure: string | undefined;
  let asking: ((asked: Asked) => void) | undefined;
  let delay: (() => void) | undefined;
  const fail = (why: string) => {
    failure ??= why;
    asking?.(failure);
  };
  const answer = (asked: Asked) => {
    if (typeof asked === "string") fail(asked);
    else if (asking === undefined) fail("it answered before it was asked");
    else asking(asked);
  };
  const pipe = openPipe(socketPath, { data: collectReply(answer, () => delay?.()), fail });
  return {
    ask: (question, done, delayed) => {
      // A daemon that has waited too long for the question says so, and is gone by now.
      if (failure !== undefined) return done(failure);
      asking = done;
      delay = delayed;
      pipe.write(Buffer.concat([requestHead(question), question.input]));
    },
  };
}

function collectReply(answer: (asked: Asked) => void, delayed: () => void): (chunk: Buffer) => void {
  let reply: Buffer = Buffer.alloc(0);
  return (chunk) => {
    reply = Buffer.concat([reply, chunk]);
    if (reply.length > largestReply) return answer("its reply is too large");
    let head = parseHead(reply);
    while (head?.status.startsWith("HTTP/1.1 102 ") === true) {
      delayed();
      reply = reply.subarray(head.bodyStart);
      head = parseHead(reply);
    }
    const asked = head === undefined ? undefined : parseReply(head, reply);
    if (asked !== undefined) answer(asked);
  };
}

function requestHead({ agent, input, entrypoint, wait }: Question): Buffer {
  return Buffer.from(
    `POST /v1/hook/${encodeURIComponent(agent)} HTTP/1.1\r\nhost: prempti\r\ncontent-type: application/json\r\n` +
      `x-prempti-pid: ${process.ppid}\r\nx-prempti-entrypoint: ${entrypoint}\r\nx-prempti-wait: ${wait}\r\n` +
      `content-length: ${input.length}\r\nconnection: close\r\n\r\n`,
  );
}

type Head = {
  readonly status: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly bodyStart: number;
};

/** Undefined until the head is complete. */
function parseHead(bytes: Buffer): Head | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const [status = "", ...lines] = bytes.toString("latin1", 0, end).split("\r\n");
  return { status, headers: new Map(lines.map(splitHeader)), bodyStart: end + 4 };
}

function splitHeader(line: string): [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

/** Half a reply, one without our headers, or anything but a 200 is none: the call is then judged elsewhere. */
function parseReply({ status, headers, bodyStart }: Head, bytes: Buffer): Asked | undefined {
  const exit = headers.get("x-prempti-exit");
  const length = headers.get("content-length") ?? "";
  if (!status.startsWith("HTTP/1.1 200 ")) return `it answered "${status}"`;
  if ((exit !== "0" && exit !== "2") || !/^\d{1,7}$/.test(length)) return "its reply has no verdict";
  if (bytes.length - bodyStart < Number(length)) return undefined;
  const stderr = decode(headers.get("x-prempti-stderr") ?? "");
  if (stderr === undefined) return "its reply has a reason that can't be read";
  return {
    stdout: bytes.toString("utf8", bodyStart, bodyStart + Number(length)),
    stderr,
    exit: exit === "0" ? 0 : 2,
  };
}

/** Undefined for what is not percent-encoded UTF-8. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
