import { expect, test } from "vitest";
import type { Behaviour } from "../../src/shell/programs/program.ts";
import { areas, programNamed } from "../../src/shell/programs/registry.ts";
import { reportOf } from "./report-of.ts";

/** Names that every JavaScript object answers to. */
const inherited = Object.getOwnPropertyNames(Object.prototype);

/** Places where a name is looked up in a table. */
const places: readonly ((name: string) => string)[] = [
  (name) => `${name} a b`,
  (name) => `$${name} "\${${name}}"`,
  (name) => `${name}=1 ls`,
  (name) => `git ${name} --${name}=x`,
  (name) => `npx ${name}`,
  (name) => `python3 -m ${name}`,
  (name) => `cmake -E ${name} f`,
  (name) => `systemctl ${name}`,
  (name) => `tr '[:${name}:]' x`,
  (name) => `printf '\\${name}%${name}'`,
  (name) => `set -o ${name}`,
  ...["python3", "node", "ruby", "perl", "php", "lua", "julia", "awk"].flatMap((program) => [
    (name: string) => `${program} <<'E'\n${name}\nx.${name}(1)\nx = ${name}[${name}]\n${name}.${name} "a"\nE`,
    (name: string) => `${program} <<'E'\nsend(:${name}, 1)\ncall_user_func("${name}", 2)\n$${name}->x()\nE`,
  ]),
];

test.for(inherited)("%s is a name like any other", (name) => {
  for (const place of places)
    for (const dialect of ["posix", "powershell", "cmd"] as const)
      expect(() => reportOf(place(name), dialect), place(name)).not.toThrow();
});

test.for(inherited)("%s is no program", (name) => expect(programNamed(name)).toBeUndefined());

test("no name has two rows", () => {
  const names = areas.flat().flatMap(({ names }) => names);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

/** Every row of the table and of its subcommands. */
function rowsBelow(row: Behaviour): readonly Behaviour[] {
  const below = [
    ...Object.values(row.subcommands ?? {}),
    ...(row.otherwise === undefined ? [] : [row.otherwise]),
  ];
  return [row, ...below.flatMap(rowsBelow)];
}

test("no option or subcommand of a program has two rows", () => {
  const twice = areas.flat().flatMap((program) =>
    rowsBelow(program)
      .flatMap(({ options, when, subcommands }) => [options ?? {}, when ?? {}, subcommands ?? {}])
      .flatMap((rows) =>
        Object.keys(rows)
          .flatMap((names) => names.split(" "))
          .filter((name, at, all) => all.indexOf(name) !== at),
      )
      .map((name) => `${program.names[0]} ${name}`),
  );
  expect(twice).toEqual([]);
});
