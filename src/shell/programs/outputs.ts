import { runWords, write } from "../act.ts";
import { values as givenTo, has, operand, value } from "../given.ts";
import { type Word, wordFrom } from "../word.ts";
import { builders } from "./builders.ts";
import type { Behaviour, Program, Run } from "./program.ts";
import { rewriteOutside } from "./rewriting.ts";

const puts = (outputs: string, values = ""): Behaviour => ({
  options: { [outputs]: "create", ...(values === "" ? {} : { [values]: "value" }) },
});

/** Outputs that are relative to the folder that is built, not to where the program is started. */
const putsBelow = (outputs: string, values = ""): Behaviour => ({
  options: { [`${outputs} ${values}`.trim()]: "value" },
  does: (run) => {
    const folder = run.operands[0]?.text ?? ".";
    for (const word of givenTo(run, ...outputs.split(" ")))
      write(run, /^[/~]/.test(word.text) ? word : wordFrom(`${folder}/${word.text}`, word.from));
    return undefined;
  },
});

const isFile = (text: string): boolean => /^[~./]|\/|\.\w{1,5}$/.test(text) && !/^-|:\/\//.test(text);

/** The last file that isn't an input; `-` and addresses are none. */
function lastFile(run: Run): void {
  const last = run.operands.at(-1);
  if (last !== undefined && isFile(last.text)) write(run, last);
}

const filesOf = (run: Run): readonly Word[] => run.operands.filter(({ text }) => isFile(text));

/** protoc's `--go_out=OPTIONS:FOLDER`. */
function generated(run: Run): void {
  for (const [at, word] of run.args.entries()) {
    const [, attached] = /^--\w+_out(?:=(.*))?$/s.exec(word.text) ?? [];
    const target = attached === undefined ? run.args[at + 1] : wordFrom(attached, word.from);
    if (/^--\w+_out/.test(word.text) && target !== undefined)
      write(run, wordFrom(target.text.replace(/^.*[:](?![\\/])/s, ""), target.from));
  }
}

const meson: Behaviour = {
  subcommands: {
    "setup configure": {
      options: {
        "--prefix --buildtype --cross-file --native-file -D --backend --bindir --libdir --default-library":
          "value",
      },
      operands: ["create", "value"],
    },
    install: puts("--destdir"),
  },
};

/** `cmake --install FOLDER --prefix FOLDER`: only there does `--prefix` name one, and all of it is below DESTDIR. */
const cmake: Behaviour = {
  options: { "-B": "create", "--prefix": "value" },
  does: (run) => {
    const staged = run.shell.variables.get("DESTDIR")?.[0];
    const folder = staged === undefined || staged.text === "" ? value(run, "--prefix") : staged;
    if (has(run, "--install") && folder !== undefined) write(run, folder);
    return undefined;
  },
};

const builderNames: ReadonlySet<string> = new Set(builders.flatMap(({ names }) => names));

/** `pnpm tsc`, `yarn prettier`: a program that the project brings, by its name alone. */
const runsBuilder: Behaviour = {
  style: "posix",
  options: { "-C --dir --cwd --filter -F": "value" },
  does: (run) => (builderNames.has(operand(run, 0)) ? runWords(run, run.operands) : undefined),
};

const encoderValues =
  "-i -f -t -to -vf -af -c -c:v -c:a -c:s -codec -vcodec -acodec -v -loglevel -r -s -ss -sseof -filter_complex -lavfi -map -map_metadata -crf -b -b:v -b:a -q -q:v -q:a -qscale -preset -tune -profile -profile:v -level -metadata -pix_fmt -ar -ac -ab -aspect -frames:v -vframes -g -threads -movflags -safe -loop -stream_loop -fps_mode -vsync -tag:v -maxrate -bufsize -framerate -start_number -hls_time -hls_list_size -x264-params";

/**
 * Where programs put what they make, for those whose own rows, in other files, are about something else: what they
 * fetch, run or print. See `additions.ts`.
 */
