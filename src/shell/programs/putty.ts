import { read } from "../act.ts";
import type { Flow } from "../flow.ts";
import type { Option, Program, Run } from "./program.ts";
import { secureShell } from "./remote.ts";

const puttyValues =
  /^-(?:P|l|pw|pwfile|i|L|R|D|m|hostkey|proxycmd|sercfg|load|nc|cert|sshlog|sshrawlog|sessionlog)$/;

/** PuTTY's plink takes ssh's tunnels, and options of more than one letter behind one dash. */
function plink(run: Run): Flow {
  const options: Option[] = [];
  let at = 0;
  for (; run.args[at]?.text.startsWith("-") === true; at += 1) {
    const name = run.args[at]?.text ?? "";
    options.push({ name, value: puttyValues.test(name) ? run.args[++at] : undefined });
  }
  for (const file of options) if (file.name === "-m" && file.value !== undefined) read(run, file.value);
  return secureShell({
    ...run,
    options: options.filter(({ name }) => name !== "-m"),
    operands: run.args.slice(at),
  });
}

export const putty: readonly Program[] = [{ names: ["plink", "klink"], style: "raw", does: plink }];
