import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { root } from "../../build/paths.ts";
import { locateHome } from "../../src/platform/home.ts";
import { pathEntry, pathScript } from "../../src/platform/install/path-entry.ts";
import { findService, servicePlace } from "../../src/platform/services/find-service.ts";
import { launchdService } from "../../src/platform/services/launchd.ts";
import { launchdAgent } from "../../src/platform/services/launchd-agent.ts";
import type { Ran, RunProgram } from "../../src/platform/services/run-program.ts";
import type { ServicePlace } from "../../src/platform/services/service.ts";
import { systemdService } from "../../src/platform/services/systemd.ts";
import { type Readiness, systemdUnit } from "../../src/platform/services/systemd-unit.ts";
import { autostartLine, quoteForWindows, windowsService } from "../../src/platform/services/windows.ts";

const golden = (name: string) => join(root, "test", "golden", "services", name);

const usual = ["/home/u/.prempti/bin/prempti", "serve"];
const odd = `/home/o'neill/my "apps"/50% $off & <more>/Zoë`;
const moved = [`${odd}/bin/prempti`, "serve", "--home", odd];
const onWindows = ["C:\\Users\\Zoë O'Neill\\AppData\\Local\\prempti\\bin\\prempti.exe", "serve"];

test.for<[name: string, text: string]>([
  ["prempti.service", systemdUnit(usual, "notify")],
  ["prempti-old-systemd.service", systemdUnit(usual, "exec")],
  ["prempti-odd-path.service", systemdUnit(moved, "notify")],
  [
    "dev.prempti.daemon.plist",
    launchdAgent("dev.prempti.daemon", usual, "/Users/u/.prempti/log/launchd.log"),
  ],
  [
    "dev.prempti-odd-path.daemon.plist",
    launchdAgent("dev.prempti-0a1b.daemon", moved, `${odd}/log/launchd.log`),
  ],
  ["windows-autostart.txt", `${autostartLine(onWindows, "C:\\Windows")}\n`],
  ["windows-path.ps1", `${pathScript("C:\\Users\\O'Neill\\AppData\\Local\\prempti\\bin", "add")}\n`],
])("%s", async ([name, text]) => {
  await expect(text).toMatchFileSnapshot(golden(name));
});

test.for<[word: string, quoted: string]>([
  ["serve", "serve"],
  ["", `""`],
  ["a b", `"a b"`],
  ["C:\\a b\\", `"C:\\a b\\\\"`],
  [`a"b`, `"a\\"b"`],
  [`a\\"b`, `"a\\\\\\"b"`],
  ["C:\\a\\b", "C:\\a\\b"],
])("%s for Windows", ([word, quoted]) => expect(quoteForWindows(word)).toBe(quoted));

const has = (program: string): boolean =>
  spawnSync(program, ["--help"], { stdio: "ignore" }).error === undefined;

test.for<[readiness: Readiness]>([["notify"], ["exec"]])(
  "systemd-analyze verify: %s",
  ([readiness], { skip }) => {
    skip(!has("systemd-analyze"), "there is no systemd-analyze here");
    const folder = temporary();
    const program = join(folder, "prempti");
    writeFileSync(program, "#!/bin/sh\n", { mode: 0o755 });
    const unit = join(folder, "prempti.service");
    const text = systemdUnit([program, "serve"], readiness);
    const env = { PATH: process.env["PATH"], HOME: folder, XDG_RUNTIME_DIR: folder };
    const verify = (written: string) => {
      writeFileSync(unit, written);
      return spawnSync("systemd-analyze", ["--user", "verify", unit], { env, encoding: "utf8" });
    };
    expect(verify(text)).toMatchObject({ status: 0, stdout: "", stderr: "" });
    expect(verify(text.replace("Restart=", "Restrat=")).stderr).toContain("Restrat");
  },
);

test("plutil -lint", ({ skip }) => {
  skip(!has("plutil"), "there is no plutil here: only macOS has it");
  const files = ["dev.prempti.daemon.plist", "dev.prempti-odd-path.daemon.plist"].map(golden);
  expect(spawnSync("plutil", ["-lint", ...files], { encoding: "utf8" })).toMatchObject({ status: 0 });
});

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "pt-s-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

