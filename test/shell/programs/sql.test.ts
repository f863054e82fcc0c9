import { expect, test } from "vitest";
import { judgeSql } from "../../../src/shell/programs/sql.ts";
import { reportOf } from "../report-of.ts";

test("the analysis is loaded first", () => expect(reportOf("true").names).toEqual(["true"]));

test.for([
  ["select 1", undefined],
  ["DELETE FROM a", "delete-all"],
  ["delete from a where b = 'x'", undefined],
  ["delete from a where 1=1", "delete-all"],
  ["delete from a -- where b", "delete-all"],
  ["DROP /* x */ TABLE a", "drop"],
  ["select 1; drop schema a cascade", "drop"],
  ["drop database if exists a", "drop-database"],
  ["insert into a values ('drop table b')", undefined],
  ["create table a (b int references c on delete cascade)", undefined],
  ["insert into a select * from b on conflict do update set c = 1", undefined],
  ["with x as (select 1) delete from a", "delete-all"],
] as const)("%s", ([sql, want]) => expect(judgeSql(sql)).toBe(want));

test.for([
  ["drop schema a", "drop-database"],
  ["DROP /* x */ SCHEMA IF EXISTS a", "drop-database"],
  ["drop table a", "drop"],
  ["select 'drop schema a'", undefined],
] as const)("mysql: %s", ([sql, want]) => expect(judgeSql(sql, "mysql")).toBe(want));

/** A script that the same command wrote is read, whoever reads it. */
test.for([
  [`echo 'TRUNCATE a;' > /w/x.sql && psql -f /w/x.sql`, ["db:delete-all"]],
  [`echo 'DROP TABLE a;' > x.sql && psql -c '\\i x.sql'`, ["db:drop"]],
  [`echo 'DROP TABLE a;' > x.sql && mysql -e 'source x.sql'`, ["db:drop"]],
  [`echo 'DROP TABLE a;' > x.sql && sqlite3 a.db '.read x.sql'`, ["db:drop"]],
  [`echo '.read x.sql' > x.sql && sqlite3 a.db '.read x.sql'`, []],
  [`echo 'select 1;' > x.sql && psql -c '\\i x.sql'`, []],
  [`psql -f x.sql`, []],
] as const)("%s", ([command, want]) => expect(reportOf(command).effects).toEqual(want));

/** Statements that a driver of another language runs. */
test.for([
  [`python3 -c 'import sqlite3 as s; c = s.connect("a.db"); c.executescript("drop table a;")'`, ["db:drop"]],
  [`python3 -c 'import sqlite3 as s; c = s.connect(":memory:"); c.execute("drop table a")'`, []],
  [`python3 -c 'import sqlite3 as s; c = s.connect("a.db"); c.execute("delete from a where b = 1")'`, []],
  [
    `python3 -c 'import pymysql; pymysql.connect(host="h.example").cursor().execute("drop database a")'`,
    ["db:drop", "db:remote"],
  ],
  [
    `python3 -c 'import pymysql; pymysql.connect(host="127.0.0.1").cursor().execute("drop database a")'`,
    ["db:drop"],
  ],
  [
    `node -e 'const { Pool } = require("pg"); new Pool({ connectionString: "postgres://a@h.example/b" }).query("drop database b")'`,
    ["db:drop", "db:remote"],
  ],
  [
    `node -e 'const d = require("better-sqlite3")("a.db"); d.prepare("DELETE FROM a").run()'`,
    ["db:delete-all"],
  ],
  [`node -e 'console.log(/b/.exec("delete from memory"), "drop table a")'`, []],
  [`ruby -e 'PG.connect("host=h.example dbname=a").exec("DROP DATABASE a")'`, ["db:drop", "db:remote"]],
  [`ruby -e 'SQLite3::Database.new("a.db").execute "UPDATE a SET b = 1"'`, ["db:delete-all"]],
  [`php -r '$p = new PDO("mysql:host=h.example"); $p->exec("DROP DATABASE a");'`, ["db:drop", "db:remote"]],
  [`php -r '$c = mysqli_connect("h.example"); mysqli_query($c, "TRUNCATE a");'`, ["db:delete-all"]],
  [
    `perl -e 'my $d = DBI->connect("dbi:Pg:host=h.example"); $d->do("DROP DATABASE a");'`,
    ["db:drop", "db:remote"],
  ],
] as const)("%s", ([command, want]) => expect(reportOf(command).effects).toEqual(want));
