import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { out } from "../../build/paths.ts";
import { inWorkFolder, writeWhole } from "../../build/write.ts";

test("a file that holds the same already is left alone", () =>
  inWorkFolder(async (folder) => {
    const file = join(folder, "a", "b.js");
    writeWhole(file, "one");
    utimesSync(file, 1, 1);
    writeWhole(file, "one");
    expect(statSync(file).mtimeMs).toBe(1000);
    writeWhole(file, "two");
    expect(statSync(file).mtimeMs).not.toBe(1000);
    expect(readFileSync(file, "utf8")).toBe("two");
    expect(readdirSync(join(folder, "a"))).toEqual(["b.js"]);
  }));

test("two builds have folders of their own, and neither stays", async () => {
  const folders = await Promise.all(
    [1, 2].map(() =>
      inWorkFolder(async (folder) => {
        writeFileSync(join(folder, "parts.js"), "");
        return folder;
      }),
    ),
  );
  expect(new Set(folders).size).toBe(2);
  expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
});

test("what a killed build left behind goes after a day, and no sooner", async () => {
  const [old, young] = ["old", "young"].map((name) => join(out, `.work-test-${name}`)) as [string, string];
  for (const folder of [old, young]) mkdirSync(join(folder, "parts"), { recursive: true });
  const seconds = Date.now() / 1000 - 25 * 3600;
  utimesSync(old, seconds, seconds);
  await inWorkFolder(async () => undefined);
  expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
  rmSync(young, { recursive: true });
});
