import { argument } from "../actions/access.ts";
import { appends, copies, exports, moves, reads, removes, writes } from "../actions/files.ts";
import { connects, downloads, requests } from "../actions/network.ts";
import { changesFolder, environment, homeFolder } from "../actions/places.ts";
import { evaluates, runsFile, runsText, spawnsProgram } from "../actions/processes.ts";
import type { Action, Language } from "../language.ts";
import { environmentVariable } from "../reading/environment.ts";
import { joinedPath, unknownValue } from "../value.ts";
import { prints } from "./shared-functions.ts";

/** `System.cmd("rm", ["-rf", x])` of Elixir and its like. */
const variable: Action = (call) => environmentVariable(call.machine, argument(call, 0).flow.text);

/** Julia's backticks have been run where they stand. */
const runsOnce: Action = (call) =>
  argument(call, 0).flow.from.output ? argument(call, 0) : spawnsProgram(call);

/** What other languages call what matters: R, Julia, Elixir, Groovy, Scala, Clojure, Lisp, Swift … */
const calls: Readonly<Record<string, Action>> = {
  system: spawnsProgram,
  system2: spawnsProgram,
  run: runsOnce,
  shell: runsText(),
  "shell-command": runsText(),
  "shell-command-to-string": runsText(),
  "call-process": spawnsProgram,
  exec: spawnsProgram,
  sh: spawnsProgram,
  pipe: runsText(),
  readchomp: runsText(),
  "cmd.run": runsText(),
  "os.cmd": runsText(),
  cmd: runsText(),
  "System.cmd": spawnsProgram,
  "System.shell": runsText(),
  "*.execute": (call) =>
    call.self === undefined ? unknownValue : runsText()({ ...call, args: [call.self] }),
  "Runtime.getRuntime.exec": runsText(),
  "*.exec": runsText(),
  ProcessBuilder: spawnsProgram,
  "sys.process.Process": runsText(),
  "Process.run": spawnsProgram,
  unlink: removes(true),
  "file.remove": removes(),
  "file.rename": moves,
  "file.copy": copies(),
  rm: removes(true),
  "File.rm": removes(),
  "File.rm_rf": removes(true),
  "file.del_dir_r": removes(true),
  "file.delete": removes(),
  "*.delete": (call) => (call.self === undefined ? unknownValue : removes()({ ...call, args: [call.self] })),
  "*.deleteDir": (call) =>
    call.self === undefined ? unknownValue : removes(true)({ ...call, args: [call.self] }),
  "delete-file": removes(),
  "delete-directory": removes(true),
  readLines: reads(),
  readline: reads(),
  read: reads(),
  readFile: reads(),
  slurp: reads(),
  "read.csv": reads(),
  readRDS: reads(),
  scan: reads(),
  "File.read": reads(),
  File: reads(),
  "Source.fromFile": reads(),
  "insert-file-contents": reads(),
  "find-file": reads(),
  String: reads(),
  open: reads(),
  writeLines: writes(1, 0),
  write: writes(),
  spit: writes(),
  "write.csv": exports(1),
  "write.csv2": exports(1),
  "write.table": exports(1),
  write_csv: exports(1),
  write_tsv: exports(1),
  write_delim: exports(1),
  fwrite: exports(1),
  saveRDS: exports(1),
  write_rds: exports(1),
  dput: exports(1),
  ggsave: exports(0),
  "save.image": exports(0),
  sink: exports(0),
  png: exports(0),
  pdf: exports(0),
  svg: exports(0),
  jpeg: exports(0),
  "CSV.write": exports(0),
  savefig: exports(0),
  jldsave: exports(0),
  "File.write": writes(),
  "write-region": writes(2, 0),
  cat: (call) => {
    prints(call);
    return argument(call, 0);
  },
  "IO.puts": prints,
  println: prints,
  "System.out.println": prints,
  "System.out.print": prints,
  princ: prints,
  message: prints,
  "append-to-file": appends(2, 0),
  "Sys.getenv": variable,
  "System.getenv": variable,
  "System.get_env": variable,
  getenv: variable,
  "Sys.setenv": () => unknownValue,
  "path.expand": (call) => argument(call, 0),
  "Path.expand": (call) => argument(call, 0),
  expanduser: (call) => argument(call, 0),
  homedir: homeFolder,
  "System.user_home": homeFolder,
  "Path.join": ({ args }) => joinedPath(args.flatMap((value) => value.items ?? [value])),
  joinpath: ({ args }) => joinedPath(args),
  "file.path": ({ args }) => joinedPath(args),
  setwd: changesFolder,
  cd: changesFolder,
  source: runsFile("generic"),
  include: runsFile("generic"),
  "download.file": downloads(),
  download: downloads(),
  url: requests(),
  "httr.POST": requests(),
  "httr.GET": requests(),
  "HTTP.get": requests(),
  "HTTP.post": requests(),
  URL: requests(),
  eval: evaluates("generic"),
  "Code.eval_string": evaluates("generic"),
  socketConnection: connects,
  connect: connects,
};

const properties: Readonly<Record<string, Action>> = { ENV: environment };

export const genericLanguage: Language = {
  syntax: {
    lineComments: ["#", ";;"],
    blockComments: [["/*", "*/"]],
    quotes: { "'": "text", '"': "text", "`": "shell" },
    insertion: "${",
    sigils: "",
    regex: false,
    quoteLike: "",
  },
  attributes: [".", "::", ":"],
  joins: ["+", "*", "<>"],
  bareCalls: false,
  indented: false,
  calls,
  properties,
};
