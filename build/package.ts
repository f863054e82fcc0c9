// Builds the packages of a release: node build/package.ts [--target NAME|all] [--finish].
// --finish leaves the packages alone and writes what goes with them: checksums, bill of materials, notes, manifests.
import { mkdirSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { bundle } from "./bundle.ts";
import { buildExecutable, type Executable } from "./executable.ts";
import { generate } from "./generate.ts";
import { archive, archiveName } from "./package/archive.ts";
import { builtName, printBuilt } from "./package/built.ts";
import { finish } from "./package/finish.ts";
import { readComponents, readRuntimeComponent, thirdPartyLicences } from "./package/licences.ts";
import { msi, msiName, whyNoMsi } from "./package/msi.ts";
import { pkg, pkgName } from "./package/pkg.ts";
import { readRelease } from "./package/release.ts";
import { dist, root } from "./paths.ts";
import { hostTarget, locked, type Target, targetNamed, targets } from "./targets.ts";
import { inWorkFolder, writeWhole } from "./write.ts";

const targetHint = `--target is all or one of ${targets.map(({ name }) => name).join(", ")}`;

function misused(error: string): never {
  console.error(`prempti: error: ${error}\nprempti: hint: ${targetHint}`);
  process.exit(2);
}

function readOptions(): { readonly chosen: readonly Target[]; readonly isFinish: boolean } {
  try {
    const { values } = parseArgs({
      options: { target: { type: "string", multiple: true }, finish: { type: "boolean", default: false } },
    });
    const names = values.target ?? [hostTarget().name];
    const unknown = names.filter((name) => name !== "all" && targetNamed(name) === undefined);
    if (unknown.length > 0) misused(`there is no target "${unknown.join('", "')}"`);
    const isWanted = ({ name }: Target) => names.includes("all") || names.includes(name);
    return { chosen: targets.filter(isWanted), isFinish: values.finish };
  } catch (error) {
    return misused(error instanceof Error ? error.message : String(error));
  }
}

const release = readRelease();

function put(name: string, bytes: Buffer): void {
  const file = join(dist, name);
  writeWhole(file, bytes);
  console.log(`${relative(root, file)} (${(bytes.length / 1e6).toFixed(1)} MB)`);
}

function packageOne(executable: Executable, bundled: readonly string[], work: string): void {
  const { target } = executable;
  const notices = noticesFor(target, bundled);
  put(archiveName(target, release), archive(executable, release, notices));
  if (target.platform === "win32") {
    const why = whyNoMsi();
    if (why === undefined)
      put(msiName(target, release), msi(executable, release, notices, join(work, "msi", target.name)));
    else console.error(`prempti: skipped ${msiName(target, release)}: ${why}`);
  }
  if (target.platform === "darwin") packageForMac([executable], bundled, work);
  const { name, version } = locked(target.runtime);
  const built = {
    target: target.name,
    runtime: `${name}@${version}`,
    hasCodeCache: executable.hasCodeCache,
    executableBytes: statSync(executable.file).size,
  };
  writeWhole(join(dist, builtName(target.label)), printBuilt(built));
}

function packageForMac(executables: readonly Executable[], bundled: readonly string[], work: string): void {
  const [first] = executables;
  if (first === undefined) return;
  const name = pkgName(
    executables.map(({ target }) => target),
    release,
  );
  put(name, pkg(executables, release, noticesFor(first.target, bundled), join(work, "pkg", name)));
}

function noticesFor(target: Target, bundled: readonly string[]): string {
  return thirdPartyLicences([...readComponents(bundled), readRuntimeComponent(target)]);
}

async function packageAll(chosen: readonly Target[], work: string): Promise<void> {
  const parts = join(work, "parts");
  const bundled = await bundle(parts);
  const forMac: Executable[] = [];
  for (const target of chosen) {
    const executable = await buildExecutable(target, parts, join(work, target.name));
    if (!executable.hasCodeCache)
      console.error(
        `prempti: no code cache for ${target.name}: its runtime does not run here (docs/install.md)`,
      );
    packageOne(executable, bundled, work);
    if (target.platform === "darwin") forMac.push(executable);
    else rmSync(join(work, target.name), { recursive: true });
  }
  if (forMac.length > 1) packageForMac(forMac, bundled, work);
  finish(release, bundled);
}

async function bundledPackages(work: string): Promise<readonly string[]> {
  return bundle(join(work, "parts"));
}

const { chosen, isFinish } = readOptions();
await generate();
if (isFinish) finish(release, await inWorkFolder(bundledPackages));
else {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  await inWorkFolder((work) => packageAll(chosen, work));
}
