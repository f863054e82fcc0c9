import { effect, read, readTree, remove, write } from "../act.ts";
import { blurred, type Flow, join, marked, nothing, outputFlow } from "../flow.ts";
import { has, operand, value, values } from "../given.ts";
import { encoded } from "../perform.ts";
import { literalWord, wordFrom } from "../word.ts";
import { runShellText } from "./git-config.ts";
import { namesIn } from "./lists.ts";
import type { Program, Run } from "./program.ts";
import { again, jar, tar, tarValues } from "./tar.ts";
import { unpackInto } from "./unpack.ts";

/** `zip -r archive.zip files…`; `-T -TT CMD` runs a command. */
function zip(run: Run): Flow {
  const [archive, ...named] = run.operands;
  const files = has(run, "-@") ? [...named, ...namesIn(run.io.stdin)] : named;
  for (const code of values(run, "-TT", "--unzip-command")) runShellText(run, code, nothing);
  if (archive === undefined) return nothing;
  const recursive = has(run, "-r", "-R", "--recurse-paths");
  const flow = files
    .map((word) => (recursive ? readTree(run, word) : read(run, word)))
    .reduce(join, has(run, "-@") ? run.io.stdin : nothing);
  if (has(run, "-m", "--move")) for (const word of files) remove(run, word, recursive);
  if (archive.text === "-") return blurred(flow);
  write(
    run,
    archive.text.includes(".") ? archive : wordFrom(`${archive.text}.zip`, archive.from),
    blurred(flow),
  );
  return nothing;
}

function unzip(run: Run): Flow {
  const [archive, ...names] = run.operands;
  if (archive === undefined) return nothing;
  const flow = archive.text === "-" ? run.io.stdin : read(run, archive);
  if (has(run, "-l", "-t", "-v", "-Z", "-z")) return outputFlow;
  if (has(run, "-p", "-c")) return marked(blurred(flow), { unpacked: true });
  unpackInto(run, value(run, "-d") ?? literalWord("."), flow, names);
  return nothing;
}

/** `7z a archive files…`, `7z x archive -oDIR`. */
function sevenZip(run: Run): Flow {
  const [verb, archive, ...files] = run.operands;
  if (archive === undefined) return outputFlow;
  if (/^[aud]$/.test(verb?.text ?? "")) {
    const members = files.flatMap((word) =>
      word.text.startsWith("@") ? namesIn(read(run, wordFrom(word.text.slice(1), word.from))) : [word],
    );
    const flow = members.map((word) => readTree(run, word)).reduce(join, run.io.stdin);
    if (has(run, "-so") || archive.text === "-so") return blurred(flow);
    write(run, archive, blurred(flow));
    return nothing;
  }
  const flow = read(run, archive);
  if (!/^[xe]$/.test(verb?.text ?? "")) return outputFlow;
  const out = run.args.find(({ text }) => /^-o./.test(text));
  if (run.args.some(({ text }) => text === "-so")) return marked(blurred(flow), { unpacked: true });
  unpackInto(run, out === undefined ? literalWord(".") : wordFrom(out.text.slice(2), out.from), flow, files);
  return nothing;
}

const extension = /\.(gz|tgz|bz2|xz|zst|lz4|lzma|Z|br|lz)$/;

/** gzip and its like: the file is replaced, unless the text goes to standard output. */
function compress(run: Run): Flow {
  const decompress =
    /^(gun|un|lz4cat|zcat|bun|unxz|unzstd|zstdcat|bzcat|xzcat|gzcat|lzcat)/.test(run.program) ||
    /cat$/.test(run.program) ||
    has(run, "-d", "--decompress", "--uncompress");
  const turned = (flow: Flow): Flow => (decompress ? turnedBack(flow) : encoded(run, flow));
  if (run.operands.length === 0) return turned(run.io.stdin);
  const flows = run.operands.map((word) => read(run, word));
  if (/cat$/.test(run.program) || has(run, "-c", "--stdout", "--to-stdout"))
    return flows.map(turned).reduce(join, nothing);
  if (has(run, "-t", "-l", "--test", "--list")) return outputFlow;
  run.operands.forEach((word, at) => {
    const name = decompress ? word.text.replace(extension, "") : `${word.text}.gz`;
    const target = value(run, "-o") ?? wordFrom(name, word.from, word.glob);
    write(run, target, turned(flows[at] ?? nothing));
    if (!has(run, "-k", "--keep") && !/^(zstd|brotli|lz4)/.test(run.program)) remove(run, word);
  });
  return nothing;
}

