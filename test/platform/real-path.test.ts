import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRealPath, type Disk } from "../../src/platform/real-path.ts";

describe.skipIf(process.platform === "win32")("on the disk", () => {
  let root = "";

  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "real-path-")));
    for (const folder of ["home/.ssh", "home/app/src"]) mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, "home/.ssh/key"), "");
    const link = (from: string, to: string) => symlinkSync(to, join(root, from));
    link("home/app/keys", "../.ssh");
    link("home/app/away", `${root}/home/.ssh/`);
    link("home/app/dangling", "../.ssh/none");
    link("home/app/dangles-in", "nowhere/../../.ssh");
    link("home/app/loop", "pool");
    link("home/app/pool", "loop");
    let [previous, name] = ["src", ""];
    for (let number = 0; number < 50; number += 1) {
      name = `chain${number}`;
      link(`home/app/${name}`, previous);
      previous = name;
    }
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test.for([
    ["home/app/src", "home/app/src"],
    ["home/app/keys/key", "home/.ssh/key"],
    ["home/app/away/key", "home/.ssh/key"],
    ["home/app/keys/new/file", "home/.ssh/new/file"],
    ["home/app/keys/../x", "home/x"],
    ["home/app/keys/none/../key", "home/.ssh/key"],
    ["home/app/none/../keys/key", "home/.ssh/key"],
    ["home/app/none/deep/../../keys/../x", "home/x"],
    ["home/app/dangling", "home/.ssh/none"],
    ["home/app/dangling/below", "home/.ssh/none/below"],
    ["home/app/dangles-in/key", "home/.ssh/key"],
    ["home/app/src/../../.ssh/key/", "home/.ssh/key"],
    ["home/.ssh/key/below-a-file", "home/.ssh/key/below-a-file"],
    ["home//app/./src", "home/app/src"],
    ["home/app/loop/x", "home/app/loop/x"],
    ["home/app/chain30/a.ts", "home/app/src/a.ts"],
    ["home/app/chain49/../a.ts", "home/app/a.ts"],
  ] as const)("%s", ([path, want]) => {
    expect(createRealPath()(`${root}/${path}`)).toBe(`${root}/${want}`);
  });

  test("links below a folder that was asked for first", () => {
    const realPath = createRealPath();
    const real = (path: string) => realPath(`${root}/${path}`).slice(root.length + 1);
    expect(real("home/app")).toBe("home/app");
    expect(real("home/app/keys/key")).toBe("home/.ssh/key");
    expect(real("home/app/none/key")).toBe("home/app/none/key");
  });

  test("a folder that is there at last", () => {
    const real = (path: string) => createRealPath()(`${root}/${path}`).slice(root.length + 1);
    expect(real("later/a")).toBe("later/a");
    symlinkSync("home", join(root, "later"));
    expect(real("later/a")).toBe("home/a");
  });

  test.for([
    ["/", "/"],
    ["/..", "/"],
    ["//a//../b", "/b"],
    ["/a\0b/c", "/a\0b/c"],
    [`/${"x".repeat(5000)}`, `/${"x".repeat(5000)}`],
    ["/dev/stdin", "/dev/stdin"],
    ["/dev/fd/3", "/dev/fd/3"],
  ] as const)("%j", ([path, want]) => expect(createRealPath()(path)).toBe(want));

  test.runIf(process.platform === "linux").for([
    ["/proc/self/root/etc", "/etc"],
    ["/proc/self/cwd/x", "/proc/self/cwd/x"],
    ["/proc/self/environ", "/proc/self/environ"],
  ] as const)("%s", ([path, want]) => expect(createRealPath("linux")(path)).toBe(want));
});

/** A disk on which only the links of a table exist, and everything below the folders given. */
function tableDisk(links: Readonly<Record<string, string>>, folders: readonly string[]): Disk {
  return {
    look: (path) => {
      const target = links[path];
      if (target !== undefined) return { kind: "link", target };
      return folders.some((folder) => folder === path) ? { kind: "plain" } : { kind: "missing" };
    },
    spell: undefined,
  };
}

describe("macOS", () => {
  const disk = tableDisk(
    {
      "/etc": "private/etc",
      "/tmp": "/private/tmp",
      "/var": "private/var",
      "/home": "/System/Volumes/Data/home",
    },
    [
      "/private",
      "/private/etc",
      "/private/tmp",
      "/private/var",
      "/System",
      "/System/Volumes",
      "/System/Volumes/Data",
    ],
  );
  test.for([
    ["/etc/hosts", "/etc/hosts"],
    ["/private/etc/hosts", "/etc/hosts"],
    ["/tmp", "/tmp"],
    ["/var/../tmp/x", "/tmp/x"],
    ["/private/etcetera", "/private/etcetera"],
    ["/home/u", "/home/u"],
  ] as const)("%s", ([path, want]) => expect(createRealPath("darwin", disk)(path)).toBe(want));
});

describe("Windows", () => {
  const disk = tableDisk({ "C:\\link": "D:\\target" }, ["D:\\target", "C:\\Users"]);
  test.for([
    ["C:\\link\\a", "D:/target/a"],
    ["\\\\?\\C:\\Users\\u", "C:/Users/u"],
    ["\\\\?\\UNC\\host\\share\\a", "//host/share/a"],
    ["C:/Users/../link/b", "D:/target/b"],
    ["C:\\..\\..\\x", "C:/x"],
  ] as const)("%s", ([path, want]) => expect(createRealPath("win32", disk)(path)).toBe(want));
});

test("a disk that throws", () => {
  const broken = () => {
    throw new Error("EIO");
  };
  expect(createRealPath("darwin", { look: broken, spell: broken })("/a/../b/c")).toBe("/b/c");
});

test("what was looked at once is not looked at again", () => {
  const looked: string[] = [];
  const realPath = createRealPath("linux", {
    look: (path) => {
      looked.push(path);
      return { kind: "plain" };
    },
    spell: undefined,
  });
  realPath("/a/b");
  realPath("/a/c");
  expect(looked).toEqual(["/a", "/a/b", "/a/c"]);
});
