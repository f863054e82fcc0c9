import { noteCode, read, write } from "../act.ts";
import { expandedSet, fromBase32, fromBase64, fromHex, reversed, translated } from "../decode.ts";
import {
  blurred,
  decodedFlow,
  type Flow,
  isKnown,
  join,
  marked,
  nothing,
  outputFlow,
  unknownPart,
} from "../flow.ts";
import { has, operand, value, values } from "../given.ts";
import { encoded } from "../perform.ts";
import type { Word } from "../word.ts";
import { substituteVariables, variablesIn } from "./environment-values.ts";
import { readsListed } from "./lists.ts";
import type { Program, Run } from "./program.ts";
import { search } from "./search-text.ts";
import { substitutedLines } from "./sed.ts";

/** What a filter gets: its files, else its standard input. */
function inputOf(run: Run, files: readonly Word[] = run.operands): Flow {
  return files.length === 0 ? run.io.stdin : files.map((word) => read(run, word)).reduce(join, nothing);
}

/** base64, base32, basenc: one way or the other. */
const coder =
  (decode: (text: string) => string | undefined) =>
  (run: Run): Flow => {
    const flow = inputOf(run, run.operands);
    if (has(run, "-d", "-D", "--decode")) return decodedFlow(flow, decode);
    return encoded(run, flow);
  };

function dumpHex(run: Run): Flow {
  const flow = inputOf(run, run.operands.slice(0, 1));
  if (run.operands[1] !== undefined) write(run, run.operands[1], flow);
  return has(run, "-r", "-revert") ? decodedFlow(flow, fromHex) : encoded(run, flow);
}

