import { effect, noteCode, read, runWords, send, sendFile, write } from "../act.ts";
import { type Flow, isKnown, nothing, outputFlow } from "../flow.ts";
import { has, operand, value, values } from "../given.ts";
import { isGuard } from "../guard.ts";
import { own } from "../own.ts";
import { setLater, setPair } from "../set-variable.ts";
import { deeper, subshell } from "../state.ts";
import { literalWord } from "../word.ts";
import { after } from "./after.ts";
import { findProcess, kill, killByName, taskKill } from "./kill.ts";
import type { Behaviour, Program, Run } from "./program.ts";

const stops =
  /^(stop|disable|mask|kill|restart|try-restart|reload-or-restart|start|enable|reenable|unmask|isolate|revert|edit|set-property|link|daemon-reexec|set-default|preset|clean)$/;
const powers: Readonly<Record<string, true>> = {
  poweroff: true,
  halt: true,
  reboot: true,
  kexec: true,
  suspend: true,
  hibernate: true,
  "hybrid-sleep": true,
  rescue: true,
  emergency: true,
  exit: true,
  "soft-reboot": true,
};

function systemctl(run: Run): Flow {
  const [verb = "", ...units] = run.operands.map(({ text }) => text);
  if (has(run, "--dry-run", "--help")) return outputFlow;
  if (own(powers, verb) === true && verb !== "exit") effect(run, "system:shutdown");
  if (
    verb === "isolate" &&
    units.some((unit) => /^(poweroff|reboot|halt|rescue|emergency|runlevel[016])/.test(unit))
  )
    effect(run, "system:shutdown");
  if (stops.test(verb)) {
    effect(run, "system:service");
    if (units.some(isGuard)) effect(run, "guard:tamper");
  }
  if (verb === "set-environment") for (const word of run.operands.slice(1)) setLater(run.shell, word);
  if (verb === "link") for (const file of run.operands.slice(1)) read(run, file);
  return outputFlow;
}

/** `service NAME VERB`, `rc-service NAME VERB`, `/etc/init.d/NAME VERB`. */
function service(run: Run): Flow {
  const verb = operand(run, 1);
  if (/^(start|stop|restart|reload|force-reload|zap)$/.test(verb)) {
    effect(run, "system:service");
    if (isGuard(operand(run, 0))) effect(run, "guard:tamper");
  }
  return outputFlow;
}

const rcUpdate = (run: Run): Flow => {
  if (
    /^(add|del|delete|enable|disable|remove|defaults|on|off)$/.test(operand(run, 0)) ||
    /^(on|off|remove|defaults|enable|disable)$/.test(operand(run, 1))
  )
    effect(run, "system:service");
  return outputFlow;
};

function launchctl(run: Run): Flow {
  const [verb = "", ...targets] = run.operands.map(({ text }) => text);
  if (
    !/^(load|unload|bootstrap|bootout|enable|disable|kickstart|kill|start|stop|remove|submit|reboot|config|setenv)$/.test(
      verb,
    )
  )
    return outputFlow;
  if (verb === "reboot") effect(run, "system:shutdown");
  else if (verb !== "setenv") effect(run, "system:service");
  if (targets.some(isGuard)) effect(run, "guard:tamper");
  for (const word of run.operands.slice(1)) if (word.text.endsWith(".plist")) read(run, word);
  if (verb === "setenv") setPair(run.shell, run.operands[1], run.operands[2]);
  const marker = run.args.findIndex(({ text }) => text === "--");
  return verb === "submit" && marker !== -1 ? runWords(run, run.args.slice(marker + 1)) : outputFlow;
}

/** `logger -n HOST [-f FILE] TEXT`; without a host it stays in the machine's own log. */
function sendLog(run: Run): Flow {
  const isAway = has(run, "-n", "--server");
  for (const file of values(run, "-f", "--file"))
    if (isAway) sendFile(run, file, run.hosts);
    else read(run, file);
  if (isAway)
    for (const { text, from } of [...run.operands, run.io.stdin])
      send(run, { text, from: { ...from, output: false } }, run.hosts);
  return nothing;
}

/** Cron's table: without operands it comes from standard input. What it says is run some day. */
function crontab(run: Run): Flow {
  if (has(run, "-l") || has(run, "-V", "--help", "-h")) return outputFlow;
  effect(run, "system:cron");
  const [file] = run.operands;
  if (has(run, "-r", "-e")) return nothing;
  const table = file === undefined || file.text === "-" ? run.io.stdin : read(run, file);
  for (const line of table.text.split("\n")) {
    const job = /^\s*(?:@\w+\s*|(?:\S+\s+){5})(\S.*)$/s.exec(line)?.[1];
    if (job !== undefined && !line.trimStart().startsWith("#")) runLater(run, job);
  }
  return nothing;
}

function runLater(run: Run, text: string): void {
  deeper(
    run.shell,
    () => run.shell.walker.text(subshell(run.shell), text, { stdin: nothing, socket: false }),
    nothing,
  );
}

/** `at TIME < commands`, `batch`: lists and removals are other things. */
function at(run: Run): Flow {
  if (has(run, "-l", "-q-x", "-V", "-c")) return outputFlow;
  effect(run, "system:at-job");
  if (has(run, "-r", "-d")) return nothing;
  const file = value(run, "-f");
  const flow = file === undefined ? run.io.stdin : read(run, file);
  if (flow.from.network || flow.from.decoded) noteCode(run, flow);
  if (isKnown(flow) && flow.text !== "") runLater(run, flow.text);
  return nothing;
}

