import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../build/paths.ts";
import { effects } from "../../src/shell/effects.ts";
import { programNames } from "../../src/shell/programs/registry.ts";
import { reportOf } from "./report-of.ts";

const folder = join(root, "src", "shell");

const source = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith("effects.ts"))
  .map((file) => readFileSync(join(folder, file), "utf8"))
  .join("\n");

test.for(Object.keys(effects))("%s is some program's effect", (name) =>
  expect(source).toContain(`"${name}"`),
);

test("every effect is documented in one line", () => {
  for (const doc of Object.values(effects)) expect(doc).toMatch(/^[^\n.]{8,120}$/);
});

/** Any program may be given anything. */
const odd = [
  "",
  "-",
  "--",
  "-x",
  "--=",
  "'",
  "=",
  "@",
  "/",
  "-c",
  "--help",
  "\\",
  "*",
  "{}",
  "~",
  "\u{fffc}",
  "a=b",
  "http://",
  "-o -o -o",
  "$X $Y",
];

test.for([...programNames])("%s takes any argument", (name) => {
  for (const argument of odd) {
    expect(() => reportOf(`${name} ${argument}`)).not.toThrow();
    expect(() => reportOf(`echo x | ${name} ${argument} y > /tmp/z`)).not.toThrow();
  }
});
