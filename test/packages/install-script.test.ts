import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { installScript } from "../../build/package/archive.ts";
import { checksums } from "../../build/package/checksums.ts";
import { readInstaller } from "../../build/package/template.ts";
import { hasTool } from "../../build/package/tools.ts";
import { type Target, targetNamed } from "../../build/targets.ts";
import { inWorkFolder } from "../../build/write.ts";

/** Says how it was called, and fails to start when it is told to. */
const fakeProgram = `#!/bin/sh
[ "$FAKE" = broken ] && { echo "libstdc++.so.6: not found" >&2; exit 127; }
[ "$1" = version ] && exit 0
printf '<%s>' "$@"
case $FAKE in refuses) exit 1 ;; breaks) exit 2 ;; esac
`;

function named(name: string): Target {
  const found = targetNamed(name);
  if (found === undefined) throw new Error(`internal: no target ${name}`);
  return found;
}

const linux = named("linux-x64");

/** A package with a program that only says how it was called, and tools that say what system this is. */
function layOut(folder: string, target = linux, uname = "Linux x86_64"): void {
  mkdirSync(join(folder, "tools"));
  const [system, machine] = uname.split(" ");
  writeFileSync(
    join(folder, "tools", "uname"),
    `#!/bin/sh\ncase $1 in -m) echo ${machine} ;; *) echo ${system} ;; esac\n`,
  );
  chmodSync(join(folder, "tools", "uname"), 0o755);
  writeFileSync(join(folder, "prempti"), fakeProgram, { mode: 0o755 });
  writeFileSync(join(folder, "README.md"), "read me\n");
  const files = ["prempti", "README.md"].map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  writeFileSync(join(folder, "SHA256SUMS"), checksums(files));
  writeFileSync(join(folder, "install.sh"), installScript(target), { mode: 0o755 });
}

type Shell = readonly [string, ...string[]];
const shells: readonly Shell[] = [["dash"], ["busybox", "sh"], ["bash", "--posix"], ["sh"]];

function run([shell, ...options]: Shell, folder: string, args: readonly string[], fake = "") {
  const PATH = `${join(folder, "tools")}:${process.env["PATH"]}`;
  const { status, stdout, stderr } = spawnSync(shell, [...options, join(folder, "install.sh"), ...args], {
    cwd: "/",
    encoding: "utf8",
    env: { PATH, FAKE: fake, HOME: folder },
  });
  return { status, stdout, stderr: stderr.replaceAll(folder, "FOLDER") };
}

const said = (error: string, hint: string) => `prempti: error: ${error}\nprempti: hint: ${hint}\n`;

for (const shell of shells)
  test.skipIf(!hasTool(shell[0]))(`${shell.join(" ")}: hands its options over as they are`, () =>
    inWorkFolder(async (parent) => {
      const folder = join(parent, "a folder with 'quotes'");
      mkdirSync(folder);
      layOut(folder);
      expect(run(shell, folder, ["--yes", "--agents", "a b", "*"])).toEqual({
        status: 0,
        stdout: "<install><--yes><--agents><a b><*>",
        stderr: "",
      });
      expect(run(shell, folder, [], "refuses")).toMatchObject({ status: 1, stdout: "<install>" });
    }),
  );

type Damage = (folder: string) => void;

const again = "download the archive again";
const damages: readonly (readonly [string, Damage, string])[] = [
  [
    "a changed program",
    (folder) => writeFileSync(join(folder, "prempti"), `${fakeProgram}# changed\n`),
    said("prempti is not what was released", again),
  ],
  [
    "a changed text",
    (folder) => writeFileSync(join(folder, "README.md"), "read this\n"),
    said("README.md is not what was released", again),
  ],
  [
    "a missing program",
    (folder) => rmSync(join(folder, "prempti")),
    said("this package is incomplete: no prempti in FOLDER", "unpack the archive again"),
  ],
  [
    "missing checksums",
    (folder) => rmSync(join(folder, "SHA256SUMS")),
    said("this package is incomplete: no SHA256SUMS in FOLDER", "unpack the archive again"),
  ],
];

for (const shell of shells)
  test.skipIf(!hasTool(shell[0])).each(damages)(`${shell.join(" ")}: refuses %s`, (_, damage, stderr) =>
    inWorkFolder(async (folder) => {
      layOut(folder);
      damage(folder);
      expect(run(shell, folder, ["--yes"])).toEqual({ status: 2, stdout: "", stderr });
    }),
  );

