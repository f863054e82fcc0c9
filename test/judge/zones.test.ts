import { expect, test } from "vitest";
import { frameOf, wholeFolder } from "../../src/judge/zones.ts";

const frame = frameOf({ cwd: "/home/u/work/app", home: "/home/u", tmpdir: "/scratch/t", os: "linux" });
const macos = frameOf({ cwd: "/Users/u/app", home: "/Users/u", tmpdir: "/var/folders/x/T", os: "macos" });

test.for([
  ["/home/u/work/app", "cwd"],
  ["/home/u/work/app/*", "cwd"],
  ["/home/u/work/app/src/a.ts", "inside"],
  ["/home/u/work/app/..notes", "inside"],
  ["/home/u/work/app/node_modules", "build-output"],
  ["/home/u/work/app/packages/a/dist/x.js", "build-output"],
  ["/home/u/work/app/a.egg-info", "build-output"],
  ["/home/u/work/application", "in-home outside"],
  ["/home/u/work", "above-cwd in-home outside"],
  ["/home/u/work/*", "above-cwd in-home outside"],
  ["/home/u", "home above-cwd in-home outside"],
  ["/home/u/*", "home above-cwd in-home outside"],
  ["/home/u/.[!.]*", "home above-cwd in-home outside"],
  ["/home/u/notes.md", "in-home outside"],
  ["/home", "top-level above-cwd outside"],
  ["/", "root above-cwd outside"],
  ["/*", "root above-cwd outside"],
  ["/var", "top-level outside"],
  ["/var/log/auth.log", "outside"],
  ["/tmp", "temp"],
  ["/tmp/x", "temp"],
  ["/var/tmp/x", "temp"],
  ["/scratch/t/x", "temp"],
  ["/home/u/.cache/pip", "cache"],
  ["/home/u/.cargo/registry/src", "cache"],
  ["/home/u/.cargo/bin/x", "in-home outside"],
  ["/home/u/.claude/plans/a.md", "agent-data"],
  ["/home/u/.claude/settings.json", "in-home outside"],
  ["/dev/null", "discard"],
  ["/dev/sda", "device outside"],
  ["/dev/nvme0n1p2", "device outside"],
  ["/home/alice/.profile", "other-home outside"],
  ["/Users/bob", "other-home outside"],
  ["/root/.bashrc", "other-home outside"],
  ["/etc/passwd", "system system-config outside"],
  ["/etc/hosts", "system outside"],
  ["/etc/ssl/certs/ca.crt", "system outside"],
  ["/proc/cpuinfo", "system outside"],
  ["/proc/self/status", "system outside"],
  ["/usr/local/go/src/a.go", "system outside"],
  ["/etcetera", "top-level outside"],
  ["C:/Windows/System32/drivers/etc/hosts", "system outside"],
  ["C:/", "root outside"],
  ["C:/Users", "top-level outside"],
  ["C:/Users/alice/x.txt", "other-home outside"],
  // What it holds comes after where it is.
  ["/home/u/.ssh/id_rsa", "in-home outside ssh private-key"],
  ["/home/u/.ssh", "in-home outside ssh"],
  ["/home/u/.ssh/*", "in-home outside ssh"],
  ["/home/u/.ssh/id_rsa.pub", "in-home outside"],
  ["/home/u/.ss?/id_ed*[!b]", "in-home outside ssh private-key"],
  ["/home/u/.aw?/cred*", "in-home outside cloud-credentials"],
  ["/home/u/*", "home above-cwd in-home outside"],
  ["/home/u/.aws/credentials", "in-home outside cloud-credentials"],
  ["/home/u/.aws-sam/x", "in-home outside"],
  ["/home/u/.npmrc", "in-home outside token-file"],
  ["/home/u/work/app/.npmrc", "inside"],
  ["/home/u/.config/gh/hosts.yml", "in-home outside token-file"],
  ["/home/u/.bash_history", "in-home outside shell-history"],
  ["/home/u/.config/google-chrome/Default/Login Data", "in-home outside browser-data"],
  ["/home/u/.mozilla/firefox/abc.default/logins.json", "in-home outside browser-data"],
  ["/home/u/Documents/p.kdbx", "in-home outside password-store"],
  ["/home/u/work/app/.env", "inside dotenv"],
  ["/home/u/work/app/.e*v", "inside dotenv"],
  ["/home/u/work/app/.env*", "inside dotenv"],
  ["/home/u/work/app/*", "cwd"],
  ["/home/u/work/app/.env.local", "inside dotenv"],
  ["/home/u/work/app/.env.example", "inside"],
  ["/home/u/work/app/.env.production.sample", "inside"],
  ["/home/u/work/app/docs/.env.md", "inside"],
  ["/home/u/work/app/tests/fixtures/.env", "inside"],
  ["/home/u/work/app/.environment", "inside"],
  ["/home/u/work/app/infra/keys/prod.pem", "inside private-key"],
  ["/home/u/work/app/infra/keys/*.pem", "inside private-key"],
  ["/home/u/work/app/*.py", "inside"],
  ["/home/u/work/app/test/fixtures/id_rsa", "inside"],
  ["/home/u/work/app/certs/ca-cert.pem", "inside"],
  ["/home/u/work/app/deploy/id_rsa", "inside private-key"],
  ["/home/u/work/app/src/id_rsa_parser.ts", "inside"],
  ["/etc/shadow", "system system-config outside system-secret"],
  ["/etc/ssh/ssh_host_ed25519_key", "system system-config outside system-secret"],
  ["/proc/1/environ", "system system-config outside process-secret"],
  ["/proc/*/environ", "system system-config outside process-secret"],
  ["C:/Users/alice/.aws/credentials", "other-home outside cloud-credentials"],
] as const)("%s is %s", ([path, want]) => expect(frame.zones(path).join(" ")).toBe(want));

