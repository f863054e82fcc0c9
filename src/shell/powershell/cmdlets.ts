import {
  contact,
  effect,
  has,
  load,
  noteCode,
  read,
  readTree,
  remove,
  runWords,
  send,
  sendFile,
  value,
  write,
} from "../act.ts";
import {
  type Flow,
  fromOutput,
  join,
  joinAll,
  literalFlow,
  networkFlow,
  nothing,
  outputFlow,
  unknownPart,
} from "../flow.ts";
import { globMatches, hasGlob } from "../glob.ts";
import { absolutePath } from "../paths.ts";
import type { Run } from "../programs/program.ts";
import { isTemplate, isVariableFile } from "../variable-files.ts";
import { literalWord, type Word, wordFrom, wordOf } from "../word.ts";
import { runCode, socketTo } from "./methods.ts";
import { windowsVariable } from "./variables.ts";

/** One cmdlet: its names and aliases, its parameters (those with ":" take a value), what it does. */
export type Cmdlet = {
  readonly names: string;
  readonly parameters: string;
  readonly does: (run: Run) => Flow;
};

const files =
  "path: literalpath: filter: include: exclude: destination: recurse force confirm whatif passthru container ";

/** Path parameters, else positional words, else what the pipeline names. */
function pathsIn(run: Run, positional: readonly Word[] = run.operands): readonly Word[] {
  const named = [
    ...(value(run, "-path") ? [value(run, "-path") as Word] : []),
    ...(value(run, "-literalpath") ? [value(run, "-literalpath") as Word] : []),
  ];
  if (named.length > 0) return [...named, ...positional];
  if (positional.length > 0) return positional;
  return run.io.stdin.text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, 64)
    .map((line) => wordFrom(line.trim(), run.io.stdin.from, /[*?[]/.test(line)));
}

/** `env:` and `env:X` are the environment, not files. */
function environmentName(word: Word): string | undefined {
  return /^env:[\\/]?(.*)$/is.exec(word.text)?.[1];
}

function dumpEnvironment(run: Run): Flow {
  effect(run, "env:dump");
  return { text: unknownPart, from: { ...nothing.from, variables: ["*"] } };
}

function getContent(run: Run): Flow {
  return pathsIn(run)
    .map((word) => {
      const name = environmentName(word);
      return name === undefined || name === "" ? read(run, word) : windowsVariable(run.shell, name, true);
    })
    .reduce(join, nothing);
}

function list(run: Run): Flow {
  const paths = pathsIn(run);
  const name = paths[0] === undefined ? undefined : environmentName(paths[0]);
  if (name !== undefined)
    return name === "" || name === "*" ? dumpEnvironment(run) : windowsVariable(run.shell, name, true);
  for (const path of paths)
    if (has(run, "-recurse")) readTree(run, path);
    else read(run, path);
  const names = value(run, "-filter", "-include");
  const roots = paths.length === 0 ? [literalWord(".")] : paths;
  const below = has(run, "-recurse") ? "/*" : "";
  return {
    text: roots.map(({ text }) => `${text}${names === undefined ? below : `/${names.text}`}\n`).join(""),
    from: { ...fromOutput },
  };
}

/** What `Get-ChildItem -Recurse` lists is all that lies below. */
const isWholeTree = ({ text, from }: Word): boolean => from.output && text.endsWith("/*");

function removeItems(run: Run): Flow {
  // People who know cmd write `del /s`, those who know Unix `rm -rf`.
  const switches = run.operands
    .filter(({ text }) => /^\/[a-z]$/i.test(text))
    .map(({ text }) => text.toLowerCase());
  const recursive =
    has(run, "-recurse") ||
    switches.includes("/s") ||
    run.options.some(({ name }) => /^-r(f|ec?|s|fo)?$/.test(name));
  for (const path of pathsIn(
    run,
    run.operands.filter(({ text }) => !/^\/[a-z]$/i.test(text)),
  )) {
    if (/^(hk(lm|cu|cr|u)|registry):/i.test(path.text)) effect(run, "system:registry");
    else if (environmentName(path) === undefined) remove(run, path, recursive || isWholeTree(path));
  }
  return nothing;
}

/** Source and destination, by name or place. */
function copyItems(run: Run, moves: boolean): Flow {
  const named = value(run, "-destination", "-newname");
  const places = [...pathsIn(run, run.operands)];
  const target = named ?? (places.length > 1 ? places.pop() : undefined);
  for (const source of places) {
    const flow = has(run, "-recurse") ? readTree(run, source) : read(run, source);
    if (target !== undefined) write(run, target, flow);
    if (target !== undefined && isTemplate(source.text) && isVariableFile(target.text))
      effect(run, "env:from-template");
    if (moves) remove(run, source, has(run, "-recurse"));
  }
  return nothing;
}

