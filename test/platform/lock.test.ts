import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { acquireLock } from "../../src/platform/lock.ts";

test.skipIf(process.platform === "win32")("one holder at a time, whoever asks first of many", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lock-"));
  const asked = await Promise.all(Array.from({ length: 20 }, () => acquireLock(folder)));
  const held = asked.filter((lock) => lock !== undefined);
  expect(held).toHaveLength(1);
  for (const { release } of held) release();
  await expect.poll(() => acquireLock(folder)).toBeDefined();
  rmSync(folder, { recursive: true });
});
