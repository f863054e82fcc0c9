/** How the daemon says that it is ready: by `systemd-notify`, or not at all. */
export type Readiness = "notify" | "exec";

/**
 * The daemon's unit for systemd's user manager. Node can't send the datagrams of sd_notify(3), so the daemon lets
 * `systemd-notify` send them, a child of its own: hence NotifyAccess=all, which takes them from the unit's processes
 * and no others.
 */
export function systemdUnit(command: readonly string[], readiness: Readiness): string {
  const type = readiness === "notify" ? ["Type=notify", "NotifyAccess=all", "WatchdogSec=60"] : ["Type=exec"];
  return [
    "# Written by prempti install, taken away by prempti uninstall. Changes are lost on an upgrade: use",
    "# systemctl --user edit instead.",
    "[Unit]",
    "Description=Prempti, which judges the tool calls of AI coding agents",
    // Restarted for as long as it takes: a full disk may have room again tomorrow.
    "StartLimitIntervalSec=0",
    "",
    "[Service]",
    ...type,
    `ExecStart=${execLine(command)}`,
    "ExecReload=/bin/kill -HUP $MAINPID",
    "Restart=always",
    "RestartSec=2",
    "TimeoutStartSec=20",
    "TimeoutStopSec=10",
    ...hardening,
    "",
    "[Install]",
    "WantedBy=default.target",
    "",
  ].join("\n");
}

/**
 * What works for every user manager. Options that need a mount namespace (ProtectSystem= and the like) make a unit
 * fail where user namespaces are switched off; MemoryDenyWriteExecute= would keep V8 from compiling.
 */
const hardening = [
  "UMask=0077",
  "NoNewPrivileges=yes",
  "LockPersonality=yes",
  "RestrictRealtime=yes",
  "RestrictSUIDSGID=yes",
  "RestrictNamespaces=yes",
  "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
  "SystemCallArchitectures=native",
];

/** systemd takes the program's path as it is, but expands variables in its arguments. (systemd.service(5)) */
function execLine(command: readonly string[]): string {
  const [program = "", ...args] = isRefused(command[0] ?? "") ? [...throughShell, ...command] : command;
  return [quote(program), ...args.map((arg) => quote(arg).replaceAll("$", "$$$$"))].join(" ");
}

/** Quotes and backslashes make a path one that systemd runs nothing from, but are fine in what a program is given. */
const isRefused = (program: string): boolean => /["'\\\p{Cc}]/u.test(program);

const throughShell = ["/bin/sh", "-c", `exec "$0" "$@"`];

function quote(word: string): string {
  const escaped = word.replace(/[\\"]/g, "\\$&").replaceAll("%", "%%").replaceAll("\n", "\\n");
  return /^[\w./:@%+=,$-]+$/.test(word) ? escaped : `"${escaped}"`;
}
