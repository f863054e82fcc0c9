import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { executable } from "../../build/paths.ts";
import { quoteForSh } from "../../src/agents/hook-command.ts";
import { person } from "../cli/prempti.ts";
import { toolCall } from "../executable.ts";
import { olderExecutable, olderVersion, type Place, place, tree, version } from "./place.ts";

const q = quoteForSh;
const isRoot = process.getuid?.() === 0;

/** Runs lines for sh with mounts of their own. */
function withMounts(at: Place, lines: readonly string[], env: Readonly<Record<string, string>> = at.env) {
  const script = ["set -e", ...lines].join("\n");
  return spawnSync("unshare", ["--mount", "sh", "-c", script], { env, encoding: "utf8", cwd: at.project });
}

const canMount = (): boolean =>
  isRoot && spawnSync("unshare", ["--mount", "sh", "-c", "mount -t tmpfs none /mnt"]).status === 0;

test("a full disk leaves the old version working", ({ skip }) => {
  skip(!canMount(), "only root can mount a small disk");
  const at = place();
  const old = olderExecutable(join(at.home, "old"));
  const call = join(at.home, "call.json");
  writeFileSync(call, toolCall(at, "Bash", { command: "cat ~/.ssh/id_rsa" }));
  mkdirSync(at.root);
  const room = Math.ceil((lstatSync(old).size * 1.5) / (1 << 20));
  const { stdout, stderr, status } = withMounts(at, [
    `mount -t tmpfs -o size=${room}m none ${q(at.root)}`,
    `${q(old)} install --no-service >/dev/null 2>&1`,
    `before=$(find ${q(at.root)} | sort)`,
    `code=0; ${q(executable)} install --no-service || code=$?`,
    `echo "exit $code"`,
    `test "$before" = "$(find ${q(at.root)} | sort)" && echo "nothing left behind"`,
    `${q(at.installed)} --version`,
    `code=0; ${q(at.installed)} hook < ${q(call)} >/dev/null 2>&1 || code=$?`,
    `echo "hook $code"`,
  ]);
  expect({ stderr, status }).toMatchObject({ status: 0 });
  expect(stdout).toMatch(/^program +failed .*ENOSPC/m);
  for (const line of ["exit 2", "nothing left behind", `prempti ${olderVersion}`, "hook 2"])
    expect(stdout.split("\n")).toContain(line);
});

test("a disk that is full from the start", ({ skip }) => {
  skip(!canMount(), "only root can mount a small disk");
  const at = place();
  mkdirSync(at.root);
  const { stdout } = withMounts(at, [
    `mount -t tmpfs -o size=1m none ${q(at.root)}`,
    `code=0; ${q(executable)} install || code=$?`,
    `echo "exit $code"; find ${q(at.root)} -type f; cat ${q(at.settings)} 2>/dev/null || echo "no settings"`,
  ]);
  // No hook is registered for a program that is not there.
  expect(stdout).toMatch(/exit 2\nno settings\n$/);
  expect(stdout).toMatch(/^Claude Code +left out$/m);
});

test("HOME unset: the account's own folder is taken", ({ skip }) => {
  skip(!canMount(), "only root can give the account another folder");
  const at = place();
  const before = tree(at.home);
  const accounts = readFileSync("/etc/passwd", "utf8").replace(
    /^(root:.*:)[^:]*(:[^:]*)$/m,
    `$1${at.home}$2`,
  );
  const passwd = join(at.home, "passwd");
  writeFileSync(passwd, accounts);
  const { HOME: _, USERPROFILE: __, LOCALAPPDATA: ___, ...env } = at.env;
  const { stdout, status } = withMounts(
    at,
    [
      `mount --bind ${q(passwd)} /etc/passwd`,
      // Nothing below may be asked of the real account.
      `test "$(getent passwd 0 | cut -d: -f6)" = ${q(at.home)}`,
      "unset HOME",
      `${q(executable)} install --no-service`,
      `${q(at.installed)} hook status`,
      // Empty is no folder either, least of all the one that an agent is in.
      `HOME= ${q(at.installed)} config path`,
      `${q(at.installed)} uninstall`,
    ],
    env,
  );
  expect(status).toBe(0);
  expect(stdout).toContain(`version ${version} to ${at.installed}`);
  expect(stdout).toContain("Claude Code: registered");
  expect(stdout).toContain(`${join(at.root, "config.yaml")}\n`);
  rmSync(passwd);
  expect(tree(at.home)).toEqual(before);
});

/** Runs the executable as somebody who may not do everything. */
function asNobody(at: Place, ...args: string[]) {
  const command = isRoot
    ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", executable, ...args]
    : [executable, ...args];
  return spawnSync(command[0] ?? "", command.slice(1), { env: at.env, encoding: "utf8", cwd: at.project });
}

function giveToNobody(folder: string): void {
  if (!isRoot) return;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    chownSync(join(folder, name), 65534, 65534);
  chownSync(folder, 65534, 65534);
}

test.skipIf(process.platform === "win32")("no permission to write", ({ skip }) => {
  const at = place();
  giveToNobody(at.home);
  const run = (...args: string[]) => asNobody(at, ...args);
  skip(run("--version").status !== 0, "nobody else may run the executable here");

  chmodSync(at.home, 0o555);
  const nowhere = run("install", "--no-service");
  expect(nowhere).toMatchObject({ status: 2, stdout: expect.stringContaining("EACCES") });
  expect(existsSync(at.root)).toBe(false);

  // The agent's settings alone.
  chmodSync(at.home, 0o755);
  chmodSync(join(at.home, ".claude"), 0o555);
  const halfway = run("install", "--no-service");
  expect(halfway.status).toBe(1);
  expect(halfway.stdout).toMatch(/^Claude Code +failed +can't write .*settings\.json/m);
  expect(halfway.stdout).toMatch(/^program +done/m);

  // What can't be removed is named, and the rest is gone.
  chmodSync(join(at.home, ".claude"), 0o755);
  chmodSync(join(at.root, "bin"), 0o555);
  const left = run("uninstall");
  expect(left.status).toBe(1);
  expect(left.stdout).toMatch(/EACCES.*bin/);
  expect(left.stderr).toContain(`remove ${at.root} by hand`);
  expect(existsSync(join(at.root, "config.yaml"))).toBe(false);
  chmodSync(join(at.root, "bin"), 0o755);
});

test("on a terminal it asks about each agent, and Return means yes", ({ skip }) => {
  const script = spawnSync("script", ["--version"], { encoding: "utf8" });
  skip(!/util-linux/.test(script.stdout ?? ""), "there is no script(1) of util-linux here");
  for (const [answer, isRegistered] of [
    ["", true],
    ["y", true],
    ["n", false],
  ] as const) {
    const at = place();
    const command = `${q(executable)} install --no-service`;
    const { stdout, status } = spawnSync("script", ["-qec", command, "/dev/null"], {
      env: at.env,
      input: `${answer}\n`,
      encoding: "utf8",
      cwd: at.project,
    });
    expect(stdout).toContain("Have Claude Code ask prempti before every tool call? [Y/n]");
    expect(status).toBe(0);
    expect(existsSync(at.settings)).toBe(isRegistered);
  }
});

test("the sources can't be installed", async () => {
  expect(await person().prempti("install")).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining("npm run build"),
  });
});