/** Set-Content, Add-Content, Out-File, Tee-Object. */
function writeContent(run: Run, append: boolean): Flow {
  const named = value(run, "-path", "-literalpath", "-filepath");
  const [path = named, given] = named === undefined ? run.operands : [named, ...run.operands];
  const content = value(run, "-value", "-inputobject") ?? given ?? run.io.stdin;
  if (path !== undefined) write(run, path, content, append || has(run, "-append"));
  return run.program === "tee-object" ? run.io.stdin : nothing;
}

function newItem(run: Run): Flow {
  const name = value(run, "-name");
  const [folder] = pathsIn(run);
  const path = name === undefined ? folder : wordFrom(`${folder?.text ?? "."}/${name.text}`, name.from);
  if (path === undefined) return nothing;
  registryPath(run, path.text);
  const target = value(run, "-target");
  write(run, path, target === undefined ? (value(run, "-value") ?? undefined) : read(run, target));
  return nothing;
}

/** Invoke-WebRequest and Invoke-RestMethod. */
function request(run: Run): Flow {
  const url = value(run, "-uri") ?? run.operands[0];
  const hosts = url === undefined ? [] : [contact(run, url.text)];
  for (const word of [url, value(run, "-headers"), value(run, "-credential")])
    if (word !== undefined) send(run, word, hosts);
  const body = value(run, "-body", "-form");
  if (body !== undefined) send(run, body, hosts);
  const file = value(run, "-infile");
  if (file !== undefined) sendFile(run, file, hosts);
  if (run.io.stdin !== nothing) send(run, run.io.stdin, hosts);
  const output = value(run, "-outfile");
  if (output === undefined) return networkFlow;
  write(run, output, networkFlow);
  return nothing;
}

function transferBits(run: Run): Flow {
  const [source = run.operands[0], target = run.operands[1]] = [
    value(run, "-source"),
    value(run, "-destination"),
  ];
  if (source !== undefined) contact(run, source.text);
  if (target !== undefined) write(run, target, networkFlow);
  return nothing;
}

function invokeExpression(run: Run): Flow {
  const code =
    value(run, "-command") ??
    (run.operands.length > 0 ? wordOf(joinAll(run.operands)) : wordOf(run.io.stdin));
  return code.text === "" ? nothing : runCode(run, code);
}

/** Start-Process: a program and its arguments, perhaps as administrator. */
function startProcess(run: Run): Flow {
  if (/runas/i.test(value(run, "-verb")?.text ?? "")) effect(run, "privilege:sudo");
  const [first = run.operands[0]] = [value(run, "-filepath")];
  if (first === undefined) return nothing;
  run.shell.draft.wrappers.add("start-process");
  const rest = value(run, "-filepath") === undefined ? run.operands.slice(1) : run.operands;
  const args = [
    ...(value(run, "-argumentlist") === undefined ? [] : [value(run, "-argumentlist") as Word]),
    ...rest,
  ];
  const inFolder = run.shell.files.has(absolutePath(run.shell, first.text));
  return runWords(run, [
    inFolder && !first.text.includes("/") ? wordFrom(`./${first.text}`, first.from) : first,
    ...args.flatMap(({ text, from }) => text.split(/\s+/).map((piece) => wordFrom(piece, from))),
  ]);
}

function stopProcess(run: Run): Flow {
  const id = value(run, "-id");
  if (id !== undefined) return runWords(run, [literalWord("kill"), id]);
  const name = value(run, "-name", "-processname") ?? run.operands[0] ?? wordOf(run.io.stdin);
  return runWords(run, [literalWord("pkill"), name]);
}

function registryPath(run: Run, path: string): void {
  if (!/^(hk(lm|cu|cr|u|ey_\w+)|registry)[:\\/]/i.test(path)) return;
  effect(
    run,
    /\\CurrentVersion\\(Run|RunOnce|Policies\\Explorer\\Run)|Winlogon|Image File Execution/i.test(
      path.replaceAll("/", "\\"),
    )
      ? "persist:registry-run"
      : "system:registry",
  );
}

function setProperty(run: Run): Flow {
  for (const path of pathsIn(run).slice(0, 1)) registryPath(run, path.text);
  return nothing;
}

