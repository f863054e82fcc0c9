import type { Flow } from "../flow.ts";

/** What a program prints once something is done: `after(effect(run, "db:drop"), outputFlow)`. */
export const after = (_done: unknown, flow: Flow): Flow => flow;
