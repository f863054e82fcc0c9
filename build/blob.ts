// The blob that an executable carries: the bundled parts and, where the target's own runtime runs here, code caches.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { partNames } from "./parts.ts";
import { root } from "./paths.ts";
import { findRuntime, readPinnedRuntime, readRuntime } from "./runtime.ts";
import { blobWriterFor, hostTarget, locked, type Target } from "./targets.ts";
import { cacheOf, steadyFlags, withFlagsOf } from "./v8-flags.ts";

export type Blob = { readonly bytes: Buffer; readonly hasCodeCache: boolean };

/** A command line without its arguments. */
type Program = readonly [string, ...string[]];

const cachedParts = partNames.filter((part) => part !== "main");

type Emulator = {
  readonly command: Program;
  /** What must be there beside the program itself. */
  readonly needs: string;
};

/** What runs a target's executables on another host, by host and target. */
const emulators: Readonly<Record<string, Emulator>> = {
  // Debian: qemu-user-static; libc6-arm64-cross, libstdc++6-arm64-cross, libatomic1-arm64-cross
  "linux-x64 linux-arm64": {
    command: ["/usr/bin/qemu-aarch64-static", "-L", "/usr/aarch64-linux-gnu"],
    needs: "/usr/aarch64-linux-gnu/lib/libatomic.so.1",
  },
  "darwin-arm64 darwin-x64": {
    command: ["/usr/bin/arch", "-x86_64"],
    needs: "/Library/Apple/usr/libexec/oah/libRosettaRuntime",
  },
};

/** What goes before an executable of the target's to start it here; `undefined` when it can't be. */
export function emulatorFor(target: Target): readonly string[] | undefined {
  const host = hostTarget();
  if (target === host) return [];
  const { command, needs } = emulators[`${host.name} ${target.name}`] ?? { command: [""], needs: "" };
  return existsSync(command[0]) && existsSync(needs) ? command : undefined;
}

async function findOwnRuntime(target: Target, folder: string): Promise<Program | undefined> {
  if (target === hostTarget()) return [findRuntime()];
  const [emulator, ...options] = emulatorFor(target) ?? [];
  if (emulator === undefined) return undefined;
  return [emulator, ...options, unpack(await readRuntime(target), folder)];
}

/** A runtime of the target's version that runs here: it writes the blob, whose form may change with the version. */
async function findBlobWriter(target: Target, folder: string): Promise<Program> {
  const host = hostTarget();
  const pinned = blobWriterFor(target, host);
  const { version } = locked(target.runtime);
  if (pinned === undefined) throw new Error(`no runtime ${version} for ${host.name} is pinned`);
  if (pinned.version === locked(host.runtime).version) return [findRuntime()];
  return [unpack(await readPinnedRuntime(pinned, host.platform), folder)];
}

function unpack(program: Buffer, folder: string): string {
  const file = join(folder, process.platform === "win32" ? "runtime.exe" : "runtime");
  writeFileSync(file, program);
  chmodSync(file, 0o755);
  return file;
}

function run([program, ...options]: Program, args: readonly string[], cwd: string): void {
  // The writer says on stderr where it wrote the blob; an error of ours carries what it said.
  execFileSync(program, [...options, ...steadyFlags, ...args], { cwd, stdio: ["ignore", "ignore", "pipe"] });
}

/** sea-config.json with its paths in `folder`, so that the folder's name does not get into the blob. */
function writeConfig(folder: string, { platform }: Target, hasCodeCache: boolean): void {
  const config = JSON.parse(readFileSync(join(root, "sea-config.json"), "utf8"));
  const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
  const assets = Object.entries<string>(config.assets)
    .map(([name, path]) => [name, nameOf(path)] as const)
    .filter(([name]) => hasCodeCache || !name.endsWith(".cache"));
  const here = {
    ...config,
    main: nameOf(config.main),
    output: nameOf(config.output),
    useCodeCache: hasCodeCache,
    // Without it OPENSSL_CONF names a file whose libraries are loaded before the first line of ours runs.
    execArgv: [...config.execArgv, `--openssl-config=${platform === "win32" ? "NUL" : "/dev/null"}`],
    assets: Object.fromEntries(assets),
  };
  writeFileSync(join(folder, "sea-config.json"), JSON.stringify(here));
}

/** The blob for `target`, of the parts that lie bundled in `folder`. */
export async function buildBlob(target: Target, folder: string): Promise<Blob> {
  const own = await findOwnRuntime(target, folder);
  const hasCodeCache = own !== undefined;
  if (own !== undefined)
    for (const part of cachedParts) run(own, [join(root, "build", "code-cache.ts"), folder, part], folder);
  writeConfig(folder, target, hasCodeCache);
  run(
    own ?? (await findBlobWriter(target, folder)),
    ["--experimental-sea-config", "sea-config.json"],
    folder,
  );
  const bytes = readFileSync(join(folder, "prempti.blob"));
  if (!hasCodeCache) return { bytes, hasCodeCache };
  return { bytes: withFlagsOf(readFileSync(join(folder, cacheOf("here"))), bytes), hasCodeCache };
}
