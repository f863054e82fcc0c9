import { type LogFile, openLogFile, type Rotation } from "./log-file.ts";

/** Where the daemon keeps its records. */
export type EventLog = {
  /** Resolves when the line will survive this process. Rejects when it can't be written. */
  readonly append: (line: string) => Promise<void>;
  readonly setRotation: (rotation: Rotation) => void;
  /** Calls back after every write; the returned function ends that. */
  readonly onAppend: (listener: () => void) => () => void;
  readonly close: () => void;
};

type Waiting = { readonly resolve: () => void; readonly reject: (error: unknown) => void };

export function openEventLog(path: string, rotation: Rotation): EventLog {
  const file = openLogFile(path, rotation);
  const listeners = new Set<() => void>();
  let lines: string[] = [];
  let waiting: Waiting[] = [];
  const flush = () => {
    const [group, waiters] = [lines, waiting];
    [lines, waiting] = [[], []];
    if (group.length > 0) writeGroup(file, group.join(""), waiters);
    for (const listener of listeners) listener();
  };
  const append = (line: string) => {
    // One write for all calls that are judged in one turn of the event loop.
    if (lines.length === 0) setImmediate(flush);
    lines.push(line);
    return new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
  };
  const onAppend = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const close = () => {
    flush();
    file.close();
  };
  return { append, setRotation: file.setRotation, onAppend, close };
}

function writeGroup(file: LogFile, lines: string, waiters: readonly Waiting[]): void {
  try {
    file.append(lines);
    for (const { resolve } of waiters) resolve();
  } catch (error) {
    for (const { reject } of waiters) reject(error);
  }
}