type Answers = (line: string) => Partial<Ran>;

/** A place whose programs are played; `ran` are the command lines. */
function played(answers: Answers, platform = "linux"): { place: ServicePlace; ran: string[] } {
  const userHome = temporary();
  const env = { HOME: userHome, LOCALAPPDATA: userHome };
  const home = locateHome(join(userHome, ".prempti"), env, platform);
  const ran: string[] = [];
  const run: RunProgram = async (program, args) => {
    const line = [program, ...args].join(" ").replaceAll(userHome, "~");
    ran.push(line);
    return { exit: 0, stdout: "", stderr: "", ...answers(line) };
  };
  mkdirSync(home.root);
  return { place: servicePlace({ home, program: [home.executable], env, userHome, platform, run }), ran };
}

describe("systemd", () => {
  const manager: Answers = (line) => {
    if (line.includes("UnitPath")) return { stdout: "/etc/systemd/user ~/.config/systemd/user\n" };
    return line.startsWith("systemd-notify") ? { stdout: "systemd 252 (252.38)\n" } : {};
  };
  // The played programs say ~ for the home folder, as in what they were asked.
  const withHome = (answers: Answers) => {
    const made = played(() => ({}));
    const run: RunProgram = async (program, args) => {
      const line = [program, ...args].join(" ");
      made.ran.push(line.replaceAll(made.place.userHome, "~"));
      const { stdout = "", ...rest } = answers(line);
      return { exit: 0, stderr: "", ...rest, stdout: stdout.replaceAll("~", made.place.userHome) };
    };
    return { ran: made.ran, place: { ...made.place, run } };
  };

  test.for<[what: string, answer: Partial<Ran>]>([
    ["no manager answers", { exit: 1, stderr: "Failed to connect to bus" }],
    ["there is no systemctl", { exit: 127 }],
    ["it is another home's manager", { stdout: "/root/.config/systemd/user /etc/systemd/user\n" }],
  ])("none when %s", async ([, answer]) => {
    expect(await systemdService(withHome(() => answer).place)).toBeUndefined();
  });

  test("register writes the unit, once, and enables it", async () => {
    let isEnabled = false;
    const { place, ran } = withHome((line) => {
      if (line.includes(" enable ")) isEnabled = true;
      if (line.includes("UnitFileState"))
        return {
          stdout: `LoadState=loaded\nUnitFileState=${isEnabled ? "enabled" : "disabled"}\nMainPID=0\n`,
        };
      return manager(line);
    });
    const service = await systemdService(place);
    expect(await service?.register()).toBe(true);
    expect(readFileSync(service?.registration ?? "", "utf8")).toContain("Type=notify");
    expect(ran.map((line) => line.replace(/^.*systemctl --user/, "").trim())).toEqual([
      "show --property=UnitPath --value",
      "systemd-notify --version",
      "daemon-reload",
      "show prempti.service --property=LoadState,UnitFileState,MainPID",
      "enable prempti.service",
    ]);
    expect(await service?.register()).toBe(false);
  });

  test("an old systemd gets no notify", async () => {
    const { place } = withHome((line) =>
      line.startsWith("systemd-notify") ? { stdout: "systemd 245 (245.4)\n" } : manager(line),
    );
    const service = await systemdService(place);
    await service?.register();
    expect(readFileSync(service?.registration ?? "", "utf8")).toContain("Type=exec");
  });

  test("unregister takes half a registration away too", async () => {
    const { place, ran } = withHome(manager);
    const service = await systemdService(place);
    expect(await service?.unregister()).toBe(false);
    await service?.register();
    expect(await service?.unregister()).toBe(true);
    expect(existsSync(service?.registration ?? "/")).toBe(false);
    expect(ran.join("\n")).toContain("disable --now prempti.service");
  });

  test("what systemctl complains about is passed on", async () => {
    const { place } = withHome((line) =>
      line.includes(" start ") ? { exit: 1, stderr: "Unit prempti.service not found.\n" } : manager(line),
    );
    const service = await systemdService(place);
    await expect(service?.start()).rejects.toThrow(
      "systemctl --user start prempti.service failed: Unit prempti.service not found.",
    );
  });
});