function changeFolder({ shell, operands, options }: Run): Flow {
  const target =
    options.find(({ name }) => name === "-path" || name === "-literalpath")?.value ?? operands[0];
  const before = shell.cwd;
  if (target === undefined) shell.cwd = shell.place.home;
  else shell.cwd = target.text === "-" ? shell.previous : absolutePath(shell, target.text);
  shell.previous = before;
  return nothing;
}

function newObject(run: Run): Flow {
  const type = value(run, "-typename") ?? run.operands[0];
  const host = value(run, "-argumentlist") ?? run.operands[1];
  if (type === undefined || !/tcpclient|udpclient|sockets/i.test(type.text) || host === undefined)
    return literalFlow("");
  return socketTo(run, host);
}

function joinPath(run: Run): Flow {
  const [first = run.operands[0], second] = [value(run, "-path"), value(run, "-childpath")];
  const rest = value(run, "-path") === undefined ? run.operands.slice(1) : run.operands;
  const parts = [first, second, ...rest].filter((word) => word !== undefined);
  return { text: parts.map(({ text }) => text).join("/"), from: joinAll(parts).from };
}

function compress(run: Run): Flow {
  const target = value(run, "-destinationpath") ?? run.operands[1];
  const [source = run.operands[0]] = [value(run, "-path", "-literalpath")];
  const flow = source === undefined ? nothing : readTree(run, source);
  if (target !== undefined) write(run, target, { text: unknownPart, from: flow.from });
  return nothing;
}

function expand(run: Run): Flow {
  const [source = run.operands[0], target = literalWord(".")] = [
    value(run, "-path", "-literalpath"),
    value(run, "-destinationpath"),
  ];
  const { from } = source === undefined ? nothing : read(run, source);
  write(run, target);
  const folder = absolutePath(run.shell, target.text);
  if (from.network)
    run.shell.files.set(`${folder}/`, { text: unknownPart, from: { ...from, unpacked: true } });
  return nothing;
}

function setVariable(run: Run): Flow {
  const [name = run.operands[0], given = run.operands[1]] = [value(run, "-name"), value(run, "-value")];
  if (name !== undefined) run.shell.variables.set(name.text.toLowerCase(), [given ?? literalWord("")]);
  return nothing;
}

function setAlias(run: Run): Flow {
  const [name = run.operands[0], given = run.operands.at(-1)] = [
    value(run, "-name"),
    value(run, "-value", "-definition"),
  ];
  if (name !== undefined && given !== undefined) run.shell.aliases.set(name.text.toLowerCase(), given.text);
  return nothing;
}

const historyFile = "~/AppData/Roaming/Microsoft/Windows/PowerShell/PSReadLine/ConsoleHost_history.txt";

/** Does nothing but leave its named effect. */
const named =
  (name: Parameters<typeof effect>[1]) =>
  (run: Run): Flow => {
    effect(run, name);
    return nothing;
  };

const print = (run: Run): Flow => {
  const given = value(run, "-inputobject", "-object");
  const words = given === undefined ? run.operands : [given];
  return words.length === 0
    ? run.io.stdin
    : join(
        joinAll(words.flatMap((word, index) => (index === 0 ? [word] : [literalFlow(" "), word]))),
        literalFlow("\n"),
      );
};

const passes = (run: Run): Flow => run.io.stdin;

function invokeWmi(run: Run): Flow {
  const code = value(run, "-argumentlist", "-arguments") ?? run.operands.at(-1);
  return code === undefined ? nothing : runCode(run, code);
}

function loadModule(run: Run): Flow {
  for (const word of run.operands) if (/[\\/.]/.test(word.text)) read(run, word);
  return nothing;
}

/** Importing variables from a file is loading it. */
function importVariables(run: Run): Flow {
  for (const path of pathsIn(run)) load(run, path);
  return nothing;
}

/** Script blocks are run by whoever gets one; here only where their code comes from is noted. */
function invokeCommand(run: Run): Flow {
  const host = value(run, "-computername", "-hostname");
  if (host !== undefined) contact(run, host.text);
  const file = value(run, "-filepath");
  if (file !== undefined) noteCode(run, read(run, file));
  const block = value(run, "-scriptblock") ?? run.operands[0];
  if (block !== undefined && (block.from.network || block.from.decoded)) runCode(run, block);
  return outputFlow;
}

