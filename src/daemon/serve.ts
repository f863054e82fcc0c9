import { defaultConfig } from "../platform/config-keys.ts";
import { prepareFolders } from "../platform/folders.ts";
import type { Home } from "../platform/home.ts";
import { rulesetOf } from "../platform/in-force.ts";
import { acquireLock, type Lock } from "../platform/lock.ts";
import { notifyServiceManager } from "../platform/services/notify.ts";
import { version } from "../platform/version.ts";
import { watchFiles } from "../platform/watch.ts";
import { compileRules } from "../rules/compile.ts";
import { openEventLog } from "../store/event-log.ts";
import { openMessages } from "../store/messages.ts";
import { forgetOldSessions, openSessionMemory } from "../store/session-memory.ts";
import { openApprovals } from "./approvals.ts";
import { openCallers } from "./callers.ts";
import { newCounts } from "./counts.ts";
import type { Daemon } from "./daemon.ts";
import { openGuard } from "./guard.ts";
import { serveHttp } from "./http-listener.ts";
import { openLedger } from "./ledger.ts";
import { isAlive, listen } from "./listen.ts";
import { routes } from "./routes.ts";
import { betweenCalls, saveMemory } from "./save-memory.ts";
import { createApiServer } from "./server.ts";
import { stopServer } from "./stop-server.ts";
import { takeOverSpool } from "./take-over-spool.ts";
import { warmUp as warmUpCalls } from "./warm-up.ts";

/** The daemon, in the foreground. Resolves with the exit code when it has stopped: 0, or 2 when it could not start. */
export async function serve(home: Home): Promise<number> {
  try {
    prepareFolders(home);
    const lock = await acquireLock(home.run);
    if (lock === undefined || (await isAlive(home.socket))) {
      lock?.release();
      return refuse(`a daemon is already running for ${home.root}`, "prempti stop ends it");
    }
    const daemon = await start(home);
    // Not before: V8 refuses code caches that were made under other flags.
    daemon.called = betweenCalls(saveMemory());
    await run(daemon, lock);
    return 0;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error), `look at ${home.messages}`);
  }
}

function refuse(error: string, hint: string): number {
  process.stderr.write(`prempti: error: ${error}\nprempti: hint: ${hint}\n`);
  return 2;
}

async function start(home: Home): Promise<Daemon> {
  const messages = openMessages(home.messages);
  const counts = newCounts();
  const guard = await openGuard(home, messages, counts);
  const { logMaxBytes: maxBytes, logKeep: keep } = guard.current().config;
  const events = openEventLog(home.events, { maxBytes, keep });
  guard.onChange(({ config }) => events.setRotation({ maxBytes: config.logMaxBytes, keep: config.logKeep }));
  forgetOldSessions(home.sessions, Date.now());
  return {
    home,
    version: version(),
    startedAt: Date.now(),
    guard,
    events,
    messages,
    counts,
    memory: openSessionMemory(home.sessions),
    ledger: openLedger(home.events),
    approvals: openApprovals(home.approvals, messages),
    callers: openCallers(),
    http: { problem: undefined },
    spool: { look: Promise.resolve() },
    called: () => undefined,
  };
}

async function run(daemon: Daemon, lock: Lock): Promise<void> {
  const { home, guard, events, messages } = daemon;
  const stopping = new AbortController();
  const server = createApiServer(daemon, routes, stopping.signal);
  const stopped = stopSignal(daemon);
  const listening = await listen(server, home.socket);
  const endHttp = serveHttp(daemon, stopping.signal);
  const endWatch = watchFiles(home, () => void guard.look());
  const endSpool = takeOverSpool(daemon);
  announce(daemon);
  const endNotify = notifyServiceManager(process.env, () => isAlive(home.socket));
  warmUpBetweenCalls(daemon);
  const signal = await stopped;
  // First the socket: hooks that come from now on find no daemon and judge by themselves.
  listening.remove();
  stopping.abort();
  endWatch();
  endNotify();
  await Promise.all([stopServer(server), endHttp(), endSpool()]);
  messages.say("stop", `stopped by ${signal}`);
  events.close();
  messages.close();
  lock.release();
}

function announce({ home, messages, version }: Daemon): void {
  messages.say("start", `prempti ${version} listens on ${home.socket}`, { pid: process.pid });
  process.stderr.write(`prempti: listening on ${home.socket}\n`);
}

/** Call by call, so that a real one never waits for more than one made-up one. */
function warmUpBetweenCalls({ guard }: Daemon): void {
  const steps = warmUpCalls(guard.current());
  const next = () => steps.next().done === true || setImmediate(next);
  setImmediate(next);
}

/** @public Called by the build alone: what has run then is in the code cache. */
export function warmUp(): void {
  for (const _ of warmUpCalls({
    rules: compileRules(rulesetOf({ ruleset: undefined })),
    config: defaultConfig,
    problems: [],
  }));
}

/** Resolves with the signal that stops the daemon; SIGHUP reloads. */
function stopSignal({ guard, messages }: Daemon): Promise<string> {
  process.on("SIGHUP", () => void guard.reload("SIGHUP"));
  // Not the end of the daemon's work as it should be, but nobody knows what state it is in.
  process.on("uncaughtException", (error) => {
    messages.say("failure", `uncaught: ${error.message}`, { stack: error.stack });
    process.exit(2);
  });
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => resolve(signal));
  });
}
