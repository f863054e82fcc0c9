import { expect, test } from "vitest";
import { absolute, type Ground, resolve, resolveEntry } from "../../src/judge/paths.ts";

/** A file system of links alone: what a link's path starts with is replaced by its target. */
function ground(links: Readonly<Record<string, string>>, over: Partial<Ground> = {}): Ground {
  const realPath = (path: string): string => {
    for (const [link, target] of Object.entries(links))
      if (path === link || path.startsWith(`${link}/`)) return realPath(target + path.slice(link.length));
    return path;
  };
  return { cwd: "/home/u/app", home: "/home/u", os: "linux", realPath, ...over };
}

test.for([
  ["a.ts", "/home/u/app/a.ts"],
  ["/etc/passwd", "/etc/passwd"],
  ["~", "/home/u"],
  ["~/.ssh/id_rsa", "/home/u/.ssh/id_rsa"],
  ["~x", "/home/u/app/~x"],
  ["..", "/home/u/app/.."],
  ["C:\\Windows\\win.ini", "C:/Windows/win.ini"],
  ["c:/Users/x", "c:/Users/x"],
  ["\\\\server\\share\\a", "//server/share/a"],
  ["~\\.ssh\\id_rsa", "/home/u/.ssh/id_rsa"],
  ["a\\b", "/home/u/app/a\\b"],
  ["/home/u/app/C:/Windows/x", "C:/Windows/x"],
])("absolute %s", ([path = "", want]) => expect(absolute(path, ground({}))).toBe(want));

test("absolute on Windows", () => {
  const windows = ground({}, { os: "windows", cwd: "C:/work", home: "C:/Users/u" });
  expect(absolute("src\\a.ts", windows)).toBe("C:/work/src/a.ts");
  expect(absolute("/c/Users/u/.ssh", windows)).toBe("c:/Users/u/.ssh");
  expect(absolute("~/x", windows)).toBe("C:/Users/u/x");
  expect(resolve("..\\x", { ...windows, realPath: (path) => path })).toContain("C:/x");
});

const links = {
  "/home/u/app/link": "/home/u/.ssh",
  "/home/u/app/key": "/home/u/.ssh/id_rsa",
  "/var/run": "/run",
};

test.for([
  ["a.ts", ["/home/u/app/a.ts"]],
  ["./src/./a.ts", ["/home/u/app/src/a.ts"]],
  ["key", ["/home/u/.ssh/id_rsa"]],
  ["link/id_rsa", ["/home/u/.ssh/id_rsa"]],
  ["link/", ["/home/u/.ssh"]],
  ["src/../.env", ["/home/u/app/.env"]],
  // The kernel leaves ~/.ssh, an agent that folds first leaves link.
  ["link/../.netrc", ["/home/u/.netrc", "/home/u/app/.netrc"]],
  ["link/nope/../id_rsa", ["/home/u/.ssh/id_rsa"]],
  ["../../../../../etc/passwd", ["/etc/passwd"]],
  ["/var/run/x", ["/run/x"]],
] as const)("resolve %s", ([path, want]) => expect(resolve(path, ground(links))).toEqual(want));

test.for([
  ["key", ["/home/u/app/key"]],
  ["link/id_rsa", ["/home/u/.ssh/id_rsa"]],
  ["link/", ["/home/u/.ssh"]],
  ["link/.", ["/home/u/.ssh"]],
  ["..", ["/home/u"]],
  ["C:\\Windows", ["C:/Windows"]],
] as const)("the entry %s", ([path, want]) => expect(resolveEntry(path, ground(links))).toEqual(want));

test.for([
  ["/private/etc/passwd", "/etc/passwd"],
  ["/etc/passwd", "/etc/passwd"],
  ["/private/tmp/x", "/tmp/x"],
  ["/private/var/log", "/var/log"],
  ["/private/data", "/private/data"],
])("resolve on macOS %s", ([path = "", want]) => {
  const macos = ground(
    { "/etc": "/private/etc", "/tmp": "/private/tmp", "/var": "/private/var" },
    { os: "macos" },
  );
  expect(resolve(path, macos)).toEqual([want]);
});
