import { effect } from "../act.ts";
import { type Flow, outputFlow } from "../flow.ts";
import { has, isOff, values } from "../given.ts";
import { hostOf, isLocalHost } from "../hosts.ts";
import type { Behaviour, Run } from "./program.ts";

/** `--dry-run`, unless what stands behind takes it back: `--no-dry-run`, `--dry-run=false`, and npm's `--dry-run false`. */
export function isDryRun({ options, args }: Run): boolean {
  const last = options.findLast(({ name }) => /^--(?:no-)?dry-?run$/.test(name));
  if (last === undefined || last.name.startsWith("--no-") || isOff(last.name, last.value)) return false;
  const at = args.findLastIndex(({ text }) => text === last.name);
  return args[at + 1]?.text !== "false";
}

/** A registry on this machine, or a folder: nobody else gets what is put there. */
const staysHere = (run: Run): boolean =>
  values(run, "--registry", "--index", "--repository-url", "--host", "-s", "--source").some(
    ({ text }) => /^\.{1,2}(?:\/|$)/.test(text) || (/^https?:\/\//.test(text) && isLocalHost(hostOf(text))),
  );

/** Puts a package where everybody can take it. */
export function publish(run: Run): Flow {
  if (!isDryRun(run) && !has(run, "-n", "--help", "--snapshot") && !staysHere(run))
    effect(run, "package:publish");
  return outputFlow;
}

export const publishes: Behaviour = {
  options: {
    "-p --package --manifest-path --registry --repository-url --index --token --host --key -k --source -s --otp -C --config --target-dir --allow-dirty-x":
      "value",
  },
  does: publish,
};
