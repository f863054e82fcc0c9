// `codex app-server` as far as prempti talks to it. What it is like today is in the file "manner" beside it.
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const folder = join(process.env.HOME, ".codex");
const file = join(folder, "hooks.json");
const config = join(folder, "config.toml");
const manner = readFileSync(join(import.meta.dirname, "manner"), "utf8");

const read = (path) => (existsSync(path) ? readFileSync(path, "utf8") : "");
const snake = (event) => event.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();

function hooks() {
  const groups = Object.entries(JSON.parse(read(file)).hooks);
  return groups.flatMap(([event, list]) =>
    list.flatMap((group, at) =>
      group.hooks.map((entry, index) => {
        const key = `${file}:${snake(event)}:${at}:${index}`;
        const currentHash = `sha256:${createHash("sha256").update(JSON.stringify(entry)).digest("hex")}`;
        const stated = read(config).split(`"${key}"]\n`)[1]?.split("\n")[0] ?? "";
        const trustStatus = stated.includes(currentHash) ? "trusted" : stated ? "modified" : "untrusted";
        return { key, sourcePath: file, command: entry.command, currentHash, trustStatus };
      }),
    ),
  );
}

const answers = {
  initialize: () => ({ userAgent: "fake" }),
  "hooks/list": ({ cwds }) =>
    manner === "another version" ? { hooks: [] } : { data: cwds.map((cwd) => ({ cwd, hooks: hooks() })) },
  "config/batchWrite": ({ edits: [{ value }] }) => {
    if (manner === "writes nothing") return { status: "ok" };
    for (const [key, { trusted_hash }] of Object.entries(value))
      appendFileSync(config, `\n[hooks.state."${key}"]\ntrusted_hash = "${trusted_hash}"\n`);
    return { status: "ok" };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (manner === "ends at once") process.exit(1);
  if (id === undefined) continue;
  const answer = answers[method];
  console.log(JSON.stringify({ method: "configWarning", params: { summary: "told unasked" } }));
  if (answer === undefined || manner === "refuses")
    console.log(JSON.stringify({ id, error: { message: "no" } }));
  else console.log(JSON.stringify({ id, result: answer(params) }));
}
