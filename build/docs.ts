// Writes the pages of docs/ that say what the sources say: docs/commands.md and docs/configuration.md.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Cli } from "clipanion";
import type { World } from "../src/cli/command.ts";
import { commands } from "../src/cli/commands.ts";
import { commandsDocument, configurationDocument } from "../src/cli/manual/markdown.ts";
import { globalOptionsOf, pagesOf } from "../src/cli/manual/page.ts";
import { configKeys } from "../src/platform/config-keys.ts";
import { root } from "./paths.ts";

/** The generated pages by their name in docs/. */
export function generatedDocuments(): ReadonlyMap<string, string> {
  const definitions = Cli.from<World>([...commands], { binaryName: "prempti" }).definitions();
  return new Map([
    ["commands.md", commandsDocument(pagesOf(definitions), globalOptionsOf(definitions))],
    ["configuration.md", configurationDocument(Object.values(configKeys))],
  ]);
}

if (import.meta.main)
  for (const [name, text] of generatedDocuments()) writeFileSync(join(root, "docs", name), text);
