import { read, readTree, remove, write } from "../act.ts";
import { blurred, type Flow, join, marked, nothing, outputFlow } from "../flow.ts";
import { has, value, values } from "../given.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { runShellText } from "./git-config.ts";
import { listedNames } from "./lists.ts";
import type { Run } from "./program.ts";
import { isRemotePath, runElsewhere } from "./remote.ts";
import { unpackInto } from "./unpack.ts";

export const tarValues =
  "-f --file -C --directory -T --files-from -X --exclude-from --exclude -I --use-compress-program -F --info-script --new-volume-script --to-command --checkpoint-action --checkpoint --transform --xform --strip-components --strip --owner --group --mode --mtime -g --listed-incremental -K --starting-file -N --newer -b --blocking-factor -L --tape-length -V --label --rsh-command --rmt-command --format --sort --after-date --suffix --pax-option --index-file --one-top-level --warning --occurrence --backup";

/** `tar czf` is `tar -czf`. */
function tarArguments(args: readonly Word[]): readonly Word[] {
  const [first] = args;
  if (first === undefined || first.text.startsWith("-") || !/^[a-zA-Z]+$/.test(first.text)) return args;
  return spreadBundle(first, args.slice(1));
}

/** Old-style bundles take their values in order, each a word of its own. */
function spreadBundle(bundle: Word, rest: readonly Word[], valued = "fCTXIFgKNbLVH"): readonly Word[] {
  const words: Word[] = [];
  let at = 0;
  for (const letter of bundle.text) {
    words.push(literalWord(`-${letter}`));
    if (!valued.includes(letter)) continue;
    const next = rest[at++];
    if (next !== undefined) words.push(next);
  }
  return [...words, ...rest.slice(at)];
}

const valueNames: ReadonlySet<string> = new Set(tarValues.split(" "));

/** Operands in order, each in the folder that the last `-C` before it names. */
function tarMembers(args: readonly Word[]): readonly Word[] {
  const members: Word[] = [];
  let folder = "";
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] as Word;
    const attached = /^(?:-C(?=.)|--directory=)(.+)$/s.exec(word.text)?.[1];
    const named = /^-[a-zA-Z]*C$|^--directory$/.test(word.text) ? args[at + 1]?.text : attached;
    if (named !== undefined) folder = /^[/~]/.test(named) || folder === "" ? named : `${folder}/${named}`;
    if (word.text.startsWith("-") && word.text !== "-") {
      if (valueNames.has(word.text) || /^-[a-zA-Z]*[fCTXIFgKNbLV]$/.test(word.text)) at += 1;
      continue;
    }
    members.push(
      folder === "" || /^[/~]/.test(word.text)
        ? word
        : wordFrom(`${folder}/${word.text}`, word.from, word.glob),
    );
  }
  return members;
}

export function tar(run: Run): Flow {
  for (const code of [
    ...values(
      run,
      "--to-command",
      "-I",
      "--use-compress-program",
      "-F",
      "--info-script",
      "--new-volume-script",
      "--rsh-command",
    ),
  ])
    runShellText(run, code);
  for (const { text, from } of values(run, "--checkpoint-action"))
    if (text.startsWith("exec=")) runShellText(run, wordFrom(text.slice(5), from), nothing);
  for (const file of values(run, "-X", "--exclude-from")) read(run, file);
  const listed = listedNames(run, "-T", "--files-from");
  const file = value(run, "-f", "--file");
  if (has(run, "-c", "-r", "-u", "-A", "--create", "--append", "--update"))
    return pack(run, file, [...tarMembers(tarArguments(run.args)), ...inFolder(run, listed)]);
  if (file === undefined && run.io.stdin === nothing) return outputFlow;
  const archive = file === undefined || file.text === "-" ? run.io.stdin : read(run, file);
  if (!has(run, "-x", "--extract", "--get")) return outputFlow;
  if (has(run, "-O", "--to-stdout")) return marked(blurred(archive), { unpacked: true });
  unpackInto(
    run,
    value(run, "-C", "--directory", "--cd") ?? literalWord("."),
    archive,
    file === undefined || has(run, "-T") ? [] : run.operands,
  );
  return nothing;
}

/** Names in a list lie in the folder that `-C` names. */
function inFolder(run: Run, listed: readonly Word[]): readonly Word[] {
  const folder = value(run, "-C", "--directory")?.text;
  if (folder === undefined) return listed;
  return listed.map((word) =>
    /^[/~]/.test(word.text) ? word : wordFrom(`${folder}/${word.text}`, word.from, word.glob),
  );
}

function pack(run: Run, file: Word | undefined, members: readonly Word[]): Flow {
  const flow = blurred(
    members
      .map((word) => readTree(run, word))
      .reduce(join, run.io.stdin.from.paths.length > 0 ? run.io.stdin : nothing),
  );
  if (has(run, "--remove-files")) for (const word of members) remove(run, word, true);
  if (file === undefined || file.text === "-") return flow;
  if (isRemotePath(file.text)) {
    runElsewhere(run, [literalWord("true")], flow);
    return nothing;
  }
  write(run, file, flow);
  return nothing;
}

/** `jar cfe ARCHIVE CLASS FILES…`, `jar -cf`, `jar --create --file ARCHIVE`: tar's words, but for a manifest and a class. */
export function jar(run: Run): Flow {
  const [first, ...rest] = run.args;
  const bundle = /^-?([a-zA-Z0]+)$/.exec(first?.text ?? "")?.[1];
  const args = bundle === undefined ? run.args : spreadBundle(literalWord(bundle), rest, "fme");
  return tar(
    taken(
      run,
      args.filter(({ text }, at) => !isAside(text) && !isAside(args[at - 1]?.text ?? "")),
    ),
  );
}

/** Options of jar's that say nothing of files, each with a value. */
const isAside = (text: string): boolean => /^(?:-[me]|--manifest|--main-class|--release)$/.test(text);

/** tar's first word may be a bundle without a dash: its options are only known after it is spread out. */
export function again(run: Run): Run {
  const args = tarArguments(run.args);
  return args === run.args ? run : taken(run, args);
}

/** The words as options and operands. */
function taken(run: Run, args: readonly Word[]): Run {
  const options = [...run.options];
  const operands: Word[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] as Word;
    const name = word.text;
    if (!name.startsWith("-") || name === "-") operands.push(word);
    else if (valueNames.has(name)) options.push({ name, value: args[++at] });
    else
      options.push({
        name: name.split("=")[0] ?? name,
        value: name.includes("=") ? wordFrom(name.slice(name.indexOf("=") + 1), word.from) : undefined,
      });
  }
  return { ...run, args, options, operands };
}
