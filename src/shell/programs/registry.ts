import { withAdditions } from "./additions.ts";
import { agents } from "./agents.ts";
import { archives } from "./archives.ts";
import { builders } from "./builders.ts";
import { cloud } from "./cloud.ts";
import { compilers } from "./compilers.ts";
import { configEditors } from "./config-editors.ts";
import { consolePrograms } from "./consoles.ts";
import { containers } from "./containers.ts";
import { coreutils } from "./coreutils.ts";
import { cryptography } from "./cryptography.ts";
import { databases } from "./databases.ts";
import { downloads } from "./downloads.ts";
import { editors } from "./editors.ts";
import { exposing } from "./exposing.ts";
import { fileServers } from "./file-servers.ts";
import { files } from "./files.ts";
import { finding } from "./finding.ts";
import { forges } from "./forges.ts";
import { git } from "./git.ts";
import { infrastructure } from "./infrastructure.ts";
import { interpreters } from "./interpreters.ts";
import { javascriptPackages } from "./javascript-packages.ts";
import { kubernetes } from "./kubernetes.ts";
import { macos } from "./macos.ts";
import { media } from "./media.ts";
import { messageBus } from "./message-bus.ts";
import { network } from "./network.ts";
import { packages } from "./packages.ts";
import { patching } from "./patching.ts";
import { premptis } from "./prempti.ts";
import type { Program } from "./program.ts";
import { putty } from "./putty.ts";
import { pythonPackages } from "./python-packages.ts";
import { remotes } from "./remote.ts";
import { scaffolders } from "./scaffolds.ts";
import { secretStores } from "./secret-stores.ts";
import { services } from "./services.ts";
import { shellBuiltins } from "./shell-builtins.ts";
import { shells } from "./shells.ts";
import { system } from "./system.ts";
import { terminals } from "./terminals.ts";
import { testRunners } from "./test-runners.ts";
import { textPrograms } from "./text.ts";
import { uploaders } from "./uploaders.ts";
import { windows } from "./windows.ts";
import { wrappers } from "./wrappers.ts";

/** Every area's rows. No name has two. */
export const areas: readonly (readonly Program[])[] = [
  shellBuiltins,
  shells,
  wrappers,
  coreutils,
  files,
  textPrograms,
  finding,
  downloads,
  git,
  network,
  windows,
  agents,
  archives,
  builders,
  cloud,
  compilers,
  configEditors,
  consolePrograms,
  containers,
  cryptography,
  databases,
  editors,
  exposing,
  fileServers,
  forges,
  infrastructure,
  interpreters,
  javascriptPackages,
  kubernetes,
  macos,
  media,
  messageBus,
  packages,
  patching,
  premptis,
  putty,
  pythonPackages,
  remotes,
  scaffolders,
  secretStores,
  services,
  system,
  terminals,
  testRunners,
  uploaders,
];

const table: ReadonlyMap<string, Program> = new Map(
  areas.flatMap((rows) => rows.flatMap((row) => row.names.map((name) => [name, row] as const))),
);

/** Rows with their additions, by name. Made when a command names them: a hook without a daemon looks at few. */
const complete = new Map<string, Program>();

function rowOf(name: string): Program | undefined {
  const known = complete.get(name);
  if (known !== undefined) return known;
  const row = table.get(name);
  if (row === undefined) return undefined;
  const made = withAdditions(row, name);
  complete.set(name, made);
  return made;
}

/** Every name in the table. */
export const programNames: readonly string[] = [...table.keys()];

const versioned = /^(python|pip|ruby|perl|node|php|lua|gcc|clang|idle)(\d[\d.]*)$/;

/** A program's row by the base name that was typed; file systems without case and Windows' .exe are allowed for. */
export function programNamed(base: string): Program | undefined {
  const found = rowOf(base);
  if (found !== undefined) return found;
  const plain = base.replace(/\.exe$/i, "").toLowerCase();
  return rowOf(plain) ?? rowOf(versioned.exec(plain)?.[1] ?? "");
}
