import { hook } from "./hook/hook.ts";

const [program, ...rest] = process.argv.slice(2);

/** `prempti hook add` and the like manage registrations; every other `prempti hook …` is a call by an agent. */
const managesHooks = ["add", "remove", "status", "-h", "--help"].includes(rest[0] ?? "");

if (program === "hook" && !managesHooks) hook(rest);
else void runCommand();

async function runCommand(): Promise<void> {
  // Set first: whatever ends this process unforeseen is "broken", never "clean" or "findings".
  process.exitCode = 2;
  const { run } = await import("./cli/run.ts");
  process.exitCode = await run(process.argv.slice(2));
}