const powersOff: Behaviour = {
  does: (run) => {
    if (!has(run, "-c", "--help", "-w", "--wtmp-only", "--show", "--version")) effect(run, "system:shutdown");
    return nothing;
  },
};

const runLevel: Behaviour = {
  does: (run) => {
    if (/^[016sS]$/.test(operand(run, 0))) effect(run, "system:shutdown");
    return nothing;
  },
};

/** The journal: rotating and vacuuming wipes it. */
function journal(run: Run): Flow {
  if (
    run.options.some(({ name }) => /^--(vacuum-(time|size|files)|rotate|flush-x|relinquish-var)$/.test(name))
  )
    effect(run, "log:wipe");
  for (const file of values(run, "--file", "-D", "--directory")) read(run, file);
  return outputFlow;
}

const kernelLog: Behaviour = {
  does: (run) => {
    if (has(run, "-C", "-c", "--clear", "--read-clear")) effect(run, "log:wipe");
    return outputFlow;
  },
};

const logRotate: Behaviour = {
  does: (run) => {
    if (has(run, "-f", "--force")) effect(run, "log:wipe");
    for (const word of run.operands) read(run, word);
    return outputFlow;
  },
};

const harmless: Behaviour = { style: "raw" };

const autostart = (run: Run): Flow => {
  if (!has(run, "-l", "--list")) effect(run, "persist:service");
  for (const word of run.operands) write(run, word);
  return nothing;
};

export const services: readonly Program[] = [
  {
    names: ["systemctl"],
    options: {
      "-t --type --state -p --property -M --machine -H --host --root -n --lines -o --output --what --job-mode --kill-whom -s --signal":
        "value",
    },
    does: systemctl,
  },
  {
    names: ["service", "rc-service", "invoke-rc.d", "sv", "initctl", "s6-rc", "supervisorctl", "monit"],
    does: (run) =>
      run.program === "sv" ||
      run.program === "initctl" ||
      run.program === "supervisorctl" ||
      run.program === "monit"
        ? service({
            ...run,
            operands: [run.operands[1], run.operands[0]].filter((word) => word !== undefined),
          })
        : service(run),
  },
  { names: ["update-rc.d", "rc-update", "chkconfig"], does: rcUpdate },
  { names: ["launchctl"], does: launchctl },
  { names: ["crontab"], options: { "-u": "value" }, does: crontab },
  { names: ["at", "batch"], options: { "-f -q -t": "value" }, does: at },
  { names: ["atrm"], effects: ["system:at-job"] },
  { names: ["atq", "anacron", "fcron"], style: "raw" },
  { names: ["shutdown", "reboot", "halt", "poweroff", "pm-suspend", "pm-hibernate"], ...powersOff },
  { names: ["init", "telinit"], ...runLevel },
  {
    names: ["loginctl"],
    subcommands: {
      "poweroff reboot halt suspend": { effects: ["system:shutdown"] },
      "terminate-user terminate-session kill-user kill-session": { effects: ["system:kill-all"] },
      "enable-linger": { effects: ["system:service"] },
    },
    otherwise: harmless,
  },
  {
    names: ["journalctl"],
    options: {
      "-u --unit -n --lines -o --output -S --since -U --until -p --priority -t --identifier -b --boot -g --grep --file -D --directory -M":
        "value",
    },
    attached: "-b -n",
    does: journal,
  },
  { names: ["dmesg"], ...kernelLog },
  { names: ["logrotate"], ...logRotate },
  { names: ["auditctl"], when: { "-D": "log:wipe", "-e": "log:wipe" }, options: { "-e": "value" } },
  { names: ["utmpdump", "last", "lastlog", "faillog", "lastb", "wall", "write"], style: "raw" },
  {
    names: ["logger"],
    options: {
      "-n --server": "host",
      "-f --file": "value",
      "-P --port -p --priority -t --tag -u --socket -S --size --sd-id --sd-param --msgid": "value",
    },
    does: sendLog,
  },
  { names: ["kill"], style: "raw", does: kill },
  {
    names: ["pkill", "killall", "killall5", "skill", "slay", "fkill", "kill-port", "fuser"],
    options: { "-u --user -U --euid -g -G -P -t --terminal -s --signal --ns -F --pidfile": "value" },
    does: killByName,
  },
  { names: ["taskkill", "tskill"], style: "raw", does: taskKill },
  { names: ["pgrep", "pidof"], options: { "-u -U -g -G -P -t -d -s": "value" }, does: findProcess },
  {
    names: [
      "update-alternatives",
      "systemd-tmpfiles",
      "systemd-analyze",
      "systemd-cat",
      "systemd-sysusers",
      "hostnamectl",
      "timedatectl",
      "localectl",
      "resolvconf",
      "coredumpctl",
      "machinectl-x",
    ],
    style: "raw",
  },
  { names: ["xdg-autostart", "dex-autostart"], does: autostart },
  {
    names: ["run-parts"],
    does: (run) => (run.operands[0] === undefined ? nothing : after(read(run, run.operands[0]), outputFlow)),
  },
  {
    names: ["start-stop-daemon"],
    style: "gnu",
    options: {
      "--exec -x --startas -a --pidfile -p --name -n --user -u --signal -s --chdir -d --chuid -c": "value",
    },
    does: (run) => daemon(run),
  },
];

function daemon(run: Run): Flow {
  const program = value(run, "-a", "--startas", "-x", "--exec");
  if (has(run, "-K", "--stop")) effect(run, "system:service");
  if (program === undefined || has(run, "-K", "--stop")) return outputFlow;
  const marker = run.args.findIndex(({ text }) => text === "--");
  return runWords(run, [literalWord(program.text), ...(marker === -1 ? [] : run.args.slice(marker + 1))]);
}
