import { effect } from "../act.ts";
import { outputFlow } from "../flow.ts";
import { has, isOff } from "../given.ts";
import type { Behaviour, Run } from "./program.ts";

/** `--dry-run`, unless what stands behind takes it back: `--no-dry-run`, `--dry-run=false`, and npm's `--dry-run false`. */
export function isDryRun({ options, args }: Run): boolean {
  const last = options.findLast(({ name }) => /^--(?:no-)?dry-?run$/.test(name));
  if (last === undefined || last.name.startsWith("--no-") || isOff(last.name, last.value)) return false;
  const at = args.findLastIndex(({ text }) => text === last.name);
  return args[at + 1]?.text !== "false";
}

export const publishes: Behaviour = {
  options: {
    "-p --package --manifest-path --registry --index --token --host --key -k --source -s --otp -C --config --target-dir --allow-dirty-x":
      "value",
  },
  does: (run) => {
    if (!isDryRun(run) && !has(run, "-n", "--help", "--snapshot")) effect(run, "package:publish");
    return outputFlow;
  },
};
