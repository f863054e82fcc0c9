import { runWords } from "../act.ts";
import { outputFlow } from "../flow.ts";
import { values } from "../given.ts";
import { wordFrom } from "../word.ts";
import type { Behaviour, Program } from "./program.ts";

/** What measures a command that it starts. */
const measures: Behaviour = {
  style: "posix",
  options: {
    "-e --event -F --freq -p --pid -t --tid -u --uid -C --cpu -c --count -m --mmap-pages -r --repeat --realtime":
      "value",
    "-D --delay -I --interval-print -x --field-separator -G --cgroup --call-graph -j --branch-filter":
      "value",
    "-k --clockid --filter --max-size --timeout --duration --max-events --log-fd --metrics -M --type":
      "value",
    "--pre --post": "shell",
    "-o --output": "create",
  },
  wraps: 0,
};

/** What prints or compares what was measured before. */
const prints: Behaviour = {
  options: {
    "-i --input -k --vmlinux": "read",
    "-s -S -F --sort --fields --comms --dsos --symbols -g --call-graph -C --cpu -M --percent-limit --time":
      "value",
    "-o --output": "create",
  },
};

/** `perf script -s [LANGUAGE:]FILE` runs a script over it. */
const scripts: Behaviour = {
  style: "gnu",
  options: {
    "-i --input -k --vmlinux": "read",
    "-s --script -F --fields --comms --dsos -C --cpu --time": "value",
    "-o --output": "create",
  },
  subcommands: { record: measures },
  does: (run) => {
    for (const { text, from } of values(run, "-s", "--script"))
      runWords(run, [wordFrom(text.replace(/^\w+:/, ""), from)]);
    return outputFlow;
  },
};

const areas: Behaviour = {
  style: "posix",
  options: { "-i --input": "read", "-e --event -t --type": "value", "-o --output": "create" },
  subcommands: { "record rec stat": measures },
  otherwise: prints,
};

/** Only some of its subcommands start a program. */
export const perf: Program = {
  names: ["perf"],
  style: "posix",
  options: { "--exec-path --debugfs-dir --buildid-dir": "value" },
  subcommands: {
    "record stat trace ftrace": measures,
    script: scripts,
    "mem sched lock c2c kvm kmem timechart iostat kwork": areas,
  },
  otherwise: prints,
};
