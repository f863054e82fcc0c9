import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { locateHome } from "../../src/platform/home.ts";

describe.skipIf(process.platform === "win32")("where the home lies", () => {
  test.for([
    [`--home /a`, "/a", { PREMPTI_HOME: "/b", HOME: "/c" }, "/a"],
    [`PREMPTI_HOME=/b`, undefined, { PREMPTI_HOME: "/b", HOME: "/c" }, "/b"],
    [`PREMPTI_HOME is empty`, undefined, { PREMPTI_HOME: "", HOME: "/c" }, "/c/.prempti"],
    [`HOME=/c`, undefined, { HOME: "/c" }, "/c/.prempti"],
    [`a relative --home`, "x/../y", { HOME: "/c" }, join(process.cwd(), "y")],
  ] as const)("%s", ([, option, env, want]) => expect(locateHome(option, env, "linux").root).toBe(want));

  test("a socket's path that fits is below run/", () => {
    expect(locateHome("/home/u/.prempti", {}, "linux").socket).toBe("/home/u/.prempti/run/prempti.sock");
  });

  test("a socket's path that is too long to bind is a short one, the same every time and one's own", () => {
    const [one, again, other] = ["a", "a", "b"].map(
      (letter) => locateHome(`/${letter.repeat(120)}`, {}, "linux").socket,
    );
    expect(one).toMatch(/^\/tmp\/prempti-\d+\/[0-9a-f]{16}\.sock$/);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  test("on Windows the socket is a pipe, whatever the case of the path", () => {
    const { socket } = locateHome("/Users/U", {}, "win32");
    expect(socket).toMatch(/^\\\\\.\\pipe\\prempti-.+-[0-9a-f]{16}$/);
    expect(locateHome("/users/u", {}, "win32").socket).toBe(socket);
  });
});
