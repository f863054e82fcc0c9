import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { archiveName } from "../../build/package/archive.ts";
import { manifests } from "../../build/package/manifests.ts";
import { msiName } from "../../build/package/msi.ts";
import { hasTool } from "../../build/package/tools.ts";
import { gzip, tar } from "../../build/tar.ts";
import { targets } from "../../build/targets.ts";
import { inWorkFolder } from "../../build/write.ts";

const release = { version: "1.2.3", seconds: 0, url: "https://example.org/v1.2.3" };

/** Archives whose install.sh says how it was called, and where what it got on stdin came from. */
const files = targets.flatMap((target) => {
  const name = archiveName(target, release);
  const script = Buffer.from(`#!/bin/sh\nprintf '${target.label}'; printf ' <%s>' "$@"; cat\n`);
  const path = `${name.replace(".tar.gz", "")}/install.sh`;
  return [
    { name, bytes: gzip(tar([{ path, content: script, mode: 0o755 }], 0)) },
    ...(target.platform === "win32" ? [{ name: msiName(target, release), bytes: Buffer.from(name) }] : []),
  ];
});
const script = manifests(release, files).find(({ path }) => path === "install.sh")?.text ?? "";

type System = { readonly uname: string; readonly isAppleSilicon?: boolean; readonly served?: typeof files };

/** Pipes the script into sh, as the documented command does, on a system with a curl that knows one address. */
function pipe(
  folder: string,
  { uname, isAppleSilicon = false, served = files }: System,
  args: readonly string[],
) {
  const [tools, web, tmp] = ["tools", "web", "tmp"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const name of [tools, web, tmp]) mkdirSync(name);
  for (const { name, bytes } of served) writeFileSync(join(web, name), bytes);
  const tool = (name: string, text: string) =>
    writeFileSync(join(tools, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  const [system, machine] = uname.split(" ");
  tool("uname", `case $1 in -m) echo ${machine} ;; *) echo ${system} ;; esac`);
  tool("sysctl", isAppleSilicon ? "echo 1" : "exit 1");
  tool(
    "curl",
    `while [ $# -gt 1 ]; do case $1 in -o) to=$2; shift ;; https://*) url=$1 ;; esac; shift; done
case $1 in https://*) url=$1 ;; esac
case $url in ${release.url}/*) cp "${web}/\${url##*/}" "$to" 2>/dev/null || exit 22 ;; *) exit 6 ;; esac`,
  );
  const { status, stdout, stderr } = spawnSync("sh", ["-s", "--", ...args], {
    input: script,
    encoding: "utf8",
    env: { PATH: `${tools}:${process.env["PATH"]}`, TMPDIR: tmp, HOME: folder },
  });
  return { status, stdout, stderr, left: readdirSync(tmp) };
}

const ok = (stdout: string) => ({ status: 0, stdout, stderr: "", left: [] });
const refused = (error: string, hint: string) => ({
  status: 2,
  stdout: "",
  stderr: `prempti: error: ${error}\nprempti: hint: ${hint}\n`,
  left: [],
});
const name = "prempti-1.2.3-linux-x86_64.tar.gz";
const changed = files.map((file) => ({ ...file, bytes: Buffer.concat([file.bytes, Buffer.from("x")]) }));

const systems: readonly (readonly [string, System, object])[] = [
  ["x86-64", { uname: "Linux x86_64" }, ok("linux-x86_64 <--yes> <a b>")],
  ["arm64", { uname: "Linux aarch64" }, ok("linux-aarch64 <--yes> <a b>")],
  ["an Intel Mac", { uname: "Darwin x86_64" }, ok("darwin-x86_64 <--yes> <a b>")],
  [
    "a Mac, in Rosetta's sh",
    { uname: "Darwin x86_64", isAppleSilicon: true },
    ok("darwin-arm64 <--yes> <a b>"),
  ],
  [
    "FreeBSD",
    { uname: "FreeBSD amd64" },
    refused("there is no package for FreeBSD on amd64", `see ${release.url}`),
  ],
  [
    "a download that is not what was released",
    { uname: "Linux x86_64", served: changed },
    refused(`${name} is not what was released`, "try again"),
  ],
  [
    "a download that fails",
    { uname: "Linux x86_64", served: [] },
    refused(`can't download ${release.url}/${name}`, "try again"),
  ],
];

test.skipIf(!hasTool("sh")).each(systems)("install.sh from a pipe: %s", (_, system, expected) =>
  inWorkFolder(async (folder) => {
    expect(pipe(folder, system, ["--yes", "a b"])).toEqual(expected);
  }),
);
