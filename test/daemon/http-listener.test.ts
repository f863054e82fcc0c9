import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { ensureToken } from "../../src/platform/token.ts";
import {
  askJson,
  bash,
  cleanUp,
  messagesOf,
  recordsOf,
  startDaemon,
  type TestHome,
  testHome,
} from "./daemon-process.ts";

afterEach(cleanUp);

/** A port that nothing listens on just now. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}

async function listening(): Promise<{ home: TestHome; url: string; token: string }> {
  const home = testHome();
  const port = await freePort();
  home.put("config.yaml", `http: {listen: "127.0.0.1:${port}"}\n`);
  await startDaemon(home);
  await expect.poll(() => messagesOf(home, "http").length).toBe(1);
  const token = readFileSync(home.token, "utf8").trim();
  return { home, url: `http://127.0.0.1:${port}/v1/hook/claude-code`, token };
}

type Sent = { readonly headers?: Record<string, string>; readonly body?: string; readonly method?: string };

const post = (url: string, token: string, { headers = {}, body = bash("ls"), method = "POST" }: Sent = {}) =>
  fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
    ...(method === "GET" ? {} : { body }),
  });

test("a call is judged and recorded as over the socket, in the agent's dialect and nothing beside it", async () => {
  const { home, url, token } = await listening();
  const nothing = await post(url, token);
  expect([nothing.status, await nothing.text()]).toEqual([200, ""]);
  const denied = await post(url, token, { body: bash("cat ~/.ssh/id_rsa") });
  expect(denied.status).toBe(200);
  expect(await denied.json()).toMatchObject({
    hookSpecificOutput: { hookEventName: "PreToolUse", permissionDecision: "deny" },
  });
  expect(
    [...denied.headers.keys()].filter((name) => name.startsWith("x-") || name.includes("allow-")),
  ).toEqual([]);
  expect(recordsOf(home).map(({ decision }) => decision)).toEqual(["defer", "deny"]);
});

test.for<[string, status: number, sent: (token: string) => Sent]>([
  ["no token", 401, () => ({ headers: { authorization: "" } })],
  ["another token", 401, (token) => ({ headers: { authorization: `Bearer ${token.slice(1)}x` } })],
  ["the token alone", 401, (token) => ({ headers: { authorization: token } })],
  ["a page of a browser", 403, () => ({ headers: { origin: "http://127.0.0.1" } })],
  ["what can't be read", 422, () => ({ body: "{" })],
  ["nothing", 422, () => ({ body: "" })],
  ["another method", 405, () => ({ method: "GET" })],
  ["a call that is too large", 422, () => ({ body: bash("x".repeat(5 << 20)) })],
])("%s is an error, which blocks: %i", async ([, status, sent]) => {
  const { url, token } = await listening();
  const response = await post(url, token, sent(token));
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error: expect.any(String) });
});

test.for(["/v1/status", "/v1/mode", "/v1/approvals", "/metrics", "/v1/events"])(
  "nothing but tool calls is served: %s",
  async (path) => {
    const { url, token } = await listening();
    expect((await post(new URL(path, url).href, token, { method: "GET" })).status).toBe(404);
  },
);

test("the listener follows the config: off, on, and elsewhere", async () => {
  const { home, url, token } = await listening();
  const [first, second] = [url, url.replace(/:\d+/, `:${await freePort()}`)];
  const answers = (where: string) =>
    post(where, token).then(
      ({ status }) => status,
      () => "nobody",
    );
  writeFileSync(home.config, "mode: guardrails\n");
  await expect.poll(() => answers(first), { timeout: 5_000 }).toBe("nobody");
  writeFileSync(home.config, `http: {listen: "${new URL(second).host}"}\n`);
  await expect.poll(() => answers(second), { timeout: 5_000 }).toBe(200);
  rmSync(home.config);
  await expect.poll(() => answers(second), { timeout: 5_000 }).toBe("nobody");
});

test.for<[string, change: (home: TestHome) => void]>([
  ["is gone", ({ token }) => rmSync(token)],
  ["is another", ({ token }) => writeFileSync(token, `${"A".repeat(43)}\n`)],
  ["is none", ({ token }) => writeFileSync(token, "x\n")],
])("a token whose file %s holds until the next reload", async ([, change]) => {
  const { home, url, token } = await listening();
  change(home);
  expect((await post(url, token)).status).toBe(200);
  await askJson(home, "POST", "/v1/reload");
  await expect
    .poll(() =>
      post(url, token).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(401);
  expect((await post(url, readFileSync(home.token, "utf8").trim())).status).toBe(200);
});

test("an address that is taken is a problem to speak of, and the socket answers all the same", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => taken.once("listening", resolve));
  const home = testHome();
  home.put("config.yaml", `http: {listen: "127.0.0.1:${(taken.address() as { port: number }).port}"}\n`);
  await startDaemon(home);
  await expect.poll(async () => (await askJson(home, "GET", "/v1/status"))["http"]).toMatch(/EADDRINUSE/);
  taken.close();
});

test("the token is made once, of 32 random bytes, and private", async () => {
  const home = testHome();
  const token = await ensureToken(home);
  expect(Buffer.from(token, "base64url")).toHaveLength(32);
  expect(await ensureToken(home)).toBe(token);
});