/** `Get-Command Remove-It*`: the names that fit; a name that is no cmdlet is a program's. */
function findCommands(run: Run): Flow {
  const wanted = (value(run, "-name") ?? run.operands[0])?.text.toLowerCase();
  if (wanted === undefined) return outputFlow;
  if (!hasGlob(wanted)) return literalFlow(wanted);
  const known = cmdlets.flatMap(({ names }) => names.split(" "));
  const found = known.find((name) => name.includes("-") && globMatches(wanted, name));
  return found === undefined ? outputFlow : literalFlow(found);
}

export const cmdlets: readonly Cmdlet[] = [
  {
    names: "get-content gc cat type",
    parameters: `${files}raw encoding: totalcount: tail: wait delimiter: stream: asbytestream`,
    does: getContent,
  },
  {
    names: "select-string sls findstr",
    parameters:
      "path: literalpath: pattern: simplematch casesensitive quiet list allmatches notmatch context: encoding: include: exclude:",
    does: (run) =>
      pathsIn(run, value(run, "-pattern") === undefined ? run.operands.slice(1) : run.operands)
        .map((word) => read(run, word))
        .reduce(join, nothing),
  },
  {
    names: "get-childitem gci ls dir get-item gi resolve-path rvpa convert-path",
    parameters: `${files}depth: name directory file hidden system attributes: readonly`,
    does: list,
  },
  { names: "remove-item rm del erase rd rmdir ri rp", parameters: `${files}stream:`, does: removeItems },
  { names: "clear-recyclebin", parameters: "driveletter: force confirm", does: () => nothing },
  {
    names: "copy-item cp copy cpi",
    parameters: `${files}fromsession: tosession:`,
    does: (run) => copyItems(run, false),
  },
  {
    names: "move-item mv move mi rename-item ren rni",
    parameters: `${files}newname:`,
    does: (run) => copyItems(run, true),
  },
  {
    names: "set-content sc out-file",
    parameters: `${files}value: filepath: inputobject: encoding: append nonewline nocl noclobber width:`,
    does: (run) => writeContent(run, false),
  },
  {
    names: "add-content ac",
    parameters: `${files}value: encoding: nonewline`,
    does: (run) => writeContent(run, true),
  },
  {
    names: "tee-object tee",
    parameters: "filepath: literalpath: inputobject: append variable:",
    does: (run) => writeContent(run, false),
  },
  {
    names: "clear-content clc",
    parameters: files,
    does: (run) => {
      for (const path of pathsIn(run)) write(run, path, nothing);
      return nothing;
    },
  },
  { names: "new-item ni mkdir md", parameters: `${files}name: itemtype: value: target:`, does: newItem },
  {
    names: "invoke-webrequest iwr curl wget invoke-restmethod irm",
    parameters:
      "uri: outfile: infile: body: form: headers: method: contenttype: usebasicparsing credential: timeoutsec: useragent: proxy: skipcertificatecheck passthru token: authentication: maximumredirection: sessionvariable: websession:",
    does: request,
  },
  {
    names: "start-bitstransfer",
    parameters: "source: destination: displayname: priority: asynchronous",
    does: transferBits,
  },
  { names: "invoke-expression iex", parameters: "command:", does: invokeExpression },
  {
    names: "start-process saps start",
    parameters:
      "filepath: argumentlist: verb: windowstyle: workingdirectory: wait nonewwindow passthru redirectstandardoutput: redirectstandarderror: redirectstandardinput: credential:",
    does: startProcess,
  },
  {
    names: "invoke-command icm start-job sajb measure-command start-threadjob",
    parameters:
      "scriptblock: computername: hostname: filepath: credential: session: argumentlist: expression:",
    does: invokeCommand,
  },
  {
    names: "get-process gps",
    parameters: "name: id: processname:",
    does: (run) => literalFlow((value(run, "-name", "-processname") ?? run.operands[0])?.text ?? unknownPart),
  },
  {
    names: "stop-process kill spps",
    parameters: "name: id: processname: force passthru inputobject:",
    does: stopProcess,
  },
  {
    names: "stop-service start-service restart-service set-service remove-service suspend-service",
    parameters: "name: startuptype: status: force",
    does: named("system:service"),
  },
  {
    names: "new-service register-wmievent register-objectevent",
    parameters: "name: binarypathname: startuptype:",
    does: named("persist:service"),
  },
  {
    names: "stop-computer restart-computer",
    parameters: "force computername:",
    does: named("system:shutdown"),
  },
  {
    names:
      "format-volume clear-disk initialize-disk remove-partition set-disk set-partition new-partition resize-partition",
    parameters: "driveletter: number: filesystem: confirm force removedata",
    does: named("disk:format"),
  },
  {
    names: "set-itemproperty sp new-itemproperty remove-itemproperty",
    parameters: `${files}name: value: type: propertytype:`,
    does: setProperty,
  },
  {
    names: "set-executionpolicy",
    parameters: "executionpolicy: scope: force",
    does: named("system:registry"),
  },
  {
    names: "set-mppreference add-mppreference",
    parameters: "exclusionpath: disablerealtimemonitoring:",
    does: named("system:security-off"),
  },
  {
    names:
      "new-netfirewallrule set-netfirewallrule set-netfirewallprofile remove-netfirewallrule disable-netfirewallrule",
    parameters: "displayname: direction: action: profile: enabled:",
    does: named("system:firewall"),
  },
  {
    names:
      "register-scheduledtask new-scheduledtask unregister-scheduledtask set-scheduledtask register-scheduledjob",
    parameters: "taskname: action: trigger:",
    does: named("system:cron"),
  },
  {
    names: "new-localuser add-localgroupmember set-localuser remove-localuser",
    parameters: "name: group: member: password:",
    does: named("system:users"),
  },
  { names: "clear-history clhy", parameters: "count: id:", does: named("shell:history-wipe") },
  { names: "clear-eventlog remove-eventlog limit-eventlog", parameters: "logname:", does: named("log:wipe") },
  {
    names: "set-psreadlineoption",
    parameters: "historysavestyle: historysavepath: editmode:",
    does: (run) =>
      has(run, "-historysavestyle", "-historysavepath") ? named("shell:history-wipe")(run) : nothing,
  },
  { names: "get-psreadlineoption", parameters: "", does: () => literalFlow(historyFile) },
  { names: "new-object", parameters: "typename: argumentlist: comobject: property:", does: newObject },
  { names: "join-path", parameters: "path: childpath: additionalchildpath: resolve", does: joinPath },
  {
    names: "split-path",
    parameters: "path: parent leaf",
    does: (run) => value(run, "-path") ?? run.operands[0] ?? nothing,
  },
  {
    names: "get-command gcm",
    parameters: "name: verb: noun: module: commandtype: all syntax",
    does: findCommands,
  },
  {
    names:
      "test-path get-help get-member get-service get-date start-sleep sleep clear-host cls get-host get-random get-culture out-null get-executionpolicy get-module set-strictmode write-progress write-verbose write-debug write-error write-warning read-host new-timespan get-unique",
    parameters: "path: name: id: seconds:",
    does: () => outputFlow,
  },
  {
    names: "write-output echo write write-host",
    parameters: "inputobject: object: nonewline foregroundcolor: backgroundcolor: separator:",
    does: print,
  },
  {
    names:
      "out-string select-object select where-object where ? sort-object sort foreach-object % measure-object measure format-table ft format-list fl convertto-json convertfrom-json group-object convertto-csv convertfrom-csv out-host out-gridview tee",
    parameters: "property: first: last: expandproperty: width: depth: membername: unique descending compress",
    does: passes,
  },
  {
    names: "compress-archive",
    parameters: "path: literalpath: destinationpath: force update compressionlevel:",
    does: compress,
  },
  { names: "expand-archive", parameters: "path: literalpath: destinationpath: force", does: expand },
  {
    names: "set-location cd sl chdir push-location pushd",
    parameters: "path: literalpath: passthru",
    does: changeFolder,
  },
  { names: "get-location pwd gl", parameters: "", does: ({ shell }) => literalFlow(shell.cwd) },
  { names: "set-variable sv new-variable nv", parameters: "name: value: scope: force", does: setVariable },
  { names: "set-alias sal new-alias nal", parameters: "name: value: definition: force", does: setAlias },
  {
    names: "import-module ipmo install-module install-package",
    parameters: "name: force scope: repository:",
    does: loadModule,
  },
  { names: "import-dotenv set-psenv", parameters: files, does: importVariables },
  {
    names: "invoke-wmimethod invoke-cimmethod",
    parameters: "class: classname: name: methodname: argumentlist: arguments:",
    does: invokeWmi,
  },
  {
    names: "send-mailmessage",
    parameters: "attachments: body: from: to: subject: smtpserver:",
    does: (run) => {
      for (const word of [value(run, "-attachments")]) if (word !== undefined) sendFile(run, word, []);
      return nothing;
    },
  },
  { names: "get-clipboard set-clipboard", parameters: "value:", does: () => outputFlow },
];