test.each([
  ["linux-x64", "Linux aarch64", "linux-x86_64"],
  ["linux-x64", "Darwin x86_64", "linux-x86_64"],
  ["linux-arm64", "Linux x86_64", "linux-aarch64"],
  ["darwin-arm64", "Darwin x86_64", "darwin-arm64"],
])("the package for %s refuses %s", (name, uname, label) =>
  inWorkFolder(async (folder) => {
    layOut(folder, named(name), uname);
    expect(run(["sh"], folder, [])).toEqual({
      status: 2,
      stdout: "",
      stderr: said(
        `this package is for ${label}, and this system is ${uname.replace(" ", "-")}`,
        "download the package for this system",
      ),
    });
  }),
);

test("a program that does not start", () =>
  inWorkFolder(async (folder) => {
    layOut(folder);
    const { status, stderr } = run(["sh"], folder, [], "broken");
    expect(status).toBe(2);
    expect(stderr).toContain("prempti: error: prempti does not start here: libstdc++.so.6: not found\n");
  }));

test.each([
  ["valid", "exit 0", ""],
  [
    "not valid",
    'case $1 in --verify) exit 1 ;; *) echo "codesign $*" >>"$HOME/log" ;; esac',
    "codesign --sign - --force ./prempti\n",
  ],
])("macOS, the signature is %s", (_, codesign, log) =>
  inWorkFolder(async (folder) => {
    layOut(folder, named("darwin-arm64"), "Darwin arm64");
    writeFileSync(join(folder, "log"), "");
    writeFileSync(join(folder, "tools", "codesign"), `#!/bin/sh\n${codesign}\n`, { mode: 0o755 });
    expect(run(["sh"], folder, [])).toMatchObject({ status: 0, stdout: "<install>" });
    expect(readFileSync(join(folder, "log"), "utf8")).toBe(log);
  }),
);

/** Runs the .pkg's script over a folder with the executables of these architectures. */
function postinstall(parent: string, archs: readonly string[], isAppleSilicon: boolean, fake = "") {
  const stage = join(parent, "prempti-installer");
  mkdirSync(stage);
  for (const arch of archs)
    writeFileSync(join(stage, `prempti-${arch}`), fakeProgram.replace("printf '", `printf '${arch} `), {
      mode: 0o755,
    });
  const tools = join(parent, "tools");
  mkdirSync(tools);
  const tool = (name: string, text: string) =>
    writeFileSync(join(tools, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  tool("sysctl", isAppleSilicon ? "echo 1" : "exit 1");
  tool("codesign", "exit 0");
  tool("id", "echo 501");
  const script = join(parent, "postinstall");
  writeFileSync(script, readInstaller("macos/postinstall"));
  const { status, stdout } = spawnSync("sh", [script, "p.pkg", stage, "/", "/"], {
    encoding: "utf8",
    env: { PATH: `${tools}:${process.env["PATH"]}`, FAKE: fake },
  });
  return { status, stdout, isStageGone: spawnSync("test", ["-e", stage]).status === 1 };
}

test.each([
  [["arm64", "x86_64"], true, "", { status: 0, stdout: "arm64 <install>arm64 <--yes>", isStageGone: true }],
  [
    ["arm64", "x86_64"],
    false,
    "",
    { status: 0, stdout: "x86_64 <install>x86_64 <--yes>", isStageGone: true },
  ],
  [["x86_64"], true, "", { status: 0, stdout: "x86_64 <install>x86_64 <--yes>", isStageGone: true }],
  [["arm64"], true, "refuses", { status: 0, stdout: "arm64 <install>arm64 <--yes>", isStageGone: true }],
  [["arm64"], true, "breaks", { status: 1, stdout: "arm64 <install>arm64 <--yes>", isStageGone: true }],
] as const)("the .pkg with %j, on Apple silicon: %s %s", (archs, isAppleSilicon, fake, expected) =>
  inWorkFolder(async (parent) => {
    expect(postinstall(parent, archs, isAppleSilicon, fake)).toEqual(expected);
  }),
);

test("the .pkg's script touches no other folder than its own", () =>
  inWorkFolder(async (folder) => {
    const script = join(folder, "postinstall");
    writeFileSync(script, readInstaller("macos/postinstall"));
    writeFileSync(join(folder, "prempti-x86_64"), fakeProgram, { mode: 0o755 });
    expect(spawnSync("sh", [script, "p.pkg", folder, "/", "/"]).status).toBe(2);
    expect(readFileSync(join(folder, "prempti-x86_64"), "utf8")).toBe(fakeProgram);
  }));
