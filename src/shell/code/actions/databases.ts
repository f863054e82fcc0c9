import { contact } from "../../act.ts";
import { judgeSql, noteHarm, serverIn } from "../../programs/sql.ts";
import type { Action, Call } from "../language.ts";
import { alternatives, madeOf, textValue, unknownValue, type Value } from "../value.ts";
import { argument, option, readFile } from "./access.ts";

/** Under this name the variables of the code keep where its database is. */
const serverKey = "host of the database";
/** What is only in memory is gone anyway. */
const inMemory = ":memory:";

const hostNames = ["host", "hostname", "server", "PGHOST"];
const urlNames = ["connectionString", "connection_string", "dsn", "url", "uri", "conninfo", "database"];

/** `connect("postgres://…")`, `connect(host="…")`, `new Client({ host })`, `new PDO("pgsql:host=…")`, `mysqli("…")`. */
export const connectsDatabase: Action = (call) => {
  const { machine } = call;
  const host = serverOf(call);
  machine.variables.set(serverKey, textValue(host === "" ? "" : contact({ shell: machine.shell }, host)));
  return { ...unknownValue, name: "Connection" };
};

function serverOf(call: Call): string {
  for (const name of hostNames) {
    const text = option(call, name)?.flow.text ?? "";
    if (text !== "") return text;
  }
  const texts = [...urlNames.map((name) => option(call, name)), ...call.args].map(
    (value) => value?.flow.text ?? "",
  );
  return texts.map(serverIn).find((host) => host !== undefined) ?? hostAlone(call);
}

/** `mysqli_connect("db.example", user, …)`. */
const hostAlone = (call: Call): string => {
  const { text } = argument(call, 0).flow;
  return /^(?:p:)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?$/i.test(text) && /mysql/.test(call.name) ? text : "";
};

/** A database that is a file, SQLite's or DuckDB's. */
export const opensDatabase: Action = (call) => {
  const file = argument(call, 0);
  const path = file.flow.text.replace(/^(?:file|sqlite):(?:\/\/(?=\/))?|\?.*$/gs, "");
  const isFile = path !== "" && path !== inMemory;
  if (isFile) readFile(call.machine, { ...file, flow: { text: path, from: file.flow.from } });
  call.machine.variables.set(serverKey, textValue(isFile ? "" : inMemory));
  return { ...unknownValue, name: "Connection" };
};

/** What destroys begins a statement: the same words stand in other texts, and `query` and `exec` are many things. */
const destroys =
  /(?:^|;)\s*(?:drop\s+\w|truncate\s+\w|delete\s+from\s|update\s+\S+\s+set\s|alter\s+\w|with\s)/i;

/** A statement for a database, among the arguments of whatever runs it. */
export const queries: Action = (call) => {
  const { args, named, self } = call;
  const known = call.machine.variables.get(serverKey)?.flow.text;
  const server = known ?? "";
  const values = [...args, ...named.values()];
  // `/x/.exec(text)` is no database's.
  const isPattern = known === undefined && call.name === "str.exec";
  if (server !== inMemory && !isPattern) for (const value of values) noteStatements(call, value, server);
  return madeOf(self === undefined ? values : [self, ...values]);
};

function noteStatements(call: Call, value: Value, server: string): void {
  for (const one of [...alternatives(value), ...(value.items ?? []), ...(value.fields?.values() ?? [])]) {
    const { text } = one.flow;
    if (destroys.test(text)) noteHarm({ shell: call.machine.shell }, judgeSql(text), server);
  }
}
