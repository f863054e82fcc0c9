import { expect, test } from "vitest";
import { blobWriterFor, executableName, locked, targetNamed, targets } from "../../build/targets.ts";

const named = (name: string) => {
  const found = targetNamed(name);
  if (found === undefined) throw new Error(`internal: no target ${name}`);
  return found;
};

test.each(targets)("$name: its runtime is pinned by version and hash", ({ runtime }) => {
  expect(locked(runtime)).toMatchObject({
    version: expect.stringMatching(/^26\.\d+\.\d+$/),
    integrity: expect.stringMatching(/^sha512-[A-Za-z0-9+/]{86}==$/),
  });
});

test("no two targets share a runtime or the name of a package", () => {
  expect(new Set(targets.map(({ runtime }) => runtime)).size).toBe(targets.length);
  expect(new Set(targets.map(({ label }) => label)).size).toBe(targets.length);
});

test("a package that the lock file does not name is refused", () => {
  expect(() => locked("node-plan9-x64")).toThrow("package-lock.json does not name node-plan9-x64");
});

const builders = ["linux-x64", "darwin-x64", "win-x64"];

test.each(builders.flatMap((host) => targets.map(({ name }) => [host, name] as const)))(
  "on %s, the blob for %s is written by a runtime of its own version",
  (host, name) => {
    const target = named(name);
    expect(blobWriterFor(target, named(host))?.version).toBe(locked(target.runtime).version);
  },
);

test.each([
  ["linux-x64", "prempti"],
  ["darwin-arm64", "prempti"],
  ["win-arm64", "prempti.exe"],
])("the executable for %s is %s", (name, file) => expect(executableName(named(name))).toBe(file));
