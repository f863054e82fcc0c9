import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type Entry, gzip, readEntry, tar } from "../../build/tar.ts";
import { inWorkFolder } from "../../build/write.ts";

const entries: readonly Entry[] = [
  { path: "prempti/prempti", content: Buffer.alloc(1000, "x"), mode: 0o755 },
  { path: "prempti/README.md", content: Buffer.from("read me\n"), mode: 0o644 },
  { path: "prempti/licences/a b.txt", content: Buffer.alloc(512, "l"), mode: 0o644 },
  { path: "prempti/empty", content: Buffer.alloc(0), mode: 0o644 },
];

test("the same files in any order give the same archive", () => {
  expect(gzip(tar(entries, 1e9))).toEqual(gzip(tar([...entries].reverse(), 1e9)));
});

test("the header of gzip holds no time and no system", () => {
  expect(gzip(Buffer.from("x")).subarray(0, 10).toString("hex")).toMatch(/^1f8b080000000000..ff$/);
});

test.each(entries)("$path is read back", ({ path, content }) => {
  expect(readEntry(gzip(tar(entries, 0)), path)).toEqual(content);
});

test("a file that is not in the archive", () => {
  expect(readEntry(gzip(tar(entries, 0)), "prempti/read")).toBeUndefined();
});

test("a path that does not fit a header is refused", () => {
  const long = { path: "p".repeat(101), content: Buffer.alloc(0), mode: 0o644 };
  expect(() => tar([long], 0)).toThrow("does not fit a tar header");
});

test.skipIf(process.platform === "win32")("what tar(1) lists", () =>
  inWorkFolder(async (folder) => {
    const file = join(folder, "a.tar");
    writeFileSync(file, gunzipSync(gzip(tar(entries, 1_000_000_000))));
    const listed = execFileSync("tar", ["--numeric-owner", "-tvf", file], {
      encoding: "utf8",
      env: { ...process.env, TZ: "UTC", LC_ALL: "C" },
    });
    expect(listed.replaceAll(/ +/g, " ").trim().split("\n")).toEqual([
      "drwxr-xr-x 0/0 0 2001-09-09 01:46 prempti/",
      "-rw-r--r-- 0/0 8 2001-09-09 01:46 prempti/README.md",
      "-rw-r--r-- 0/0 0 2001-09-09 01:46 prempti/empty",
      "drwxr-xr-x 0/0 0 2001-09-09 01:46 prempti/licences/",
      "-rw-r--r-- 0/0 512 2001-09-09 01:46 prempti/licences/a b.txt",
      "-rwxr-xr-x 0/0 1000 2001-09-09 01:46 prempti/prempti",
    ]);
  }),
);
