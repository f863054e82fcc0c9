// node build/demo-picture.ts: runs the built executable's demo and draws what it printed into docs/demo.svg.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executable, root } from "./paths.ts";

/** Columns of the picture; longer lines are broken between words. */
const columns = 144;
const [lineHeight, columnWidth, margin] = [18, 7.8, 16];

/** What the demo's colours mean on a dark ground, by their number in the escape sequence. */
const styles: Readonly<Record<string, string>> = {
  "1": `font-weight="bold"`,
  "2": `fill="#8b949e"`,
  "31": `fill="#ff7b72"`,
  "32": `fill="#7ee787"`,
  "33": `fill="#e3b341"`,
};

function runDemo(): string {
  const home = mkdtempSync(join(tmpdir(), "prempti-picture-"));
  try {
    const env = {
      ...process.env,
      HOME: home,
      PREMPTI_HOME: join(home, ".prempti"),
      FORCE_COLOR: "1",
      NO_COLOR: "",
    };
    return execFileSync(executable, ["demo"], { env, encoding: "utf8" });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Table rows are never longer than a line; prose has no colours in it, so it can be broken anywhere. */
function breakLine(line: string): string[] {
  if (line.includes("\x1b") || line.length <= columns) return [line];
  const indent = /^ */.exec(line)?.[0] ?? "";
  const lines = [indent];
  for (const word of line.trim().split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last.length + word.length + 1 > columns) lines.push(`${indent}${word}`);
    else lines[lines.length - 1] = last.trim() === "" ? `${indent}${word}` : `${last} ${word}`;
  }
  return lines;
}

const escapeText = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function draw(line: string, row: number): string {
  let style = "";
  const spans = line.split("\x1b[").map((piece, at) => {
    if (at === 0) return escapeText(piece);
    const [, code = "0", text = ""] = /^(\d+)m([\s\S]*)$/.exec(piece) ?? [];
    style = styles[code] ?? "";
    return style === "" ? escapeText(text) : `<tspan ${style}>${escapeText(text)}</tspan>`;
  });
  return `<text x="${margin}" y="${margin + (row + 1) * lineHeight}" xml:space="preserve">${spans.join("")}</text>`;
}

const lines = ["$ prempti demo", "", ...runDemo().trimEnd().split("\n").flatMap(breakLine)];
const [width, height] = [columns * columnWidth + 2 * margin, (lines.length + 1) * lineHeight + 2 * margin];
writeFileSync(
  join(root, "docs", "demo.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#e6edf3">\n` +
    `<title>Output of prempti demo</title>\n<rect width="100%" height="100%" rx="8" fill="#0d1117"/>\n${lines.map(draw).join("\n")}\n</svg>\n`,
);
