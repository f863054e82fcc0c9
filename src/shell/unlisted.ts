import { contact, read } from "./act.ts";
import { join, unknownPart } from "./flow.ts";
import { urlsIn } from "./hosts.ts";
import { withArguments } from "./perform.ts";
import type { Behaviour, Run } from "./programs/program.ts";
import { type Word, wordFrom } from "./word.ts";

/** A program that no row describes. */
export const unlisted: Behaviour = {
  style: "raw",
  does: (run) => {
    for (const word of run.args) touch(run, word);
    // It may be a filter: what it prints may hold all that it was given.
    const printed = withArguments(run);
    const { from } = join(run.io.stdin, printed);
    return { text: unknownPart, from: { ...from, shell: false } };
  },
};

/** An argument, or the value attached to an option, that looks like a path or a URL. */
function touch(run: Run, word: Word): void {
  const text = word.text.startsWith("-") ? (/^--?[\w-]+=(.*)$/s.exec(word.text)?.[1] ?? "") : word.text;
  if (text === "") return;
  for (const url of urlsIn(text)) contact(run, url);
  if (text.includes("://")) return;
  if (!looksLikePath(text) && !word.glob) return;
  run.content.flow = join(run.content.flow, read(run, wordFrom(text, word.from, word.glob)));
}

const looksLikePath = (text: string): boolean =>
  text.length < 1_024 &&
  !/[\n<>|]/.test(text) &&
  (/^[~./]|\//.test(text) || /^(id_(rsa|ed25519|ecdsa|dsa)|.*\.(pem|key|kdbx))$/.test(text));
