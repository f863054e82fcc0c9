import { agentsAmong } from "../platform/agent-processes.ts";
import { ancestorsOf, type Process, processOf } from "../platform/ancestors.ts";

/** The agents' own processes, as far as their hooks have shown them. */
export type Callers = {
  /** Looks at what a hook comes from; costs a millisecond, so only where a person is to be asked. */
  readonly note: (hookParent: number) => void;
  readonly living: () => readonly Process[];
};

/** Processes that are kept. */
const most = 256;

export function openCallers(): Callers {
  let seen: readonly Process[] = [];
  const living = () => {
    seen = seen.filter(({ pid, started }) => processOf(pid)?.started === started);
    return seen;
  };
  const note = (hookParent: number) => {
    if (hookParent <= 0) return;
    const found = agentsAmong(ancestorsOf(hookParent) ?? []);
    const isNew = (one: Process) => !found.some(({ pid }) => pid === one.pid);
    seen = [...living().filter(isNew), ...found].slice(-most);
  };
  return { note, living };
}
