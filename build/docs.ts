// Writes the pages that say what the sources say: docs/commands.md, docs/configuration.md and a part of SECURITY.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Cli } from "clipanion";
import type { World } from "../src/cli/command.ts";
import { commands } from "../src/cli/commands.ts";
import { commandsDocument, configurationDocument } from "../src/cli/manual/markdown.ts";
import { globalOptionsOf, pagesOf } from "../src/cli/manual/page.ts";
import { configKeys } from "../src/platform/config-keys.ts";
import { root } from "./paths.ts";
import { residualRisks, withResidualRisks } from "./residual-risks.ts";

/** The generated pages by their path from the root. */
export function generatedDocuments(): ReadonlyMap<string, string> {
  const definitions = Cli.from<World>([...commands], { binaryName: "prempti" }).definitions();
  return new Map([
    ["docs/commands.md", commandsDocument(pagesOf(definitions), globalOptionsOf(definitions))],
    ["docs/configuration.md", configurationDocument(Object.values(configKeys))],
    ["SECURITY.md", withResidualRisks(readFileSync(join(root, "SECURITY.md"), "utf8"), residualRisks())],
  ]);
}

if (import.meta.main) for (const [name, text] of generatedDocuments()) writeFileSync(join(root, name), text);
