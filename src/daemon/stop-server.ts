import type { Server } from "node:http";

/** How long requests in flight may take, in ms, once the daemon stops. */
const patience = 5_000;

/** Accepts no more, lets every request in flight be answered, and ends. */
export async function stopServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Connections are kept for another request after the reply; there will be none.
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  const force = setTimeout(() => server.closeAllConnections(), patience);
  await closed;
  clearInterval(idle);
  clearTimeout(force);
}