/** A compressed text that stands in the command itself is hidden code, if it is ever run. */
const turnedBack = (flow: Flow): Flow =>
  flow.from.decoded || flow.from.network || flow.from.paths.length > 0
    ? blurred(flow)
    : marked(blurred(flow), { decoded: true });

/** `cpio -o < names`, `cpio -i < archive`, `cpio -p DIR < names`. */
function copyInOut(run: Run): Flow {
  if (has(run, "-i", "--extract")) {
    const file = value(run, "-I", "-F", "--file");
    unpackInto(
      run,
      value(run, "-D", "--directory") ?? literalWord("."),
      file === undefined ? run.io.stdin : read(run, file),
    );
    return nothing;
  }
  const flow = namedFiles(run);
  const target = has(run, "-p", "--pass-through") ? run.operands[0] : value(run, "-O", "-F", "--file");
  if (target === undefined) return flow;
  write(run, target, flow);
  return nothing;
}

/** Files whose names come on standard input. */
const namedFiles = (run: Run): Flow =>
  namesIn(run.io.stdin)
    .map((word) => readTree(run, word))
    .reduce(join, nothing);

function joinFiles(run: Run): Flow {
  const [, archive, ...files] = run.operands;
  if (archive === undefined) return nothing;
  if (/[xp]/.test(operand(run, 0))) {
    const flow = read(run, archive);
    if (operand(run, 0).includes("p")) return flow;
    unpackInto(run, literalWord("."), flow);
    return nothing;
  }
  if (/^-?[tsN]/.test(operand(run, 0))) return outputFlow;
  write(run, archive, files.map((word) => read(run, word)).reduce(join, nothing));
  return nothing;
}

/** borg, restic, duplicity …: the last path that isn't a repository is what is packed. */
function backUp(run: Run): Flow {
  const verb = operand(run, 0);
  if (/^(forget|prune|delete|compact)$/.test(verb)) effect(run, "cloud:delete");
  if (!/^(create|backup|save|full|incr)$/.test(verb) && !/^(\/|~|\.)/.test(verb)) return outputFlow;
  for (const word of run.operands.slice(1)) if (!/::|:\/\//.test(word.text)) readTree(run, word);
  return outputFlow;
}

export const archives: readonly Program[] = [
  {
    names: ["tar", "gtar", "bsdtar", "star"],
    options: { [tarValues]: "value", "--cd": "value" },
    does: (run) => tar(again(run)),
  },
  {
    names: ["zip"],
    style: "gnu",
    options: { "-x --exclude -i --include -P --password -b -t -n -TT --unzip-command -O --out -s": "value" },
    does: zip,
  },
  { names: ["unzip", "bsdunzip", "funzip"], options: { "-d -x -P": "value" }, does: unzip },
  { names: ["7z", "7za", "7zz", "7zr", "p7zip", "rar", "unrar"], does: sevenZip },
  {
    names: [
      "gzip",
      "gunzip",
      "zcat",
      "gzcat",
      "pigz",
      "unpigz",
      "bzip2",
      "bunzip2",
      "pbzip2",
      "xz",
      "unxz",
      "lzma",
      "unlzma",
      "lzcat",
      "lz4",
      "unlz4",
      "lz4cat",
      "zstd",
      "unzstd",
      "zstdcat",
      "compress",
      "uncompress",
      "brotli",
      "lzop",
    ],
    options: { "-S --suffix -b --blocksize -o --output -T --threads -p -D --dict": "value" },
    does: compress,
  },
  {
    names: ["cpio", "bsdcpio", "pax"],
    options: { "-D --directory -F --file -I -O -E -H -C -R": "value" },
    does: copyInOut,
  },
  { names: ["ar", "gcc-ar", "llvm-ar"], does: joinFiles },
  { names: ["jar"], does: jar },
  {
    names: ["borg", "borgmatic", "restic", "duplicity", "kopia", "tarsnap", "duplicati-cli", "bup"],
    options: { "-r --repo --exclude -f --password-file": "value" },
    does: backUp,
  },
  {
    names: ["shar", "makeself", "mksquashfs", "genisoimage", "mkisofs", "xorriso", "hdiutil-create"],
    operands: ["read-tree"],
    output: "content",
  },
];
