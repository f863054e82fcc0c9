import { effect, read, sendFile, write } from "../act.ts";
import { type Flow, join, joinAll, literalFlow, nothing, outputFlow, unknownPart } from "../flow.ts";
import { has, value } from "../given.ts";
import { globMatches, hasGlob } from "../glob.ts";
import type { Run } from "../programs/program.ts";
import { pathsIn } from "./item-paths.ts";
import { copyItems, getContent, list, newItem, removeItems, writeContent } from "./items.ts";
import { setProperty } from "./registry.ts";
import { newObject, request, transferBits } from "./requests.ts";
import { changeFolder, setAlias, setVariable } from "./session.ts";
import {
  importVariables,
  invokeCommand,
  invokeExpression,
  invokeWmi,
  loadModule,
  startProcess,
  stopProcess,
} from "./start.ts";
import { compress, expand } from "./zip.ts";

/** One cmdlet: its names and aliases, its parameters (those with ":" take a value), what it does. */
export type Cmdlet = {
  readonly names: string;
  readonly parameters: string;
  readonly does: (run: Run) => Flow;
};

const files =
  "path: literalpath: filter: include: exclude: destination: recurse force confirm whatif passthru container ";

function joinPath(run: Run): Flow {
  const [first = run.operands[0], second] = [value(run, "-path"), value(run, "-childpath")];
  const rest = value(run, "-path") === undefined ? run.operands.slice(1) : run.operands;
  const parts = [first, second, ...rest].filter((word) => word !== undefined);
  return { text: parts.map(({ text }) => text).join("/"), from: joinAll(parts).from };
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
