/**
 * Tells systemd that the daemon is ready and, as often as its watchdog wants it, that it is alive. Does nothing under
 * anything else. Returns what ends that.
 *
 * sd_notify(3) takes datagrams on a Unix socket, which Node has no way to send. `systemd-notify` is a part of systemd
 * and sends them; it runs for a few milliseconds.
 */
export function notifyServiceManager(
  env: Readonly<Record<string, string | undefined>>,
  isAlive: () => Promise<boolean>,
): () => void {
  if (!env["NOTIFY_SOCKET"]) return () => undefined;
  send("READY=1");
  const period = watchdogPeriod(env);
  if (period === undefined) return () => undefined;
  const beat = async () => {
    // By its socket: a daemon that nobody can reach is as good as none.
    if (await isAlive()) send("WATCHDOG=1");
  };
  const timer = setInterval(() => void beat(), period / 3).unref();
  return () => clearInterval(timer);
}

/** In ms; undefined when nobody watches this process. (sd_watchdog_enabled(3)) */
function watchdogPeriod(env: Readonly<Record<string, string | undefined>>): number | undefined {
  const { WATCHDOG_USEC: period = "", WATCHDOG_PID: pid } = env;
  if (!/^\d{4,15}$/.test(period) || (pid !== undefined && pid !== String(process.pid))) return undefined;
  return Number(period) / 1_000;
}

/** Without systemd-notify there is nothing to be done: the unit says Type=exec then. */
function send(message: string): void {
  // Not imported: a daemon that nobody watches needs no children, and starts sooner without.
  const { execFile } = process.getBuiltinModule("node:child_process");
  execFile("systemd-notify", [message], () => undefined);
}
