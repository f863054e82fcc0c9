import { userInfo } from "node:os";
import type { World } from "../judge/judge.ts";
import { nowMicros } from "./clock.ts";
import { accountHome } from "./home.ts";
import { randomId } from "./random.ts";
import { createRealPath } from "./real-path.ts";

/** `agent.os` by Node's name of the platform. */
const systems: Readonly<Record<string, string>> = { linux: "linux", darwin: "macos", win32: "windows" };

const unchanging = {
  home: accountHome(),
  user: userName(),
  tmpdir: process.env["TMPDIR"] ?? "",
  os: systems[process.platform] ?? "unknown",
};

/** What one tool call is judged in. `pid` is the agent's process, 0n when unknown. */
export function worldFor(pid: bigint): World {
  return { ...unchanging, pid, correlationId: randomId(), now: nowMicros(), realPath: createRealPath() };
}

/** An account may have no name: a container's uid without a passwd entry. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "";
  }
}
