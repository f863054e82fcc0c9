import { closeSync, constants, openSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

/** Held by one process of this home at a time; the kernel lets go of it when that process ends, however it ends. */
export type Lock = { readonly release: () => void };

/** Undefined when another process has it. */
export async function acquireLock(
  run: string,
  platform: string = process.platform,
): Promise<Lock | undefined> {
  if (platform === "linux") return lockByName(run);
  if (platform === "darwin") return lockByFile(join(run, "lock"));
  // Windows gives a named pipe to the first process that asks: the daemon's own pipe is the lock.
  return { release: () => undefined };
}

/** By a socket in Linux's abstract name space, which two can't bind and which leaves nothing behind. */
function lockByName(run: string): Promise<Lock | undefined> {
  // The folder itself, not its path: one home can have several.
  const { dev, ino } = statSync(run);
  const server = createServer((socket) => socket.destroy()).unref();
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen(`\0prempti-${process.getuid?.()}-${dev}-${ino}`, () =>
      resolve({ release: () => void server.close() }),
    );
  });
}

/** open(2)'s own lock on BSD systems; Node has no name for the flag. */
const exclusiveLock = 0x20;

function lockByFile(path: string): Lock | undefined {
  const { O_RDWR, O_CREAT, O_NONBLOCK } = constants;
  try {
    const file = openSync(path, O_RDWR | O_CREAT | O_NONBLOCK | exclusiveLock, 0o600);
    return { release: () => closeSync(file) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return undefined;
    throw error;
  }
}
