import { effect, write } from "../act.ts";
import { nothing } from "../flow.ts";
import { has, value } from "../given.ts";
import { literalWord } from "../word.ts";
import type { Behaviour } from "./program.ts";

/** Accounts live in files below /etc. */
export const changesAccounts: Behaviour = {
  does: (run) => {
    if (!has(run, "-S", "--status", "-l", "--list", "--help")) write(run, literalWord("/etc/passwd"));
    return nothing;
  },
};

export const changesSudoers: Behaviour = {
  does: (run) => {
    if (!has(run, "-c", "--check", "-V", "--version"))
      write(run, value(run, "-f", "--file") ?? literalWord("/etc/sudoers"));
    return nothing;
  },
  options: { "-f --file -x --export": "value" },
};

export const capabilities: Behaviour = {
  does: (run) => {
    const [given, ...files] = run.operands;
    if (has(run, "-r")) for (const file of run.operands) write(run, file);
    else if (given !== undefined) {
      if (
        /cap_(setuid|setgid|sys_admin|dac_override|dac_read_search|sys_ptrace|sys_module|chown|fowner)|\ball=/i.test(
          given.text,
        )
      )
        effect(run, "perms:setuid");
      for (const file of files) write(run, file);
    }
    return nothing;
  },
};
