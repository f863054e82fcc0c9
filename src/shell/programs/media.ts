import { contact, read, runText, write } from "../act.ts";
import { blurred, type Flow, join, nothing, outputFlow } from "../flow.ts";
import { value, values } from "../given.ts";
import { upToLast } from "../scan.ts";
import { type Word, wordFrom } from "../word.ts";
import type { Program, Run } from "./program.ts";

const isFile = (text: string): boolean => /^[./~]|\.\w{1,5}$|\//.test(text) && !/^-/.test(text);

/** Sources, and a target that is the last word or behind `-o`. */
function convert(run: Run): Flow {
  const named = value(run, "-o", "--output", "-out", "--out");
  const files = run.operands.filter(({ text }) => isFile(text));
  const target = named ?? (files.length > 1 ? files.at(-1) : undefined);
  let flow = nothing;
  for (const word of files) if (word !== target) flow = join(flow, take(run, word));
  for (const word of values(run, "-i", "--input", "-filter_complex_script"))
    flow = join(flow, take(run, word));
  if (target !== undefined) write(run, bare(target), blurred(flow));
  return flow === nothing ? outputFlow : blurred(flow);
}

/** `msl:file`, `text:file` and `@file` of ImageMagick, `concat:` and `file:` of ffmpeg. */
const bare = (word: Word): Word =>
  wordFrom(
    word.text.replace(/^(text|msl|caption|label|file|concat|png|jpg|pdf|txt|subfile[^:]*):(?!\/\/)@?|^@/, ""),
    word.from,
    word.glob,
  );

function take(run: Run, word: Word): Flow {
  if (word.text.includes("://")) {
    contact(run, word.text);
    return nothing;
  }
  return read(run, bare(word));
}

/** TeX may run commands, if it is told that it may. */
function typeset(run: Run): Flow {
  for (const word of run.operands) {
    if (isFile(word.text)) read(run, word);
    for (const [, code = ""] of upToLast(word.text, "}").matchAll(
      /\\(?:immediate)?\\?write18\s*\{([^}]*)\}/g,
    ))
      runText(run, wordFrom(code, word.from));
    for (const [, file = ""] of word.text.matchAll(/\\(?:input|include|openin\d*=?)\s*\{?([^}\s]+)\}?/g))
      read(run, wordFrom(file, word.from));
  }
  return outputFlow;
}

export const media: readonly Program[] = [
  {
    names: [
      "ffmpeg",
      "ffprobe",
      "ffplay",
      "sox",
      "convert",
      "magick",
      "mogrify",
      "identify",
      "composite",
      "montage",
      "pandoc",
      "gs",
      "pdftotext",
      "pdftk",
      "qpdf",
      "pdfunite",
      "pdftoppm",
      "rsvg-convert",
      "inkscape",
      "svgo",
      "cwebp",
      "optipng",
      "pngquant",
      "jpegoptim",
      "exiftool",
      "wkhtmltopdf",
      "weasyprint",
      "libreoffice",
      "soffice",
      "dot",
      "plantuml",
      "mmdc",
      "tesseract",
      "qrencode",
      "lame",
      "flac",
      "mp3info",
      "mkvmerge",
      "HandBrakeCLI",
      "vips",
      "gm",
      "groff",
      "asciidoctor",
      "enscript",
      "a2ps",
      "xsltproc",
      "tidy",
      "genhtml",
      "protoc",
      "flatc",
      "mockgen",
    ],
    style: "dashed",
    options: {
      "-i --input -o --output -out --out -f -t --to --from -vf -af -c:v -c:a -v -r -s -ss -filter_complex -map -crf -b:v -b:a -codec -preset -metadata -resize -quality -density -pix_fmt -V --pdf-engine --template -filter_complex_script":
        "value",
    },
    does: convert,
  },
  {
    names: [
      "pdflatex",
      "latex",
      "xelatex",
      "lualatex",
      "tex",
      "pdftex",
      "luatex",
      "latexmk",
      "tectonic",
      "typst",
      "bibtex",
      "biber",
    ],
    style: "dashed",
    options: { "-output-directory -jobname -interaction_x": "value" },
    does: typeset,
  },
];
