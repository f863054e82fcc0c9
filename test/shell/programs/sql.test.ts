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
