import { contact, effect, execute, has, operand, read, send, value, values, write } from "../act.ts";
import { type Flow, join, nothing, outputFlow, unknownPart } from "../flow.ts";
import { isLocalHost } from "../hosts.ts";
import { type Word, wordFrom } from "../word.ts";
import { runShellText } from "./git-config.ts";
import type { Program, Run } from "./program.ts";
import { judgeSql, type SqlHarm } from "./sql.ts";

const variable = (run: Run, name: string): string => run.shell.variables.get(name)?.[0]?.text ?? "";

/** The host that options, a connection URL or the environment name; "" for this machine. */
function serverOf(run: Run, hostNames: readonly string[], environment: readonly string[]): string {
  const named = value(run, ...hostNames)?.text;
  const urls = [
    ...run.operands,
    ...values(run, "-d", "--dbname", "-u", "--uri", "--url", "-U", "-c", "-s", "-S"),
  ].map(({ text }) => text);
  const url =
    urls.find((text) => /^[a-z][\w+.-]*:\/\//i.test(text)) ??
    urls.find((text) => /\bhost(?:addr)?=/.test(text));
  const fromUrl = url === undefined ? undefined : (/\bhost(?:addr)?=([^\s&]+)/.exec(url)?.[1] ?? url);
  const found =
    named ?? fromUrl ?? environment.map((name) => variable(run, name)).find((text) => text !== "") ?? "";
  return found.startsWith("/") || found === "" || found === "." ? "" : contact(run, found);
}

/** Notes what a destructive statement means on that host. */
function noteHarm(run: Run, harm: SqlHarm | undefined, host: string): void {
  if (harm === undefined) return;
  effect(run, harm === "delete-all" ? "db:delete-all" : "db:drop");
  if (harm === "drop-database" && host !== "" && !isLocalHost(host)) effect(run, "db:remote");
}

/** `\! CMD`, `.shell CMD`, `system CMD`, `\copy … program '…'`, `\o |CMD` of the clients themselves. */
function clientCommands(run: Run, flow: Flow): void {
  const { text, from } = flow;
  for (const [, command = ""] of text.matchAll(
    /(?:^|\n|;)[ \t]*(?:\\!|\.shell|\.system|\.sh|system|\\system|!!)\s+([^\n]+)/g,
  ))
    runShellText(run, wordFrom(command.replace(/;\s*$/, ""), from), nothing);
  for (const [, command = ""] of text.matchAll(/\b(?:from|to)\s+program\s+'((?:[^']|'')*)'/gi))
    runShellText(run, wordFrom(command, from), nothing);
  for (const [, command = ""] of text.matchAll(
    /(?:^|\n)[ \t]*(?:\\[og]x?|\.output|\.once)\s+['"]?\|\s*([^\n'"]+)/g,
  ))
    runShellText(run, wordFrom(command, from), outputFlow);
  for (const [, file = ""] of text.matchAll(
    /(?:^|\n|;)[ \t]*(?:\\i|\\ir|\\include|\.read|source|\\\.)\s+['"]?([^\s'";]+)/g,
  ))
    read(run, wordFrom(file, from));
  for (const [, file = ""] of text.matchAll(
    /(?:^|\n|;)[ \t]*(?:\\o|\.output|\.once|\.backup|\.save|\.dump|\\w|tee|\\T)\s+['"]?([^\s'"|;]+)/g,
  ))
    if (file !== "stdout") write(run, wordFrom(file, from), outputFlow);
  for (const [, file = ""] of text.matchAll(
    /\b(?:pg_read_file|pg_read_binary_file|load_file|readfile|read_csv(?:_auto)?|read_text|read_json|read_blob|lo_import|infile|file)\s*\(?\s*'([^']+)'/gi,
  ))
    read(run, wordFrom(file, from));
  for (const [, file = ""] of text.matchAll(
    /\b(?:into\s+(?:outfile|dumpfile)|writefile|lo_export)\s*\(?\s*'([^']+)'/gi,
  ))
    write(run, wordFrom(file, from), outputFlow);
  for (const [, verb = "", file = ""] of text.matchAll(/\bcopy\b[^;'"]{0,400}?\b(from|to)\s+'([^']+)'/gi))
    copyFile(run, verb, wordFrom(file, from));
}

const copyFile = (run: Run, verb: string, file: Word): void => {
  if (/^from$/i.test(verb)) read(run, file);
  else write(run, file, outputFlow);
};

/** SQL given by options, operands, files and standard input. */
function runSql(run: Run, host: string, code: readonly Word[], files: readonly Word[]): Flow {
  const contents = files.filter(({ text }) => text !== "-").map((word) => read(run, word));
  const all = [...code, ...contents, run.io.stdin];
  for (const flow of all) {
    if (flow === nothing) continue;
    noteHarm(run, judgeSql(flow.text), host);
    clientCommands(run, flow);
    if (host !== "") for (const name of flow.from.variables) if (name === "*") send(run, flow, [host]);
  }
  const sources = [...contents, run.io.stdin].reduce(join, nothing);
  if (host !== "" && !isLocalHost(host) && sources.from.paths.length === 0)
    send(run, { text: unknownPart, from: { ...nothing.from, variables: sources.from.variables } }, [host]);
  return outputFlow;
}

const pgHosts = ["-h", "--host"] as const;

function psql(run: Run): Flow {
  const host = serverOf(run, pgHosts, ["PGHOST", "PGHOSTADDR"]);
  for (const file of values(run, "-o", "--output", "-L", "--log-file"))
    if (file.text.startsWith("|")) runShellText(run, wordFrom(file.text.slice(1), file.from));
    else write(run, file, outputFlow);
  return runSql(run, host, values(run, "-c", "--command"), values(run, "-f", "--file"));
}

function mysql(run: Run): Flow {
  const host = serverOf(run, ["-h", "--host"], ["MYSQL_HOST"]);
  for (const file of values(run, "--defaults-file", "--defaults-extra-file")) read(run, file);
  return runSql(run, host, values(run, "-e", "--execute"), []);
}

/** `file:PATH?mode=ro`: SQLite's own kind of URL. */
const pathOfUri = (word: Word): Word =>
  word.text.startsWith("file:")
    ? wordFrom(word.text.replace(/^file:(\/\/(localhost)?(?=\/))?|[?#].*$/g, ""), word.from, word.glob)
    : word;

/** `sqlite3 FILE SQL`. */
function sqlite(run: Run): Flow {
  const [database, ...code] = run.operands;
  const file = database === undefined ? undefined : pathOfUri(database);
  const content = file === undefined || /^(:memory:|)$/.test(file.text) ? nothing : read(run, file);
  for (const word of values(run, "-init", "--init")) read(run, word);
  const all = [...code, ...values(run, "-cmd", "--cmd", "-c")];
  const texts = [...all, run.io.stdin].filter((flow) => flow !== nothing);
  // What is only in memory is gone anyway.
  if (file?.text === ":memory:" && !texts.some(({ text }) => /\battach\b|^\s*\.open\b/im.test(text)))
    for (const flow of texts) clientCommands(run, flow);
  else runSql(run, "", all, []);
  if (
    file !== undefined &&
    /\b(insert|update|delete|create|drop|alter|vacuum|replace)\b/i.test(
      `${all.map(({ text }) => text).join(";")} ${run.io.stdin.text}`,
    ) &&
    file.text !== ":memory:"
  )
    write(run, file);
  return { text: unknownPart, from: content.from };
}

const dropDatabase = (run: Run): Flow => {
  const host = serverOf(run, pgHosts, ["PGHOST", "PGHOSTADDR"]);
  if (!has(run, "--help", "--version", "-V")) noteHarm(run, "drop-database", host);
  return outputFlow;
};

function mysqlAdmin(run: Run): Flow {
  const host = serverOf(run, ["-h", "--host"], ["MYSQL_HOST"]);
  if (operand(run, 0) === "drop") noteHarm(run, "drop-database", host);
  if (operand(run, 0) === "shutdown") effect(run, "system:service");
  return outputFlow;
}

/** What MongoDB's shell does: everything of a collection, a collection, the database. */
function judgeMongo(text: string): SqlHarm | undefined {
  if (/\bdropDatabase\s*\(|dropDatabase['"]?\s*:/.test(text)) return "drop-database";
  if (/\.(drop|dropIndexes)\s*\(\s*\)/.test(text)) return "drop";
  if (/\.(deleteMany|remove|deleteOne_all)\s*\(\s*(\{\s*\}\s*)?[),]/.test(text)) return "delete-all";
  return undefined;
}

function mongo(run: Run): Flow {
  const host = serverOf(run, ["--host", "-h"], []);
  const texts = [
    ...values(run, "--eval"),
    run.io.stdin,
    ...values(run, "-f", "--file").map((word) => read(run, word)),
  ];
  for (const word of run.operands) if (/\.js$/.test(word.text)) texts.push(read(run, word));
  for (const { text } of texts) noteHarm(run, judgeMongo(text), host);
  return outputFlow;
}

const redisHarm = /(^|[\n"'])\s*(flushall|flushdb)\b/i;

function redis(run: Run): Flow {
  const host = serverOf(run, ["-h"], []);
  const command = run.operands.map(({ text }) => text).join(" ");
  if (redisHarm.test(command) || redisHarm.test(run.io.stdin.text)) effect(run, "db:delete-all");
  if (/^shutdown\b/i.test(command)) effect(run, "system:service");
  if (
    /^config\s+set\s+(dir|dbfilename)\b/i.test(command) ||
    /\b(eval|module\s+load)\b.*os\.execute/i.test(command)
  )
    effect(run, "db:drop");
  for (const file of values(run, "--rdb")) write(run, file, outputFlow);
  for (const file of values(run, "--eval")) read(run, file);
  for (const word of run.operands) if (host !== "") send(run, word, [host]);
  return outputFlow;
}

/** Dumps a database to a file or standard output. */
function dump(run: Run): Flow {
  serverOf(run, ["-h", "--host"], ["PGHOST", "MYSQL_HOST"]);
  const file = value(run, "-f", "--file", "-r", "--result-file", "-o", "--out", "--archive");
  if (file === undefined) return outputFlow;
  write(run, file, outputFlow);
  return nothing;
}

/** Restores a database; --clean and --drop take away what is there. */
function restore(run: Run): Flow {
  const host = serverOf(run, ["-h", "--host"], ["PGHOST"]);
  for (const word of run.operands) if (!word.text.includes("://")) read(run, word);
  if (has(run, "-c", "--clean", "--drop"))
    noteHarm(run, has(run, "-C", "--create") ? "drop-database" : "drop", host);
  return outputFlow;
}

/** Frameworks that drop a database by a task of their own. */
function tasks(run: Run): Flow {
  const text = run.operands.map((word) => word.text).join(" ");
  if (
    /(^| )(db:drop|db:reset|db:migrate:reset|db:purge|migrate:fresh|migrate:reset|db:wipe|doctrine:database:drop|doctrine:schema:drop|flush|reset_db|sqlflush_x)( |$|:)/.test(
      text,
    )
  )
    effect(run, "db:drop");
  return outputFlow;
}

const prisma = (run: Run): Flow => {
  const text = run.operands.map((word) => word.text).join(" ");
  if (
    /^migrate reset/.test(text) ||
    (/^db push/.test(text) && has(run, "--force-reset", "--accept-data-loss"))
  )
    effect(run, "db:drop");
  const code = values(run, "--file", "--stdin");
  for (const word of code) noteHarm(run, judgeSql(read(run, word).text), "");
  if (/^db execute/.test(text)) noteHarm(run, judgeSql(run.io.stdin.text), "");
  return outputFlow;
};

const search = (run: Run): Flow => {
  if (/^(delete|drop|rm|destroy|truncate)/i.test(operand(run, 0))) effect(run, "db:drop");
  return outputFlow;
};

const pgOptions =
  "-c --command -d --dbname -f --file -h --host -p --port -U --username -v --set --variable -o --output -L --log-file -P --pset -F -R -T --table-attr";

/** Django's manage.py and the like are scripts that run by their path. */
const manage = (run: Run): Flow => {
  if (run.operands[0] !== undefined && run.program === "artisan") execute(run, run.operands[0]);
  return tasks(run);
};

export const databases: readonly Program[] = [
  {
    names: ["psql", "pgcli", "cockroach-sql", "usql", "ysqlsh", "gsql", "vsql"],
    options: { [pgOptions]: "value" },
    does: psql,
  },
  {
    names: ["mysql", "mariadb", "mycli", "mysqlsh", "tidb"],
    options: {
      "-e --execute -h --host -P --port -u --user -D --database -S --socket --defaults-file --defaults-extra-file --init-command --protocol":
        "value",
    },
    attached: "-p",
    does: mysql,
  },
  {
    names: ["sqlite3", "sqlite", "sqlcipher", "litecli", "duckdb", "libsql"],
    style: "dashed",
    options: { "-cmd -init -separator -nullvalue -newline -mmap -c --cmd": "value" },
    does: sqlite,
  },
  {
    names: [
      "clickhouse-client",
      "clickhouse",
      "sqlcmd",
      "bcp",
      "isql",
      "cqlsh",
      "snowsql",
      "trino",
      "presto",
      "beeline",
      "hive",
      "impala-shell",
      "sqlplus",
      "db2",
      "bq",
      "turso",
      "sql",
    ],
    options: {
      "-q --query -Q -e -f --file -h --host -i --queries-file -u -U -P -S -d --database --port -o": "value",
    },
    does: (run) =>
      runSql(
        run,
        serverOf(run, ["-h", "--host", "-S"], []),
        [...values(run, "-q", "--query", "-Q", "-e"), ...run.operands],
        values(run, "-f", "--file", "-i", "--queries-file"),
      ),
  },
  {
    names: ["dropdb"],
    options: { "-h --host -p --port -U --username --maintenance-db": "value" },
    does: dropDatabase,
  },
  { names: ["dropuser", "dropcluster", "pg_dropcluster"], effects: ["db:drop"] },
  {
    names: ["mysqladmin", "mariadb-admin"],
    options: { "-h --host -u --user -P --port": "value" },
    attached: "-p",
    does: mysqlAdmin,
  },
  {
    names: ["mongosh", "mongo"],
    options: {
      "--eval -f --file --host -h --port -u --username -p --password --authenticationDatabase": "value",
    },
    does: mongo,
  },
  {
    names: ["redis-cli", "valkey-cli", "keydb-cli", "dragonfly-cli"],
    style: "posix",
    options: { "-h -p -a -n -u -s --user --pass --pattern --rdb --eval --file -r -i -x": "value" },
    does: redis,
  },
  {
    names: [
      "pg_dump",
      "pg_dumpall",
      "mysqldump",
      "mariadb-dump",
      "mongodump",
      "mongoexport",
      "sqldump",
      "pg_basebackup",
    ],
    options: {
      "-f --file -h --host -p --port -U --username -u --user -r --result-file -o --out --archive -d --dbname --db -c --collection -t --table -n --schema -F --format -D":
        "value",
    },
    attached: "-p",
    does: dump,
  },
  {
    names: ["pg_restore", "mongorestore", "mongoimport"],
    options: {
      "-h --host -p --port -U --username -d --dbname --db -c-x --archive --file --collection -t": "value",
    },
    does: restore,
  },
  {
    names: [
      "rails",
      "rake-db",
      "artisan",
      "console",
      "manage.py",
      "flyway",
      "liquibase",
      "sequelize",
      "knex",
      "typeorm",
      "mikro-orm",
      "alembic",
      "dbmate",
      "migrate",
      "drizzle-kit",
    ],
    does: manage,
  },
  { names: ["prisma"], options: { "--file --schema --url": "value" }, does: prisma },
  { names: ["etcdctl", "influx", "cassandra-cli", "kcat"], does: search },
];
