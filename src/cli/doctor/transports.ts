import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Home } from "../../platform/home.ts";
import { askDaemon } from "../daemon.ts";
import { hear, runHook } from "../hook-process.ts";
import { type Check, type Finding, failed, ok } from "./finding.ts";

/** A harmless call, made up: it is judged and recorded, and nothing runs. */
const call = {
  session_id: "prempti-doctor",
  transcript_path: "",
  cwd: "/",
  permission_mode: "default",
  hook_event_name: "PreToolUse",
  tool_name: "Bash",
  tool_input: { command: "echo prempti-doctor", description: "made up by prempti doctor; not run" },
  tool_use_id: "prempti-doctor",
};

function told(what: string, run: Parameters<typeof hear>[0], remedy: string): Finding {
  const heard = hear(run);
  if (heard === undefined) return failed(what, `it ended with ${run.exit}: ${run.stderr.trim()}`, remedy);
  // What it could not judge it refuses on stderr alone.
  if (heard.answer === "deny" && run.stdout === "")
    return failed(what, `it refused: ${heard.reason}`, remedy);
  return ok(what, `answered ${heard.answer} in ${run.milliseconds.toFixed(0)} ms`);
}

export const daemonCheck: Check = async ({ home, status }) => {
  if (status.daemon === undefined) return [];
  const start = performance.now();
  const reply = await askDaemon(home, (client) => client.post("/v1/hook/claude-code", call));
  const took = (performance.now() - start).toFixed(0);
  return [
    reply?.status === 200
      ? ok("daemon", `answered over its socket in ${took} ms`)
      : failed("daemon", `it answered ${reply?.status ?? "nothing"} over its socket`, "prempti restart"),
  ];
};

/** What hooks do when no daemon runs: tried in a home of its own, with the same settings and rules. */
export const withoutDaemonCheck: Check = async ({ home, around: { env, platform } }) => {
  if (platform === "win32") return [];
  const apart = mkdtempSync(join(tmpdir(), "prempti-doctor-"));
  try {
    copyLaw(home, apart);
    const run = await runHook("claude-code", call, { ...env, PREMPTI_HOME: apart });
    const isMeant = run.stderr.includes("no daemon judges this call");
    return isMeant
      ? [ok("without daemon", "refuses every call, as on_daemon_down says")]
      : [told("without daemon", run, "prempti rules check")];
  } finally {
    rmSync(apart, { recursive: true, force: true });
  }
};

function copyLaw(home: Home, apart: string): void {
  mkdirSync(join(apart, "run"), { mode: 0o700 });
  if (existsSync(home.config)) symlinkSync(home.config, join(apart, "config.yaml"));
  if (existsSync(home.userRules)) symlinkSync(dirname(home.userRules), join(apart, "rules"));
}

/** The loopback listener, for agents that call over HTTP, where it is switched on. */
export const httpCheck: Check = async ({ home, status: { daemon } }) => {
  const listen = String(daemon?.config["http.listen"] ?? "");
  if (listen === "") return [];
  try {
    const start = performance.now();
    const { status } = await fetch(`http://${listen}/v1/hook/claude-code`, {
      method: "POST",
      headers: { authorization: `Bearer ${readFileSync(home.token, "utf8").trim()}` },
      body: JSON.stringify(call),
      signal: AbortSignal.timeout(5_000),
    });
    const took = (performance.now() - start).toFixed(0);
    if (status === 200) return [ok("http", `${listen} answered in ${took} ms`)];
    return [failed("http", `${listen} answered ${status}`, "prempti restart")];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [failed("http", `${listen} does not answer: ${why}`, "prempti restart")];
  }
};
