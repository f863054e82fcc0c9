import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ask,
  bash,
  callHook,
  cleanUp,
  recordsOf,
  startDaemon,
  type TestHome,
  testHome,
} from "./daemon-process.ts";

let home: TestHome;
beforeAll(async () => {
  home = testHome();
  home.put("config.yaml", "input_max_bytes: 1 MiB\n");
  await startDaemon(home);
});
afterAll(cleanUp);

const deep = "[".repeat(200_000) + "]".repeat(200_000);

describe("a hook call that can't be judged is refused", () => {
  test.for<readonly [string, string | Buffer]>([
    ["empty", ""],
    ["blank", " \n"],
    ["no JSON", "{"],
    ["not an object", "[]"],
    ["null", "null"],
    ["not UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ["too large", bash("x".repeat(1 << 20))],
    ["deep JSON alone", deep],
  ])("%s", async ([, input]) => {
    const { exit, stderr, stdout } = await callHook(home, input);
    expect({ exit, stdout }).toEqual({ exit: "2", stdout: "" });
    expect(stderr).toMatch(/^prempti: error: .+\n$/);
  });

  test.for(["cursor", "", "claude-code/x", "..%2f", "%E0%A4%A", "x".repeat(5000)])(
    "agent %j",
    async (agent) => {
      const { status, headers } = await ask(home, "POST", `/v1/hook/${agent}`, bash("ls"));
      expect({ status, exit: headers["x-prempti-exit"] }).toEqual({ status: 200, exit: "2" });
    },
  );
});

describe("a hook call that is odd is judged", () => {
  test.for<readonly [string, string, string]>([
    ["a byte order mark before it", `\uFEFF${bash("cat ~/.ssh/id_rsa")}`, "2"],
    ["many lines", JSON.stringify(JSON.parse(bash("cat ~/.ssh/id_rsa")), null, 4), "2"],
    [
      "deep JSON in an argument",
      bash("cat ~/.ssh/id_rsa").replace(`"command"`, `"deep":${deep},"command"`),
      "2",
    ],
    ["a NUL in the command", bash("cat ~/.ssh/id_rsa\0"), "2"],
    ["half a surrogate pair", bash("cat ~/.ssh/id_rsa \ud83d"), "2"],
    ["a key twice", bash("ls").replace(`"tool_input":`, `"tool_input":{},"tool_input":`), "0"],
  ])("%s", async ([, input, exit]) => expect(await callHook(home, input)).toMatchObject({ exit }));

  test.for(["-1", "abc", "99999999999999999999", "1.5"])(
    "an agent's process id of %s is unknown",
    async (pid) => {
      await callHook(home, bash(`echo ${pid}`), { headers: { "x-prempti-pid": pid } });
      expect(recordsOf(home).at(-1)?.fields).toMatchObject({ "agent.pid": 0 });
    },
  );
});

describe("requests that mean nothing", () => {
  test.for([
    ["GET", "/", 404],
    ["GET", "/v1/hook/claude-code", 405],
    ["DELETE", "/v1/mode", 405],
    ["POST", "/v1/status", 405],
    ["GET", "/v1/status/more", 404],
    ["GET", "/v1/../v1/nothing", 404],
    ["GET", "/v1/events?since=yesterday", 400],
    ["GET", "/v1/events?n=-1", 400],
    ["GET", "//", 404],
  ] as const)("%s %s", async ([method, path, status]) => {
    const reply = await ask(home, method, path);
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.body)).toEqual({ error: expect.any(String) });
  });

  test("a body of many megabytes where none is expected", async () => {
    expect((await ask(home, "PUT", "/v1/mode", "x".repeat(8 << 20))).status).toBe(400);
  });
});

/** Sends bytes as they are and gives back all that comes until the end. */
function raw(parts: readonly string[], pause = 0): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(home.socket);
    socket.setEncoding("latin1").on("data", (part) => {
      text += part;
    });
    socket.on("error", () => undefined).on("close", () => resolve(text));
    void (async () => {
      for (const part of parts) {
        socket.write(part);
        await sleep(pause);
      }
    })();
  });
}

test.for([
  ["garbage", "\0\x01\x02 garbage\r\n\r\n"],
  ["TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
  [
    "two lengths",
    "POST /v1/hook/claude-code HTTP/1.1\r\nhost: p\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcde",
  ],
  [
    "length and chunks",
    "POST /v1/hook/claude-code HTTP/1.1\r\nhost: p\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
  ],
  ["a negative length", "POST /v1/hook/claude-code HTTP/1.1\r\nhost: p\r\ncontent-length: -5\r\n\r\n"],
  ["headers without end", `GET /v1/status HTTP/1.1\r\nhost: p\r\nx: ${"x".repeat(40_000)}\r\n\r\n`],
] as const)("%s ends the connection", async ([, bytes]) => {
  expect(await raw([bytes])).toMatch(/^HTTP\/1\.1 4\d\d /);
});

test("a request that is never finished is ended", { timeout: 20_000 }, async () => {
  const began = performance.now();
  expect(await raw(["POST /v1/hook/claude-code HTTP/1.1\r\nhost: p\r\n", "x: y\r\n"], 500)).toMatch(
    /^HTTP\/1\.1 408 /,
  );
  expect(performance.now() - began).toBeLessThan(10_000);
});

test("after all this the daemon judges", async () => {
  expect(await callHook(home, bash("cat ~/.ssh/id_rsa"))).toMatchObject({ exit: "2" });
});
