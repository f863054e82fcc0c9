import { expect, test } from "vitest";
import { tokensOf } from "../../../src/shell/code/awk/tokens.ts";
import { reportOf } from "../report-of.ts";

test.for([
  [`x / 2 / 3`, "name operator number operator number"],
  [`/a\\/b[/]/ { print }`, "regex operator name operator"],
  [`a ~ /b/`, "name operator regex"],
  [`$1 / 2`, "operator number operator number"],
  [`print "a\\"b" # c`, "name text"],
] as const)("%s is cut into %s", ([code, want]) =>
  expect(
    tokensOf(code)
      ?.map(({ kind }) => kind)
      .join(" "),
  ).toBe(want),
);

/** What a program reads, writes and deletes. */
test.for([
  [`BEGIN { c = "cat /a"; system(c) }`, ["/a"], [], []],
  [`BEGIN { system("rm -r " ENVIRON["HOME"] "/x") }`, [], [], ["/home/u/x"]],
  [`BEGIN { f = "/a"; while ((getline l < f) > 0) print l }`, ["/a"], [], []],
  [`BEGIN { while (("cat " "/a" | getline l) > 0) print l }`, ["/a"], [], []],
  [`BEGIN { "echo /a" | getline f; getline l < f }`, ["/a"], [], []],
  [`function f(x, y) { system("cat " y) } BEGIN { f(1, "/a") }`, ["/a"], [], []],
  [`BEGIN { f("/a") } function f(x) { system("cat " x) }`, ["/a"], [], []],
  [`BEGIN { a["k"] = "/a"; system("cat " a["k"]) }`, ["/a"], [], []],
  [`BEGIN { system(sprintf("%s %s", "cat", "/a")) }`, ["/a"], [], []],
  [`BEGIN { system(substr("xcat /a", 2)) }`, ["/a"], [], []],
  [`BEGIN { print "rm -r /a" | "sh" }`, [], [], ["/a"]],
  [`{ print > ("/a" "/b") }`, [], ["/a/b"], []],
  [`{ print $1, $2 >> "/a" }`, [], ["/a"], []],
  [`{ print > $1 ".csv" }`, [], ["/home/u/app/*.csv"], []],
  [`{ print($1 > 2) }`, [], [], []],
  [`$1 > 2 { print }`, [], [], []],
  [`{ n = split($0, p, ":"); print p[1] / p[2] }`, [], [], []],
] as const)("awk '%s'", ([code, reads, writes, deletes]) => {
  const report = reportOf(`awk '${code}'`);
  expect([report.reads, report.writes, report.deletes]).toEqual([reads, writes, deletes]);
});

/** What a program prints is run. */
test.for([
  [`awk 'BEGIN { print "cat /a" }' | sh`, ["/a"]],
  [`awk 'BEGIN { printf "%c%c%c /a", 99, 97, 116 }' | sh`, ["/a"]],
  [`echo 'x cat /a' | awk '{ print $2, $3 }' | sh`, ["/a"]],
  [`echo a:/b | awk -F: '{ print $2 }' | xargs cat`, ["/b"]],
  [`awk -v f=/a 'BEGIN { print "cat " f }' | sh`, ["/a"]],
] as const)("%s", ([command, want]) => expect(reportOf(command).reads).toEqual(want));