describe("launchd", () => {
  /** launchctl, with one job in it. */
  function launchctl() {
    let isLoaded = false;
    let refusals = 2;
    return played((line) => {
      if (line.includes("bootout")) isLoaded = false;
      // It lets go of a job some time after it said so.
      if (line.includes("bootstrap") && refusals-- > 0) return { exit: 37, stderr: "Operation in progress" };
      if (line.includes("bootstrap")) isLoaded = true;
      if (/print \w+\/\d+\/dev/.test(line))
        return isLoaded ? { stdout: "x = {\n\tpid = 77\n}" } : { exit: 113 };
      return {};
    });
  }

  test("register, start, stop, disable, enable, unregister", async () => {
    const { place, ran } = launchctl();
    const service = await launchdService(place);
    expect(await service.register()).toBe(true);
    expect(await service.register()).toBe(false);
    await service.start();
    expect(await service.status()).toEqual({ registered: true, enabled: true, pid: 77 });
    await service.disable();
    expect(await service.status()).toEqual({ registered: true, enabled: false, pid: 77 });
    await service.stop();
    expect(await service.status()).toEqual({ registered: true, enabled: false, pid: undefined });
    await service.start();
    await service.enable();
    expect(await service.status()).toMatchObject({ enabled: true, pid: 77 });
    expect(await service.unregister()).toBe(true);
    expect(await service.status()).toEqual({ registered: false, enabled: false, pid: undefined });
    expect(await service.unregister()).toBe(false);
    expect(ran.filter((line) => line.includes("bootstrap"))).toHaveLength(4);
  });

  test("over ssh, the user's own domain", async () => {
    const { place, ran } = played((line) => (line.includes("print gui/") ? { exit: 113 } : {}));
    const service = await launchdService(place);
    await service.register();
    await service.stop();
    expect(ran.at(-1)).toMatch(/^launchctl bootout user\/\d+\/dev\.prempti\.daemon$/);
  });
});

describe("Windows", () => {
  test("enable, status, disable", async () => {
    let value: string | undefined;
    const { place } = played((line) => {
      if (line.includes(" add ")) value = /\/d (.*) \/f$/.exec(line)?.[1];
      if (line.includes(" delete ")) value = undefined;
      if (line.includes(" query "))
        return value === undefined ? { exit: 1 } : { stdout: `  Prempti  REG_SZ  ${value}` };
      return {};
    }, "linux");
    const raw: RunProgram = async (program, args) => {
      const { stdout, ...rest } = await place.run(program, args);
      return { ...rest, stdout: stdout.replaceAll("~", place.userHome) };
    };
    const service = windowsService({ ...place, run: raw });
    expect(await service.status()).toEqual({ registered: false, enabled: false, pid: undefined });
    expect(await service.register()).toBe(true);
    expect(value).toContain("conhost.exe --headless");
    expect(await service.register()).toBe(false);
    expect(await service.status()).toMatchObject({ registered: true, enabled: true });
    await service.disable();
    expect(await service.status()).toMatchObject({ registered: false, enabled: false });
  });
});

test.for(["linux", "darwin", "win32", "freebsd"])(
  "a throw-away home on %s has no service of the account's",
  async (platform) => {
    const userHome = temporary();
    const env = { HOME: userHome, LOCALAPPDATA: userHome };
    const home = locateHome(undefined, env, platform);
    const ran: string[] = [];
    const run: RunProgram = async (program, args) => {
      ran.push([program, ...args].join(" "));
      return { exit: 0, stdout: "/etc/systemd/user /home/real/.config/systemd/user\n", stderr: "" };
    };
    const service = await findService({ home, program: ["prempti"], env, userHome, platform, run });
    expect(service.kind).toBe("none");
    const entry = pathEntry({ home, env, userHome, platform, run });
    expect([await entry.todo(), await entry.isOurs()]).toEqual([undefined, false]);
    expect(ran.filter((line) => !line.includes("UnitPath"))).toEqual([]);
  },
);