test.for([
  ["/Users/u/APP/src", "inside"],
  ["/users/U/.SSH/id_rsa", "in-home outside ssh private-key"],
  ["/Users/u/Library/Caches/x", "cache"],
  ["/Users/u/Library/Keychains/login.keychain-db", "in-home outside password-store"],
  ["/System/Library/x", "system outside"],
] as const)("on macOS %s is %s", ([path, want]) => expect(macos.zones(path).join(" ")).toBe(want));

test.for([
  ["/home/u/*", "/home/u"],
  ["/home/u/.*", "/home/u"],
  ["/home/u/.[!.]*", "/home/u"],
  ["/home/u/{*,.*}", "/home/u"],
  ["/home/u/*/*", "/home/u"],
  ["/*", "/"],
  ["/home/u/*.log", "/home/u/*.log"],
  ["/home/u/dist/", "/home/u/dist"],
  ["/", "/"],
])("the whole of %s", ([path = "", want]) => expect(wholeFolder(path)).toBe(want));

test.for([
  ["/home/u/.bashrc", "inside in-home"],
  ["/home/u/x/node_modules", "build-output in-home"],
  ["/home/u", "cwd home"],
  ["/home/u/.ssh/id_rsa", "inside in-home ssh private-key"],
  ["/home/v/x", "other-home outside"],
] as const)("in a session in the home folder %s is %s", ([path, want]) => {
  const atHome = frameOf({ cwd: "/home/u", home: "/home/u", tmpdir: "", os: "linux" });
  expect(atHome.zones(path).join(" ")).toBe(want);
});

test("zones are of the frame that was asked for, also after many others", () => {
  const zones = (cwd: string) =>
    frameOf({ cwd, home: "/home/u", tmpdir: "", os: "linux" }).zones("/srv/app7/a").join(" ");
  for (let round = 0; round < 2; round += 1)
    for (let number = 0; number < 20; number += 1)
      expect(zones(`/srv/app${number}`)).toBe(number === 7 ? "inside" : "outside");
  const other = { cwd: "/srv/app7", home: "/home/u", tmpdir: "/srv/app7", os: "linux" };
  expect(frameOf({ ...other, cwd: "/x" }).zones("/srv/app7/a")).toEqual(["temp"]);
});
