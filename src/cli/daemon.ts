import { existsSync } from "node:fs";
import type { ApiClient, ApiReply } from "../platform/client.ts";
import type { Home } from "../platform/home.ts";

/** Asks the daemon of a home; undefined when none answers. */
export async function askDaemon(
  home: Home,
  ask: (client: ApiClient) => Promise<ApiReply>,
): Promise<ApiReply | undefined> {
  // Without a socket there is nobody to ask, and the client takes longer to load than the rest of a command to run.
  if (process.platform !== "win32" && !existsSync(home.socket)) return undefined;
  const { connectClient, DaemonDown } = await import("../platform/client.ts");
  const client = connectClient(home);
  try {
    return await ask(client);
  } catch (error) {
    if (error instanceof DaemonDown) return undefined;
    throw error;
  } finally {
    await client.close();
  }
}

/** Why the daemon refused, in its own words. */
export function errorIn({ status, body }: ApiReply): string {
  const error = (body as { readonly error?: unknown } | undefined)?.error;
  return typeof error === "string" ? error : `the daemon answered ${status}`;
}
