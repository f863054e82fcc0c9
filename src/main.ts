import { hook } from "./hook/hook.ts";
import { locateHome } from "./platform/home.ts";

const [program, ...rest] = process.argv.slice(2);

/** `prempti hook add` and the like manage registrations; every other `prempti hook …` is a call by an agent. */
const managesHooks = ["add", "remove", "status", "-h", "--help"].includes(rest[0] ?? "");

/** `prempti serve [--home DIR]`, which needs nothing of the CLI: the daemon starts sooner and stays smaller. */
const servesOnly = rest.length === 0 || (rest.length === 2 && rest[0] === "--home");

if (program === "hook" && !managesHooks) {
  hook(rest);
} else {
  // Set first: whatever ends this process unforeseen is "broken", never "clean" or "findings".
  process.exitCode = 2;
  void (program === "serve" && servesOnly ? runDaemon() : runCommand());
}

async function runDaemon(): Promise<void> {
  const { serve } = await import("./daemon/serve.ts");
  process.exitCode = await serve(locateHome(rest[1]));
}

async function runCommand(): Promise<void> {
  const { run } = await import("./cli/run.ts");
  process.exitCode = await run(process.argv.slice(2));
}
