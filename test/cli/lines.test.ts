import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { type Line, linesOf } from "../../src/cli/lines.ts";

async function linesFrom(chunks: readonly (string | Buffer)[], limit = 1_000): Promise<readonly Line[]> {
  const lines: Line[] = [];
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk as string)));
  for await (const batch of linesOf(stream, limit)) lines.push(...batch);
  return lines;
}

test.for<[what: string, chunks: (string | Buffer)[], lines: readonly string[]]>([
  ["nothing", [], []],
  ["no line end", ["a"], ["a"]],
  ["line ends", ["a\nb\n"], ["a", "b"]],
  ["blank lines", ["\n\n a\n  \n\n"], [" a"]],
  ["a line in many chunks", ["a", "b", "c\nd", "e"], ["abc", "de"]],
  ["a character cut in two", [Buffer.from([0xc3]), Buffer.from([0xa4, 10]), Buffer.from("x")], ["ä", "x"]],
  ["a line end alone in a chunk", ["a", "\n", "b"], ["a", "b"]],
  ["Windows line ends", ["a\r\nb\r\n"], ["a\r", "b\r"]],
])("%s", async ([, chunks, lines]) => expect(await linesFrom(chunks)).toEqual(lines));

test("bytes that are no UTF-8 spoil their own line alone", async () => {
  const bytes = Buffer.concat([Buffer.from("a\nx"), Buffer.from([0xff]), Buffer.from("y\nb\nc")]);
  expect(await linesFrom([bytes])).toEqual(["a", { unreadable: "the line is not UTF-8" }, "b", "c"]);
});

test("a line longer than the limit is skipped and told", async () => {
  const chunks = ["a\n", ...Array.from({ length: 30 }, () => "x".repeat(100)), "\nb\n"];
  expect(await linesFrom(chunks)).toEqual(["a", { unreadable: "the line is longer than 1000 bytes" }, "b"]);
});

test("however a text is cut into chunks, its lines are the same", async () => {
  const bytes = Buffer.from("eins\nzwäi\n\n€uro\nvier");
  for (let size = 1; size <= bytes.length; size += 1) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    );
    expect(await linesFrom(chunks)).toEqual(["eins", "zwäi", "€uro", "vier"]);
  }
});
