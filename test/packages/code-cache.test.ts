import { execFileSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildBlob } from "../../build/blob.ts";
import { partNames } from "../../build/parts.ts";
import { bundles } from "../../build/paths.ts";
import { findRuntime } from "../../build/runtime.ts";
import { hostTarget } from "../../build/targets.ts";
import { withFlagsOf } from "../../build/v8-flags.ts";
import { inWorkFolder } from "../../build/write.ts";

const takeCache = `
  const { readFileSync } = require("node:fs");
  const { Script } = require("node:vm");
  const [, part] = process.argv;
  const cachedData = readFileSync(part + ".cache");
  const script = new Script(readFileSync(part + ".js", "latin1"), { cachedData });
  console.log(script.cachedDataRejected ? "refused" : "taken");`;

test("code caches are the same at every build, and a runtime without flags takes them", () =>
  inWorkFolder(async (folder) => {
    const build = async (name: string) => {
      cpSync(bundles, join(folder, name), { recursive: true });
      return buildBlob(hostTarget(), join(folder, name));
    };
    const [first, second] = [await build("first"), await build("second")];
    expect(first.hasCodeCache).toBe(true);
    expect(first.bytes.equals(second.bytes)).toBe(true);
    for (const part of partNames.filter((name) => name !== "main")) {
      const said = execFileSync(findRuntime(), ["-e", takeCache, join(folder, "first", part)]);
      expect(`${part} ${said}`).toBe(`${part} taken\n`);
    }
  }));

test("a refused cache would be seen", () =>
  inWorkFolder(async (folder) => {
    cpSync(join(bundles, "here.js"), join(folder, "here.js"));
    writeFileSync(join(folder, "here.cache"), Buffer.alloc(4096, 1));
    const said = execFileSync(findRuntime(), ["-e", takeCache, join(folder, "here")]);
    expect(said.toString()).toBe("refused\n");
  }));

test("every cache in a blob gets the flags of the given one", () => {
  const cache = (flags: string) => Buffer.from(`MAGCVERSsrc.${flags}rest`);
  const blob = Buffer.concat([Buffer.from("head"), cache("odd1"), Buffer.from("between"), cache("odd2")]);
  expect(withFlagsOf(cache("good"), blob).toString()).toBe(
    "headMAGCVERSsrc.goodrestbetweenMAGCVERSsrc.goodrest",
  );
});