/** Deleting characters hides little; exchanging letters hides all. */
function translate(run: Run): Flow {
  const { stdin } = run.io;
  const [first, second] = [operand(run, 0), operand(run, 1)];
  if (!isKnown(stdin))
    return has(run, "-d", "-s") || /^\\|^\[:(upper|lower|space)/.test(first)
      ? stdin
      : marked(stdin, { decoded: stdin.from.decoded });
  if (has(run, "-d", "--delete"))
    return { text: deleted(stdin.text, first, has(run, "-c", "-C")), from: stdin.from };
  if (has(run, "-s", "--squeeze-repeats") && second === "") return stdin;
  const text = translated(stdin.text, first, second);
  return {
    text,
    from:
      text === stdin.text || /^\s*$/.test(expandedSet(first)) ? stdin.from : { ...stdin.from, decoded: true },
  };
}

function deleted(text: string, set: string, complement: boolean): string {
  const chars = new Set(expandedSet(set));
  return [...text].filter((char) => chars.has(char) === complement).join("");
}

/** awk and sed-like: a program first, unless -f gives it. */
function edit(run: Run): Flow {
  const scripts = values(run, "-e", "--expression");
  const scriptFiles = values(run, "-f", "--file");
  const contents = scriptFiles.map((file) => read(run, file));
  // GNU sed has a command that runs programs.
  for (const flow of contents) if (flow.from.network || flow.from.decoded) noteCode(run, flow);
  const fromFiles = contents.map(({ text }) => text).filter((text) => isKnown({ text }));
  const given = scripts.length + scriptFiles.length > 0;
  const script = given ? [...scripts.map(({ text }) => text), ...fromFiles].join("\n") : operand(run, 0);
  const files = given ? run.operands : run.operands.slice(1);
  if (!has(run, "-i", "-I", "--in-place")) return substitutedLines(run, script, inputOf(run, files));
  for (const file of files) write(run, file, substitutedLines(run, script, read(run, file)));
  return nothing;
}

function compare(run: Run): Flow {
  return blurred(inputOf(run));
}

export const textPrograms: readonly Program[] = [
  {
    names: ["base64", "gbase64"],
    options: { "-w --wrap -b --break": "value", "-o --output": "write" },
    does: coder(fromBase64),
  },
  { names: ["base32"], options: { "-w --wrap": "value" }, does: coder(fromBase32) },
  { names: ["basenc"], options: { "-w --wrap": "value" }, does: coder(fromBase64) },
  { names: ["xxd"], options: { "-c -cols -g -groupsize -l -len -o -s -seek": "value" }, does: dumpHex },
  {
    names: ["hexdump", "hd", "od"],
    options: { "-n -s -A -t -j -N -w -e -f": "value" },
    operands: ["read"],
    output: "encoded",
  },
  { names: ["uuencode"], operands: ["read", "value"], output: "encoded" },
  {
    names: ["uudecode", "base58", "base85", "ascii85"],
    does: (run) => decodedFlow(inputOf(run), () => undefined),
  },
  {
    names: ["rev"],
    operands: ["read"],
    does: (run) => decodedFlow(inputOf(run), (text) => text.split("\n").map(reversed).join("\n")),
  },
  { names: ["tr", "gtr"], style: "posix", does: translate },
  {
    names: ["grep", "egrep", "fgrep", "ggrep", "zgrep", "pcregrep"],
    options: {
      "-e --regexp -f --file -m --max-count -A --after-context -B --before-context -C --context --include --exclude --exclude-dir -d -D --label":
        "value",
    },
    attached: "--color",
    does: search,
  },
  {
    names: ["rg", "ag", "ack", "ugrep"],
    options: {
      "-e --regexp -f --file -m --max-count -A --after-context -B --before-context -C --context --include --exclude --exclude-dir -g --glob -G --file-search-regex -t --type -T --type-not -j --threads --iglob -r --replace -M --max-columns --sort -d --max-depth --pre":
        "value",
    },
    attached: "--color",
    does: search,
  },
  {
    names: ["sed", "gsed"],
    options: { "-e --expression -f --file -l --line-length": "value" },
    attached: "-i --in-place",
    does: edit,
  },
  {
    names: ["sort", "gsort"],
    options: {
      "-k --key -t --field-separator -S --buffer-size -T --parallel --files0-from": "value",
      "--compress-program": "shell",
      "-o --output": "write",
    },
    before: readsListed,
    operands: ["read"],
    output: "lines",
  },
  { names: ["uniq"], options: { "-f -s -w": "value" }, operands: ["read", "write"], output: "lines" },
  {
    names: ["shuf"],
    options: { "-n --head-count -i --input-range --random-source": "value", "-o --output": "write" },
    operands: ["read"],
    output: "lines",
  },
  {
    names: ["column"],
    options: { "-s -o -c -N -R -H -T -W -E -O -r -i -p -n --separator --output-separator": "value" },
    operands: ["read"],
    output: "lines",
  },
  {
    names: ["expand", "unexpand", "iconv"],
    options: { "-t --tabs -f --from-code --to-code": "value", "-o --output": "write" },
    operands: ["read"],
    output: "lines",
  },
  {
    names: ["pv"],
    options: { "-s -L -i -N -w -H -d -P -B -E -F": "value" },
    operands: ["read"],
    output: "lines",
  },
  {
    names: ["fold", "fmt", "csplit"],
    options: { "-w --width -g -p -n -f -b": "value" },
    operands: ["read"],
    output: "lines",
  },
  { names: ["ts", "dos2unix", "unix2dos", "ul", "colrm", "col"], operands: ["read"], output: "lines" },
  {
    names: ["cut"],
    options: { "-d --delimiter -f --fields -c --characters -b --bytes --output-delimiter": "value" },
    operands: ["read"],
    does: cut,
  },
  {
    names: ["paste", "join", "comm"],
    options: { "-d --delimiters -t -1 -2 -j -o -e": "value" },
    operands: ["read"],
    output: "content",
  },
  {
    names: ["diff", "cmp", "sdiff", "colordiff", "vimdiff", "delta", "icdiff", "wdiff", "diff3"],
    options: { "-U --unified -C -x --exclude -I -W --color": "value" },
    does: compare,
  },
  { names: ["split"], options: { "-b -l -n -a": "value" }, operands: ["read", "create"], output: "none" },
  { names: ["strings"], options: { "-n -t -e": "value" }, operands: ["read"], output: "content" },
  { names: ["envsubst"], does: substituteVariables },
  {
    names: ["jq", "yq", "xq", "dasel", "fx", "gojq", "jaq", "mlr", "xsv", "csvcut", "xmllint", "tomlq"],
    options: { "--arg --argjson --slurpfile --rawfile --indent": "value" },
    does: query,
  },
  {
    names: [
      "md5sum",
      "sha1sum",
      "sha224sum",
      "sha256sum",
      "sha384sum",
      "sha512sum",
      "shasum",
      "b2sum",
      "cksum",
      "sum",
      "md5",
    ],
    options: { "-a --algorithm": "value" },
    does: (run) => marked(blurred(inputOf(run)), { encoded: true }),
  },
  {
    names: ["wc"],
    options: { "--files0-from": "value" },
    before: readsListed,
    operands: ["read"],
    output: "output",
  },
];

/** `cut -c` and `-d… -f…` of a known text. */
function cut(run: Run): Flow {
  const flow = inputOf(run);
  const fields = value(run, "-f", "--fields")?.text;
  const chars = value(run, "-c", "--characters", "-b", "--bytes")?.text;
  const by = value(run, "-d", "--delimiter")?.text ?? "\t";
  if (!isKnown(flow) || (fields ?? chars) === undefined) return flow;
  const lines = flow.text
    .split("\n")
    .map((line) =>
      fields === undefined
        ? picked([...line], chars ?? "").join("")
        : picked(line.split(by), fields).join(by),
    );
  return { text: lines.join("\n"), from: flow.from };
}

/** Positions as cut names them, from 1: `2`, `1,3`, `2-`, `-4`. */
function picked(parts: readonly string[], ranges: string): readonly string[] {
  const wanted = ranges.split(",").map((range) => {
    const [start = "", end = start] = range.split("-");
    return [
      Number(start || 1),
      range.includes("-") ? Number(end || Number.POSITIVE_INFINITY) : Number(start),
    ] as const;
  });
  return parts.filter((_, at) => wanted.some(([start, end]) => at + 1 >= start && at + 1 <= end));
}

/** jq and yq: a filter first; `yq -i` edits in place. */
function query(run: Run): Flow {
  const files = run.operands.filter((_, index) => index > 0);
  const filter = operand(run, 0);
  const flow = join(inputOf(run, files), variablesIn(run, filter));
  const told: Flow = { text: `${filter}${unknownPart}`, from: flow.from };
  if (has(run, "-i", "--inplace", "--in-place")) {
    for (const file of files) write(run, file, told);
    return nothing;
  }
  // Names and numbers tell nothing of what stands there.
  if (/(^|\|)\s*(keys|keys_unsorted|length|type)\s*(\[\]\s*)?$/.test(filter)) return outputFlow;
  if (/@base(?:64|32)(?!d)/.test(filter)) return encoded(run, flow);
  return /@base64d/.test(filter)
    ? marked(blurred(flow), { decoded: true })
    : { text: flow === nothing ? unknownPart : told.text, from: flow.from };
}
