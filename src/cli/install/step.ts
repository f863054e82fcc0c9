import { messageOf, Refusal } from "../refusal.ts";

/** One thing that an installation does or takes back. */
export type Step = {
  /** "program", "service": what a person calls it. */
  readonly what: string;
  /** What there is to do, in words; undefined when there is nothing. Changes nothing. */
  readonly todo: () => Promise<string | undefined>;
  /** Does it; what else there is to say about it. */
  readonly act: () => Promise<readonly string[]>;
  /** Without it the rest makes no sense. */
  readonly isEssential?: boolean;
};

export type Outcome = {
  readonly what: string;
  readonly state: "done" | "planned" | "nothing to do" | "failed" | "left out";
  readonly detail: string;
  readonly notes: readonly string[];
  /** What to type or to do when it failed. */
  readonly remedy?: string;
};

/** Takes the steps in their order. One that fails stops only an installation that would be none without it. */
export async function takeSteps(steps: readonly Step[], dryRun: boolean): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let isOver = false;
  for (const step of steps) {
    const outcome: Outcome = isOver ? leftOut(step) : await takeStep(step, dryRun);
    outcomes.push(outcome);
    isOver ||= outcome.state === "failed" && step.isEssential === true;
  }
  return outcomes;
}

const leftOut = ({ what }: Step): Outcome => ({ what, state: "left out", detail: "", notes: [] });

async function takeStep({ what, todo, act }: Step, dryRun: boolean): Promise<Outcome> {
  try {
    const detail = await todo();
    if (detail === undefined) return { what, state: "nothing to do", detail: "", notes: [] };
    if (dryRun) return { what, state: "planned", detail, notes: [] };
    return { what, state: "done", detail, notes: await act() };
  } catch (error) {
    const remedy = error instanceof Refusal ? error.hint : undefined;
    return {
      what,
      state: "failed",
      detail: messageOf(error),
      notes: [],
      ...(remedy === undefined ? {} : { remedy }),
    };
  }
}
