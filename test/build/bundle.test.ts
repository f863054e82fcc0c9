import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundle } from "../../build/bundle.ts";
import { partNames } from "../../build/parts.ts";
import { bundles, root } from "../../build/paths.ts";

const built = readdirSync(bundles).filter((name) => name.endsWith(".js"));

test("two builds of the same sources give the same bundles", async () => {
  const again = mkdtempSync(join(tmpdir(), "prempti-bundle-"));
  await bundle(again);
  const differing = built.filter(
    (name) => !readFileSync(join(again, name)).equals(readFileSync(join(bundles, name))),
  );
  rmSync(again, { recursive: true, force: true });
  expect(built).toHaveLength(partNames.length);
  expect(differing).toEqual([]);
});

test.each(built)("%s names no folder of the machine that built it", (name) => {
  expect(readFileSync(join(bundles, name), "utf8")).not.toContain(root);
});

// With these two in the environment, yaml's build for Node prints each token on standard output, where the answer is.
test.each(built)("%s lets no variable of the environment make the YAML library talk", (name) => {
  expect(readFileSync(join(bundles, name), "utf8")).not.toMatch(/LOG_(?:TOKENS|STREAM)/);
});
