import { effect } from "../act.ts";
import { type Flow, nothing, outputFlow, unknownPart } from "../flow.ts";
import { has } from "../given.ts";
import { findsGuard, isGuard } from "../guard.ts";
import type { Word } from "../word.ts";
import type { Run } from "./program.ts";

/** Ends processes by id. */
export function kill(run: Run): Flow {
  const words = run.args.filter(({ text }, index) => !isSignal(text, index) && text !== "--");
  const flags = run.args.map(({ text }) => text);
  if (flags[0] === "-l" || flags[0] === "-L" || signalOf(flags) === "0") return outputFlow;
  const everything = run.args.findIndex(({ text }, index) => text === "-1" && index > 0);
  if (everything > 0) effect(run, "system:kill-everything");
  if (endsGuard(run, words)) effect(run, "guard:tamper");
  // A container's first process is the container's.
  if (run.shell.remote?.container !== true && words.some(({ text }) => text === "1"))
    effect(run, "system:shutdown");
  return nothing;
}

const signalOf = (flags: readonly string[]): string | undefined =>
  flags[0] === "-s" ? flags[1] : /^-(\d+|[A-Z]+)$/.exec(flags[0] ?? "")?.[1];

const isSignal = (text: string, index: number): boolean => index === 0 && /^-(\d+|[A-Za-z]+)$/.test(text);

/** A process id that comes from prempti's own files or from a search for it. */
const namesGuard = ({ text, from }: Word): boolean => isGuard(text) || from.paths.some(isGuard);

const endsGuard = (run: Run, words: readonly Word[]): boolean =>
  words.some(namesGuard) || (words.some(({ text }) => text.includes(unknownPart)) && searchedGuard(run));

/** `ps | grep prempti` before it: where the ids come from can't be told, what was looked for can. */
const searchedGuard = (run: Run): boolean =>
  run.shell.draft.lines.some(
    (line) =>
      /^(grep|egrep|rg|awk|gawk|mawk|sed|ps|pgrep|pidof|lsof|ss|fuser)\b/.test(line) &&
      line
        .split(/[\s'"/{}]+/)
        .slice(1)
        .some(findsGuard),
  );

/** `taskkill /IM NAME /F`, `taskkill /PID ID`. */
export function taskKill(run: Run): Flow {
  if (endsGuard(run, run.args)) effect(run, "guard:tamper");
  if (run.args.some(({ text }) => /^\/im$/i.test(text))) effect(run, "system:kill-all");
  return nothing;
}

/** `pkill PATTERN`, `killall NAME`. */
export function killByName(run: Run): Flow {
  if (has(run, "-0", "-l", "--list", "-V", "--version")) return outputFlow;
  const texts = run.operands.map(({ text }) => text);
  const byPattern = run.program === "pkill" || has(run, "-r", "--regexp");
  if (texts.some(byPattern ? findsGuard : isGuard)) effect(run, "guard:tamper");
  const everything = has(run, "-v", "--inverse") || texts.some((text) => /^[^\w-]*$|^-1$/.test(text));
  if (run.program === "killall" || run.program === "killall5" || run.program === "skill" || everything)
    effect(run, "system:kill-all");
  if (run.program === "killall5") effect(run, "system:kill-everything");
  return nothing;
}

/** What pgrep and pidof print are ids; whose they are is known. */
export function findProcess(run: Run): Flow {
  const paths = run.operands.some(({ text }) => findsGuard(text)) ? ["/proc/prempti.pid"] : [];
  return { text: outputFlow.text, from: { ...outputFlow.from, paths } };
}
