import { type Flow, nothing } from "../flow.ts";
import { setVariable } from "../set-variable.ts";
import type { Run } from "./program.ts";

/** fish's `set -gx NAME VALUE…`. */
function setOfFish({ shell, args }: Run): Flow {
  const at = args.findIndex(({ text }) => !text.startsWith("-"));
  const [name, ...given] = at === -1 ? [] : args.slice(at);
  const isOther = args
    .slice(0, at)
    .some(({ text }) => /^(?:-[a-zA-Z]*[eqnS]|--(?:erase|query|names|show))/.test(text));
  if (name !== undefined && given.length > 0 && !isOther) setVariable(shell, name.text, given);
  return nothing;
}

export function setOptions(run: Run): Flow {
  const { shell, args } = run;
  if (shell.zero === "fish") return setOfFish(run);
  if (args.some(({ text }, index) => text === "history" && args[index - 1]?.text === "+o"))
    shell.draft.effects.add("shell:history-wipe");
  const dashes = args.findIndex(({ text }) => text === "--");
  if (dashes !== -1) shell.positional = args.slice(dashes + 1);
  else if (args[0] !== undefined && !/^[-+]/.test(args[0].text)) shell.positional = args;
  return nothing;
}
