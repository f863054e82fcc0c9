import type { Dialect } from "../model/call.ts";
import { runBatch, runBatchWords } from "./cmd/run.ts";
import { runPowershell } from "./powershell/run.ts";
import { runPowershellWords } from "./powershell/run-words.ts";
import { programNamed } from "./programs/registry.ts";
import { runCommandWords } from "./run-words.ts";
import type { Walker } from "./state.ts";
import { runNode, runScript, runText } from "./walk.ts";

const shared = {
  node: runNode,
  script: runScript,
  knows: (name: string) => programNamed(name) !== undefined,
};

/** Who follows each language; every walker knows the others. */
export const walkers: Readonly<Record<Dialect, Walker>> = {
  posix: { ...shared, text: runText, words: runCommandWords, as: (dialect) => walkers[dialect] },
  powershell: {
    ...shared,
    text: runPowershell,
    words: runPowershellWords,
    as: (dialect) => walkers[dialect],
  },
  cmd: { ...shared, text: runBatch, words: runBatchWords, as: (dialect) => walkers[dialect] },
};
