// Has prempti judge every tool call of opencode. `prempti hook add opencode` puts it into ~/.config/opencode/plugin
// opencode runs the tool unless its plugin throws, and it has no way to ask: what prempti would ask is refused.
import { spawn } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";

// Whoever copies this file by hand has no other; `prempti hook add opencode` writes the command of its own here.
const command = [
  process.env.PREMPTI_BIN || join(process.env.PREMPTI_HOME || join(homedir(), ".prempti"), "bin", "prempti"),
  "hook",
  "generic",
];
const milliseconds = 10_000;

const kinds = {
  bash: "shell",
  read: "read",
  write: "write",
  edit: "write",
  glob: "search",
  grep: "search",
  list: "search",
  webfetch: "web",
  task: "agent",
};

/** What the hook printed, once it has ended; rejects when it can't be run or takes too long. */
function ask(call) {
  return new Promise((resolve, reject) => {
    const [program, ...words] = command;
    const child = spawn(program, words, { stdio: ["pipe", "pipe", "pipe"] });
    const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
    child.stdin.on("error", () => {});
    child.on("error", reject);
    child.on("close", (exit) => {
      clearTimeout(timer);
      resolve({ exit, stdout, stderr });
    });
    child.stdin.end(JSON.stringify(call));
  });
}

/** Why the call must not run; undefined when it may. Whatever is not understood must not. */
async function refusal(call) {
  try {
    const { exit, stdout, stderr } = await ask(call);
    if (exit !== 0) return stderr.trim() || `prempti ended with ${exit}`;
    const { decision, reason } = JSON.parse(stdout);
    if (decision === "allow" || decision === "defer") return undefined;
    return decision === "ask"
      ? `${reason} | opencode can't ask from a plugin: let the person run it, or allow it by a rule in ~/.prempti/rules/user`
      : reason || "prempti refused this call";
  } catch (error) {
    return `prempti could not judge this call: ${error.message}`;
  }
}

/** A plugin of the project runs after this one and may rewrite the arguments that were judged: that throws now. */
function freeze(value) {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
}

export const Prempti = async ({ directory }) => ({
  "tool.execute.before": async ({ tool, sessionID }, output) => {
    const why = await refusal({
      agent: "opencode",
      session: sessionID,
      cwd: directory ?? process.cwd(),
      tool,
      kind: Object.hasOwn(kinds, tool) ? kinds[tool] : undefined,
      input: output.args,
      event: "tool.execute.before",
    });
    if (why !== undefined) throw new Error(why);
    freeze(output.args);
  },
});
