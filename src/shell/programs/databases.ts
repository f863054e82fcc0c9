import { effect, read, send, write } from "../act.ts";
import { type Flow, nothing, outputFlow } from "../flow.ts";
import { has, operand, value, values } from "../given.ts";
import { inOrder } from "../scan.ts";
import type { Program, Run } from "./program.ts";
import { judgeSql, noteHarm, type SqlHarm } from "./sql.ts";
import { mysql, pgHosts, psql, runSql, serverOf, sqlite } from "./sql-clients.ts";

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

const redisHarm = /(?:^|[\n"'])[^\S\n]*(?:flushall|flushdb)\b/i;

function redis(run: Run): Flow {
  const host = serverOf(run, ["-h"], []);
  const command = run.operands.map(({ text }) => text).join(" ");
  if (redisHarm.test(command) || redisHarm.test(run.io.stdin.text)) effect(run, "db:delete-all");
  if (/^shutdown\b/i.test(command)) effect(run, "system:service");
  if (
    /^config\s+set\s+(dir|dbfilename)\b/i.test(command) ||
    inOrder(command, /\b(?:eval|module\s+load)\b/i, /os\.execute/i)
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
    does: tasks,
  },
  { names: ["prisma"], options: { "--file --schema --url": "value" }, does: prisma },
  { names: ["etcdctl", "influx", "cassandra-cli", "kcat"], does: search },
];