export const outputs: readonly Program[] = [
  { names: ["pnpm", "yarn", "yarnpkg"], ...runsBuilder },
  { names: ["cargo"], ...puts("--target-dir --root --out-dir --artifact-dir") },
  { names: ["cmake"], ...cmake },
  { names: ["meson"], ...meson },
  { names: ["javac", "scalac"], style: "dashed", ...puts("-d -s -h", "-cp -classpath") },
  { names: ["kotlinc"], style: "dashed", ...puts("-d", "-cp -classpath") },
  { names: ["rustc"], ...puts("--out-dir") },
  { names: ["zig"], ...puts("-p --prefix --cache-dir --global-cache-dir") },
  { names: ["gradle", "gradlew"], ...puts("--project-cache-dir") },
  { names: ["swift"], ...puts("--scratch-path --build-path") },
  {
    names: ["dotnet"],
    subcommands: {
      "build publish pack new test restore": puts(
        "-o --output --artifacts-path",
        "-c -f -r -v --configuration",
      ),
    },
  },
  { names: ["protoc"], does: (run) => void generated(run) },
  { names: ["mockgen"], style: "dashed", ...puts("-destination") },
  { names: ["astro"], ...puts("--outDir --outdir") },
  { names: ["vite"], subcommands: { build: putsBelow("--outDir --outdir", "-c --config -m --mode --base") } },
  {
    names: ["wasm-pack"],
    subcommands: {
      "build pack": putsBelow("-d --out-dir", "-t --target --out-name -s --scope -m --mode --profile"),
    },
  },
  { names: ["webpack"], ...puts("-o --output-path") },
  {
    names: ["bun"],
    subcommands: { build: puts("--outfile --outdir") },
  },
  { names: ["deno"], subcommands: { "compile bundle": puts("-o --output") } },
  { names: ["uv"], subcommands: { build: puts("-o --out-dir") } },
  { names: ["poetry"], subcommands: { build: puts("-o --output") } },
  {
    names: ["pip", "pip3"],
    subcommands: {
      install: puts("-t --target --prefix --root"),
      "download wheel": puts("-d --dest -w --wheel-dir"),
    },
  },
  {
    names: ["terraform", "tofu"],
    style: "posix",
    subcommands: { plan: { style: "dashed", ...puts("-out") } },
  },
  { names: ["pytest"], ...puts("--basetemp --junitxml --junit-xml") },
  {
    names: ["ffmpeg"],
    style: "dashed",
    options: { [encoderValues]: "value" },
    does: (run) => void lastFile(run),
  },
  {
    names: ["mogrify"],
    style: "dashed",
    ...puts("-path"),
    does: (run) => void rewriteOutside(run, filesOf(run)),
  },
  { names: ["optipng", "jpegoptim"], does: (run) => void rewriteOutside(run, filesOf(run)) },
  {
    names: ["svgo"],
    does: (run) => {
      if (!has(run, "-o", "--output")) rewriteOutside(run, filesOf(run));
      return undefined;
    },
  },
  {
    names: ["exiftool"],
    style: "dashed",
    does: (run) => {
      if (run.args.some(({ text }) => /^-[\w:]+[-+]?=/.test(text))) rewriteOutside(run, filesOf(run));
      return undefined;
    },
  },
  { names: ["shfmt"], does: (run) => (has(run, "-w", "--write") ? void rewriteOutside(run) : undefined) },
  { names: ["dot"], ...puts("-o") },
  { names: ["inkscape"], ...puts("-o --export-filename") },
  {
    names: ["gs"],
    does: (run) => {
      for (const { text, from } of run.args)
        if (text.startsWith("-sOutputFile=")) write(run, wordFrom(text.slice(13), from));
      return undefined;
    },
  },
  {
    names: ["pdflatex", "latex", "xelatex", "lualatex", "latexmk"],
    style: "dashed",
    ...puts("-output-directory -outdir -auxdir"),
  },
  { names: ["typst"], subcommands: { "compile c watch w": { operands: ["value", "create"] } } },
  {
    names: ["jupyter"],
    subcommands: { nbconvert: puts("--output-dir") },
  },
  { names: ["papermill"], operands: ["value", "create", "value"] },
];
