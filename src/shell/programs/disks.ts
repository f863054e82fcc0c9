import { effect, read, remove, write } from "../act.ts";
import { type Flow, nothing, outputFlow, unknownPart } from "../flow.ts";
import { has, value } from "../given.ts";
import { absolutePath } from "../paths.ts";
import type { Word } from "../word.ts";
import { after } from "./after.ts";
import type { Behaviour, Run } from "./program.ts";

const isDevice = (run: Run, word: Word): boolean =>
  /^\/dev\//.test(absolutePath(run.shell, word.text)) ||
  word.text.startsWith(unknownPart) ||
  /^disk\d/.test(word.text);

const asks = (run: Run): boolean =>
  has(run, "-h", "--help", "-V", "--version", "-v-x", "-l", "--list", "-n", "--no-act", "--dry-run");

/** mkfs and its like: images inside the project are files like others. */
export const formats: Behaviour = {
  options: { "-t --type -L -U -b -i -I -m -N -O -E -d -S -s -F-x -n-x --label": "value" },
  does: (run) => {
    for (const word of run.operands) {
      if (!/[/.]/.test(word.text) && !isDevice(run, word)) continue;
      if (isDevice(run, word)) effect(run, "disk:format");
      else write(run, word);
    }
    return outputFlow;
  },
};

/** fdisk, parted …: without a device there is nothing to change. */
export const partitions: Behaviour = {
  does: (run) => {
    const words = run.operands;
    const prints =
      words.slice(1).some(({ text }) => /^(print|unit|help)$/.test(text)) &&
      !words.some(({ text }) => /^(mk|rm|resize|set|name)/.test(text));
    if (!asks(run) && !prints) for (const word of words) if (isDevice(run, word)) effect(run, "disk:format");
    return outputFlow;
  },
};

/** Mounting a folder elsewhere makes what is in it reachable there. */
export function mount(run: Run): Flow {
  const [source, target] = run.operands;
  const bind =
    has(run, "--bind", "--rbind", "-B", "-R") || /bind/.test(value(run, "-o", "--options")?.text ?? "");
  if (source === undefined || target === undefined) return outputFlow;
  if (bind) write(run, target, read(run, source));
  else write(run, target);
  return nothing;
}

export const wipes: Behaviour = {
  does: (run) => {
    for (const word of run.operands) {
      if (isDevice(run, word) && !asks(run)) effect(run, "disk:format");
      else if (!isDevice(run, word)) remove(run, word, true);
    }
    return nothing;
  },
};

export const snapshots = (run: Run): Flow => {
  const words = run.operands.map(({ text }) => text);
  if (words.some((text) => /^(destroy|delete|del|rollback|remove|labelclear)$/.test(text)))
    effect(run, words.some((text) => /snapshot|@/.test(text)) ? "system:restore-points" : "disk:format");
  return outputFlow;
};

export const volumes: Behaviour = {
  does: (run) =>
    has(run, "--test", "-t", "--help") ? outputFlow : after(effect(run, "disk:format"), outputFlow),
};
