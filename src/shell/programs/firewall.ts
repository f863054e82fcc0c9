import { effect } from "../act.ts";
import { type Flow, outputFlow } from "../flow.ts";
import type { Run } from "./program.ts";

export const firewall = (run: Run): Flow => {
  const words = run.args.map(({ text }) => text);
  const looks =
    words.length === 0 ||
    words.every((text) =>
      /^-[LSnvVh]+$|^--(list|list-rules|version|help|numeric|verbose|line-numbers)$|^(-t|nat|filter|mangle|status|verbose|numbered|show|version|app|list|ruleset|tables|chains|INPUT|OUTPUT|FORWARD)$|^-s[arinbv]?$/.test(
        text,
      ),
    );
  if (!looks) effect(run, "system:firewall");
  return outputFlow;
};

export const firewallCommand = (run: Run): Flow => {
  if (
    run.options.some(({ name }) =>
      /^--(add|remove|set|change|panic-on|reload|complete-reload|runtime-to-permanent)/.test(name),
    )
  )
    effect(run, "system:firewall");
  return outputFlow;
};
