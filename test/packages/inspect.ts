// Packages looked into with their systems' own tools.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../build/package/checksums.ts";
import { dist } from "../../build/paths.ts";
import { readEntry } from "../../build/tar.ts";
import { expectEqual, expectText, folder, packageFile } from "./dist-files.ts";

export function checkSizes(): void {
  const packages = readdirSync(dist).filter((name) => name.endsWith(".tar.gz"));
  expectEqual(packages.length, 6, "archives");
  for (const name of packages) {
    const megabytes = readFileSync(join(dist, name)).length / 1e6;
    if (megabytes > 60) throw new Error(`${name} has ${megabytes} MB`);
  }
}

export function checkMsi(label: string, template: string): void {
  const file = packageFile(`${label}.msi`);
  const info = (...args: readonly string[]) => execFileSync("msiinfo", args, { encoding: "utf8" });
  expectText(info("suminfo", file), new RegExp(`Template: ${template};1033`), "the architecture");
  expectText(info("suminfo", file), /Source: 10 /, "compressed, and no administrator needed");
  const sequence = info("export", file, "InstallExecuteSequence");
  const numberOf = (action: string) =>
    Number(new RegExp(`^${action}\\t[^\\t]*\\t(\\d+)`, "m").exec(sequence)?.[1]);
  const order = [
    "FindShell",
    "UninstallItself",
    "RemoveFiles",
    "InstallFiles",
    "InstallItself",
    "InstallFinalize",
  ];
  expectEqual(
    [...order].sort((a, b) => numberOf(a) - numberOf(b)),
    order,
    "the order of what is done",
  );
  const actions = info("export", file, "CustomAction");
  // 1024: when the files are in place; 50: the program that a property names; 18: a file of the package; 64: whatever
  // it returns.
  expectText(
    actions,
    /^InstallItself\t1074\tPREMPTISHELL\t.*\[#PremptiExe\]" install --yes /m,
    "the install",
  );
  expectText(
    actions,
    /^UninstallItself\t1106\tPremptiExe\tuninstall --yes --keep-user-rules\t/m,
    "the uninstall",
  );
  expectText(info("export", file, "Upgrade"), /WIX_UPGRADE_DETECTED/, "upgrades");
  const to = folder(label);
  execFileSync("msiextract", ["-C", to, file], { stdio: "ignore" });
  const extracted = join(to, "Programs", "Prempti");
  expectEqual(
    readdirSync(extracted).sort(),
    ["LICENSE.txt", "THIRD-PARTY-LICENCES.txt", "prempti.exe"],
    "files",
  );
  const archive = packageFile(`${label}.tar.gz`);
  const name = archive.slice(dist.length + 1, -".tar.gz".length);
  const program = readEntry(readFileSync(archive), `${name}/prempti.exe`) ?? Buffer.alloc(0);
  expectEqual(sha256(readFileSync(join(extracted, "prempti.exe"))), sha256(program), "the executable");
}

export function checkPkg(ending: string, programs: readonly string[]): void {
  const to = folder(ending);
  execFileSync("bsdtar", ["-xf", packageFile(ending), "-C", to]);
  expectEqual(readdirSync(to).sort(), ["Distribution", "prempti.pkg"], "the package's files");
  const names = ["Bom", "PackageInfo", "Payload", "Scripts"];
  expectEqual(readdirSync(join(to, "prempti.pkg")).sort(), names, "the component's files");
  for (const part of ["Payload", "Scripts"]) {
    const into = folder(ending, part);
    execFileSync("bsdtar", ["-xf", join(to, "prempti.pkg", part), "-C", into]);
    const expected = part === "Payload" ? ["THIRD-PARTY-LICENCES.txt", ...programs] : ["postinstall"];
    expectEqual(readdirSync(into).sort(), [...expected].sort(), part);
    if (part === "Scripts") continue;
    for (const program of programs)
      expectText(
        execFileSync("file", ["-b", join(into, program)], { encoding: "utf8" }),
        /^Mach-O 64-bit/,
        program,
      );
  }
}

export function checkChecksums(): void {
  execFileSync("sha256sum", ["--check", "--quiet", "SHA256SUMS"], { cwd: dist, stdio: "pipe" });
}
