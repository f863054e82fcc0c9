import { fstatSync, read, readSync } from "node:fs";
import { blocked } from "./leave.ts";

/** The whole input, or why there is none, in words for a person. */
export type Input = Buffer | string;

type Done = (input: Input) => void;

/**
 * Reads all of fd 0, at most `limit` bytes, and calls back once. Not by `process.stdin`, which costs 4.5 ms to touch;
 * and only a file by `readSync`: a pipe that the agent never closes would sit out every deadline and signal.
 */
export function readInput(limit: number, done: Done): void {
  const input = collect(limit, done);
  if (fstatSync(0).isFile()) readFile(input);
  else if (process.platform === "win32") void readSocket(input);
  else readPipe(input);
}

/** Where chunks go; false from `add` means that enough, or too much, has been read. */
type Collector = { readonly add: (chunk: Buffer) => boolean; readonly end: (error?: Error) => void };

function collect(limit: number, done: Done): Collector {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    add: (chunk) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= limit) return true;
      done(`the tool call is larger than ${limit} bytes; PREMPTI_INPUT_MAX_BYTES raises the limit`);
      return false;
    },
    end: (error) =>
      done(error === undefined ? Buffer.concat(chunks, size) : `can't read stdin: ${error.message}`),
  };
}

/** In libuv's threads: 2 ms less than a socket over fd 0. A pipe in non-blocking mode needs the socket. */
function readPipe(input: Collector): void {
  const chunk = Buffer.allocUnsafe(64 << 10);
  blocked.inRead = true;
  read(0, chunk, 0, chunk.length, null, (error, length) => {
    blocked.inRead = false;
    if (error?.code === "EAGAIN") void readSocket(input);
    else if (error !== null) input.end(error);
    else if (length === 0) input.end();
    else if (input.add(chunk.subarray(0, length))) readPipe(input);
  });
}

async function readSocket(input: Collector): Promise<void> {
  const { Socket } = await import("node:net");
  const socket = new Socket({ fd: 0, readable: true, writable: false });
  socket.on("data", (chunk: Buffer) => {
    if (!input.add(chunk)) socket.removeAllListeners().destroy();
  });
  socket.on("end", () => input.end());
  socket.on("error", (error) => input.end(error));
}

function readFile(input: Collector): void {
  let goesOn = true;
  while (goesOn) {
    const chunk = Buffer.allocUnsafe(64 << 10);
    const length = readSync(0, chunk, 0, chunk.length, null);
    if (length === 0) input.end();
    goesOn = length > 0 && input.add(chunk.subarray(0, length));
  }
}
