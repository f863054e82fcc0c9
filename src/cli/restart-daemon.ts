import type { Home } from "../platform/home.ts";
import { answering, endDaemon } from "../platform/services/daemon-process.ts";
import type { Service } from "../platform/services/service.ts";

/** Has the service run the daemon anew. One that was started by hand gives way to it. */
export async function restartDaemon(home: Home, service: Service): Promise<void> {
  const [daemon, { pid }] = [await answering(home), await service.status()];
  if (daemon !== undefined && daemon.pid !== pid) await endDaemon(home);
  if (pid === undefined) await service.start();
  else await service.restart();
}
