import { mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Gives the whole run a home of its own and takes it away afterwards. Every agent's and Prempti's own folders lie
 * below it, so no test can register a hook in the settings of the person who runs the tests.
 */
export function setup(): () => void {
  const real = homedir();
  const home = mkdtempSync(join(tmpdir(), "prempti-home-"));
  process.env["PREMPTI_TEST_REAL_HOME"] = real;
  process.env["HOME"] = home;
  process.env["USERPROFILE"] = home;
  process.env["LOCALAPPDATA"] = join(home, "AppData", "Local");
  for (const name of [
    "PREMPTI_HOME",
    "CLAUDE_CONFIG_DIR",
    "CODEX_HOME",
    "COPILOT_HOME",
    "GEMINI_CLI_HOME",
    "XDG_CONFIG_HOME",
  ])
    delete process.env[name];
  return () => rmSync(home, { recursive: true, force: true });
}
