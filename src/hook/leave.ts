/** Whether a thread sits in a read of fd 0. Node waits for its threads when it exits. */
export const blocked = { inRead: false };

/**
 * Ends the process with `exit`, at once. While a thread waits for an agent that never closes its end of the pipe,
 * `process.exit` would wait with it: then another program takes the process over and exits in its place.
 */
export function leave(exit: 0 | 2): never {
  if (blocked.inRead && process.execve !== undefined)
    process.execve("/bin/sh", ["sh", "-c", `exit ${exit}`], {});
  process.exit(exit);
}
