import { chmodSync, renameSync, rmSync, statSync } from "node:fs";
import type { Server } from "node:http";
import { connect } from "node:net";
import { dirname, join } from "node:path";

/** Connections that wait to be accepted; the kernel refuses more. Many agents call at once, and each call counts. */
const backlog = 4096;

/** Takes the socket away, unless another process has put its own there meanwhile. */
export type Listening = { readonly remove: () => void };

/**
 * Listens on a Unix socket that only this user can reach. Whoever calls holds the home's lock, so a socket that is
 * there already is a dead daemon's; it is replaced in one step, and at no time is there none.
 */
export async function listen(server: Server, path: string): Promise<Listening> {
  if (process.platform === "win32") {
    await bind(server, path);
    return { remove: () => undefined };
  }
  const unfinished = join(dirname(path), `.${process.pid}`);
  rmSync(unfinished, { force: true });
  // From the first moment on: the folder is private, but it may not have been when somebody opened it.
  const mask = process.umask(0o177);
  try {
    await bind(server, unfinished);
  } finally {
    process.umask(mask);
  }
  chmodSync(unfinished, 0o600);
  renameSync(unfinished, path);
  const { ino } = statSync(path);
  const remove = () => {
    if (statSync(path, { throwIfNoEntry: false })?.ino === ino) rmSync(path, { force: true });
  };
  return { remove };
}

function bind(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ path, backlog }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Whether something answers on a socket. */
export function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const done = (alive: boolean) => {
      socket.destroy();
      resolve(alive);
    };
    socket.on("connect", () => done(true));
    socket.on("error", () => done(false));
  });
}
