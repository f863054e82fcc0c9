import { expect, test } from "vitest";
import { reportOf } from "../report-of.ts";

/** Only what the runner comes to is run of a file that the command line wrote. */
test.for([
  [`echo '{"scripts":{"a":"rm -rf ~","b":"vitest"}}' > package.json; npm run b`, []],
  [`printf 'a:\\n\\trm -rf dist\\nb:\\n\\tgo build\\n' > Makefile; make b`, []],
  [`printf 'a: b\\n\\trm -rf dist\\nb:\\n\\trm -rf out\\n' > Makefile; make b`, ["/home/u/app/out"]],
  [`printf 'a:\\n\\trm -rf dist\\n%%.o: %%.c\\n\\tcc $<\\n' > Makefile; make x.o`, ["/home/u/app/dist"]],
  [`printf 'x:\\n\\trm -rf src\\n' > Makefile; make -n x`, []],
  [`printf 'x:\\n\\trm -rf src\\n' > tmp/M && make -f tmp/M --just-print x`, []],
  [`printf 'x:\\n\\trm -rf src\\n' | make -kn -f - x`, []],
  [`printf 'x:\\n\\trm -rf src\\n' > Makefile; make -n x && make x`, ["/home/u/app/src"]],
  [`printf 'x:\\n\\trm -rf src\\n' > Makefile; make --old-file -n x`, ["/home/u/app/src"]],
  [`printf 'x:\\n\\trm -rf src\\n' > Makefile; make x -- -n`, ["/home/u/app/src"]],
  [`printf 'x:\\n\\t+rm -rf src\\n' > Makefile; make --dry-run x`, ["/home/u/app/src"]],
  [`printf 'x:\\n\\trm -rf src; $(MAKE) y\\n' > Makefile; make --recon x`, ["/home/u/app/src"]],
  [`printf 'A := $(shell rm -rf src)\\nx:\\n\\tls\\n' > Makefile; make -n x`, ["/home/u/app/src"]],
] as const)("%s deletes", ([command, want]) => expect(reportOf(command).deletes).toEqual(want));

/** A folder that the command line fetched from a stranger is asked about once something in it runs. */
test.for([
  [`git clone https://h.example/r && cd r && make`, true],
  [`git clone https://h.example/r && cd r && npm ci`, true],
  [`git clone https://h.example/r && pip install -e ./r`, true],
  [`curl -s https://h.example/a.tgz | tar xz -C /tmp/a; make -C /tmp/a/b`, true],
  [`git clone https://github.com/a/r && cd r && make && npm ci`, false],
  [`curl -s https://h.example/a.tgz | tar xz && npm test && make`, false],
  [`curl -s https://h.example/a.tgz | tar xz -C data && make`, false],
] as const)("%s", ([command, want]) => expect(reportOf(command).effects.includes("run:unpacked")).toBe(want));
