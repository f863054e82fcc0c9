import { once } from "node:events";
import type { Writable } from "node:stream";

export type Writer = {
  /** Resolves once more may be written: a slow reader slows the writer down. */
  readonly write: (text: string) => Promise<void> | undefined;
  readonly end: () => Promise<void>;
};

/** How much is written at once, in UTF-16 units: a write for every line would cost more than judging it. */
const blockLength = 1 << 16;

/** Collects small writes to a stream into large ones. */
export function writerTo(stream: Writable): Writer {
  let block = "";
  const flush = async () => {
    const full = block;
    block = "";
    if (full !== "" && !stream.write(full)) await once(stream, "drain");
  };
  return {
    write: (text) => {
      block += text;
      return block.length < blockLength ? undefined : flush();
    },
    end: flush,
  };
}
