import { join } from "node:path";
import { answering } from "./daemon-process.ts";
import { startDetached, stopDetached } from "./detached.ts";
import { runOrThrow } from "./run-program.ts";
import { daemonCommand, type Service, type ServicePlace, stopThenStart } from "./service.ts";

const runKey = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run";

/**
 * What Windows runs at login. Prempti is a console program, for which it would open a window: `conhost --headless`,
 * part of Windows since 10 1809, gives it a console that is never shown.
 */
export function autostartLine(command: readonly string[], systemRoot: string): string {
  return [`${systemRoot}\\System32\\conhost.exe`, "--headless", ...command].map(quoteForWindows).join(" ");
}

/** One word as programs take it out of their command line again: a backslash only means something before a quote. */
export function quoteForWindows(word: string): string {
  if (word !== "" && !/[\s"]/.test(word)) return word;
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, "$&$&")}"`;
}

/** A value under the user's own Run key, and a process without a console: no rights of an administrator needed. */
export function windowsService(place: ServicePlace): Service {
  const { home, env, run } = place;
  const value = place.name.replace("prempti", "Prempti");
  const root = env["SystemRoot"] || "C:\\Windows";
  const reg = join(root, "System32", "reg.exe");
  const line = autostartLine(daemonCommand(place), root);
  const isEnabled = async () => (await run(reg, ["query", runKey, "/v", value])).stdout.includes(line);
  const exists = async () => (await run(reg, ["query", runKey, "/v", value])).exit === 0;
  const enable = async () => {
    if (await isEnabled()) return false;
    await runOrThrow(run, reg, ["add", runKey, "/v", value, "/t", "REG_SZ", "/d", line, "/f"]);
    return true;
  };
  const disable = async () => {
    if (await exists()) await runOrThrow(run, reg, ["delete", runKey, "/v", value, "/f"]);
  };
  const start = async () => void (await startDetached(place));
  const stop = () => stopDetached(home);
  return {
    kind: "windows",
    label: "Windows autostart",
    registration: `${runKey}\\${value}`,
    hints: [],
    register: enable,
    unregister: async () => {
      const was = (await exists()) || (await answering(home)) !== undefined;
      await stop();
      await disable();
      return was;
    },
    start,
    stop,
    restart: stopThenStart({ stop, start }),
    enable: async () => void (await enable()),
    disable,
    status: async () => {
      const pid = (await answering(home))?.pid;
      return { registered: await exists(), enabled: await isEnabled(), pid };
    },
  };
}
