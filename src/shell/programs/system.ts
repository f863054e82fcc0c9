import { effect, has, operand, read, remove, runText, runWords, value, values, write } from "../act.ts";
import { type Flow, nothing, outputFlow, unknownPart } from "../flow.ts";
import { absolutePath } from "../paths.ts";
import { literalWord, type Word } from "../word.ts";
import { after } from "./after.ts";
import type { Behaviour, Program, Run } from "./program.ts";

const isDevice = (run: Run, word: Word): boolean =>
  /^\/dev\//.test(absolutePath(run.shell, word.text)) ||
  word.text.startsWith(unknownPart) ||
  /^disk\d/.test(word.text);

const asks = (run: Run): boolean =>
  has(run, "-h", "--help", "-V", "--version", "-v-x", "-l", "--list", "-n", "--no-act", "--dry-run");

/** mkfs and its like: images inside the project are files like others. */
const formats: Behaviour = {
  options: { "-t --type -L -U -b -i -I -m -N -O -E -d -S -s -F-x -n-x --label": "value" },
  does: (run) => {
    for (const word of run.operands) {
      if (!/[/.]/.test(word.text) && !isDevice(run, word)) continue;
      if (isDevice(run, word)) effect(run, "disk:format");
      else write(run, word);
    }
    return outputFlow;
  },
};

/** fdisk, parted …: without a device there is nothing to change. */
const partitions: Behaviour = {
  does: (run) => {
    const words = run.operands;
    const prints =
      words.slice(1).some(({ text }) => /^(print|unit|help)$/.test(text)) &&
      !words.some(({ text }) => /^(mk|rm|resize|set|name)/.test(text));
    if (!asks(run) && !prints) for (const word of words) if (isDevice(run, word)) effect(run, "disk:format");
    return outputFlow;
  },
};

const firewall = (run: Run): Flow => {
  const words = run.args.map(({ text }) => text);
  const looks =
    words.length === 0 ||
    words.every((text) =>
      /^-[LSnvVh]+$|^--(list|list-rules|version|help|numeric|verbose|line-numbers)$|^(-t|nat|filter|mangle|status|verbose|numbered|show|version|app|list|ruleset|tables|chains|INPUT|OUTPUT|FORWARD)$|^-s[arinbv]?$/.test(
        text,
      ),
    );
  if (!looks) effect(run, "system:firewall");
  return outputFlow;
};

const firewallCommand = (run: Run): Flow => {
  if (
    run.options.some(({ name }) =>
      /^--(add|remove|set|change|panic-on|reload|complete-reload|runtime-to-permanent)/.test(name),
    )
  )
    effect(run, "system:firewall");
  return outputFlow;
};

/** `sysctl -w k=v` writes below /proc/sys. */
function kernelSettings(run: Run): Flow {
  for (const file of values(run, "-p", "--load")) read(run, file);
  for (const { text, from } of run.operands) {
    const [name = "", ...rest] = text.split("=");
    if (rest.length > 0) write(run, { text: `/proc/sys/${name.replaceAll(".", "/")}`, from, glob: false });
  }
  return outputFlow;
}

/** Mounting a folder elsewhere makes what is in it reachable there. */
function mount(run: Run): Flow {
  const [source, target] = run.operands;
  const bind =
    has(run, "--bind", "--rbind", "-B", "-R") || /bind/.test(value(run, "-o", "--options")?.text ?? "");
  if (source === undefined || target === undefined) return outputFlow;
  if (bind) write(run, target, read(run, source));
  else write(run, target);
  return nothing;
}

/** Accounts live in files below /etc. */
const changesAccounts: Behaviour = {
  does: (run) => {
    if (!has(run, "-S", "--status", "-l", "--list", "--help")) write(run, literalWord("/etc/passwd"));
    return nothing;
  },
};

const changesSudoers: Behaviour = {
  does: (run) => {
    if (!has(run, "-c", "--check", "-V", "--version"))
      write(run, value(run, "-f", "--file") ?? literalWord("/etc/sudoers"));
    return nothing;
  },
  options: { "-f --file -x --export": "value" },
};

const capabilities: Behaviour = {
  does: (run) => {
    const [given, ...files] = run.operands;
    if (has(run, "-r")) for (const file of run.operands) write(run, file);
    else if (given !== undefined) {
      if (
        /cap_(setuid|setgid|sys_admin|dac_override|dac_read_search|sys_ptrace|sys_module|chown|fowner)|\ball=/i.test(
          given.text,
        )
      )
        effect(run, "perms:setuid");
      for (const file of files) write(run, file);
    }
    return nothing;
  },
};

const modules: Behaviour = {
  does: (run) => {
    effect(run, "privilege:preload");
    for (const word of run.operands) if (/[/.]/.test(word.text)) read(run, word);
    return nothing;
  },
};

/** Loads a library into a process. */
const preloads = (run: Run): Flow => {
  if (run.operands[0] !== undefined) read(run, run.operands[0]);
  effect(run, "privilege:preload");
  return nothing;
};

const wipes: Behaviour = {
  does: (run) => {
    for (const word of run.operands) {
      if (isDevice(run, word) && !asks(run)) effect(run, "disk:format");
      else if (!isDevice(run, word)) remove(run, word, true);
    }
    return nothing;
  },
};

const snapshots = (run: Run): Flow => {
  const words = run.operands.map(({ text }) => text);
  if (words.some((text) => /^(destroy|delete|del|rollback|remove|labelclear)$/.test(text)))
    effect(run, words.some((text) => /snapshot|@/.test(text)) ? "system:restore-points" : "disk:format");
  return outputFlow;
};

const volumes: Behaviour = {
  does: (run) =>
    has(run, "--test", "-t", "--help") ? outputFlow : after(effect(run, "disk:format"), outputFlow),
};

/** Jumps into another process's namespaces: what runs there has the machine's rights. */
const namespaces = (run: Run): Flow => {
  if (has(run, "-t", "--target", "-a", "--all")) effect(run, "container:privileged");
  run.shell.draft.wrappers.add(run.program);
  return run.operands.length === 0 ? outputFlow : runWords(run, run.operands);
};

const login: Behaviour = { effects: ["privilege:root-shell"] };

const expects = (run: Run): Flow => {
  for (const code of values(run, "-c"))
    for (const [, command = ""] of code.text.matchAll(/\b(?:spawn|exec|system)\s+([^;\n"]+)/g))
      runText(run, literalWord(command.trim()));
  const [file] = run.operands;
  if (file !== undefined) read(run, file);
  const { stdin } = run.io;
  for (const [, command = ""] of stdin.text.matchAll(/\b(?:spawn|exec|system)\s+([^;\n"]+)/g))
    runText(run, literalWord(command.trim()));
  return outputFlow;
};

/** Shows a notification, a picture, the clipboard: nothing that stays. */
const clipboard: Behaviour = {
  style: "gnu",
  options: { "-selection -sel -t --type": "value" },
  does: (run) => (has(run, "-o", "--output") ? outputFlow : run.io.stdin === nothing ? outputFlow : nothing),
};

export const system: readonly Program[] = [
  {
    names: [
      "mkfs",
      "mkfs.ext2",
      "mkfs.ext3",
      "mkfs.ext4",
      "mkfs.xfs",
      "mkfs.btrfs",
      "mkfs.vfat",
      "mkfs.fat",
      "mkfs.ntfs",
      "mkfs.exfat",
      "mkfs.f2fs",
      "mke2fs",
      "mkswap",
      "newfs",
      "mkntfs",
      "mkdosfs",
      "newfs_apfs",
      "newfs_hfs",
      "mkfs.msdos",
      "mkfs.minix",
      "cryptsetup",
    ],
    ...formats,
  },
  {
    names: [
      "fdisk",
      "sfdisk",
      "cfdisk",
      "gdisk",
      "sgdisk",
      "parted",
      "partprobe",
      "wipefs",
      "blkdiscard",
      "badblocks",
      "hdparm",
      "nvme",
      "tune2fs",
      "resize2fs",
      "e2fsck-x",
      "mdadm",
    ],
    ...partitions,
  },
  { names: ["pvremove", "vgremove", "lvremove", "pvcreate", "vgreduce", "lvreduce"], ...volumes },
  { names: ["zfs", "zpool", "btrfs", "snapper", "timeshift"], does: snapshots },
  {
    names: ["wipe", "scrub", "nwipe", "dban", "secure-delete", "sfill", "sswap", "sdmem", "sdelete"],
    ...wipes,
  },
  {
    names: [
      "iptables",
      "ip6tables",
      "iptables-restore",
      "ip6tables-restore",
      "nft",
      "ufw",
      "ipset",
      "pfctl",
      "ebtables",
      "arptables",
      "ipfw",
      "ferm",
      "csf",
    ],
    style: "raw",
    does: firewall,
  },
  { names: ["firewall-cmd"], does: firewallCommand },
  { names: ["sysctl"], options: { "-p --load": "read", "-r --pattern": "value" }, does: kernelSettings },
  { names: ["mount", "bindfs"], options: { "-t --types -o --options -L -U -O": "value" }, does: mount },
  { names: ["umount", "swapoff", "swapon", "losetup", "eject", "udisksctl", "fusermount"], style: "raw" },
  { names: ["insmod", "modprobe", "rmmod", "kextload", "kldload", "depmod"], ...modules },
  {
    names: [
      "useradd",
      "adduser",
      "usermod",
      "userdel",
      "deluser",
      "groupadd",
      "groupmod",
      "groupdel",
      "addgroup",
      "delgroup",
      "gpasswd",
      "passwd",
      "chpasswd",
      "chsh",
      "chfn",
      "chage",
      "vipw",
      "vigr",
      "newusers",
      "dseditgroup",
      "sysadminctl",
    ],
    ...changesAccounts,
  },
  { names: ["visudo"], ...changesSudoers },
  { names: ["setcap"], ...capabilities },
  {
    names: [
      "getcap",
      "getfacl",
      "getfattr",
      "lsattr",
      "namei",
      "lsmod",
      "modinfo",
      "blkid",
      "findmnt",
      "lsusb",
      "lspci",
      "dmidecode",
      "inxi",
      "neofetch",
      "fastfetch",
      "screenfetch",
      "hwinfo",
    ],
    style: "raw",
  },
  {
    names: ["nsenter"],
    style: "posix",
    options: { "-S --setuid -G --setgid": "value" },
    attached: "-t -m -u -i -n -p -C -U -r -w",
    does: namespaces,
  },
  { names: ["login", "sulogin"], ...login },
  { names: ["expect", "autoexpect"], options: { "-c -f": "value" }, does: expects },
  { names: ["ldconfig", "patchelf"], style: "raw" },
  { names: ["reptyr", "inject", "process_vm"], does: preloads },
  { names: ["xclip", "xsel", "wl-copy", "wl-paste", "pbcopy", "pbpaste"], ...clipboard },
  {
    names: [
      "notify-send",
      "say",
      "espeak",
      "xdg-open",
      "open",
      "start",
      "gio",
      "kde-open",
      "terminal-notifier",
      "zenity",
      "xmessage",
      "beep",
    ],
    style: "raw",
    does: opens,
  },
  {
    names: [
      "ip",
      "ifconfig",
      "route",
      "arp",
      "netstat",
      "ss",
      "lsof",
      "iwconfig",
      "nmcli",
      "ethtool",
      "tcpdump",
      "tshark",
      "ngrep",
      "iperf",
      "iperf3",
      "vnstat",
      "iftop",
      "nethogs",
      "sensors",
      "acpi",
      "upower",
      "powertop",
      "htop",
      "btop",
      "glances",
      "iotop",
      "iostat",
      "mpstat",
      "sar",
      "dstat",
      "pstree",
      "pmap",
      "ldd",
      "ldd-x",
      "objdump",
      "nm",
      "readelf",
      "size",
      "addr2line",
      "c++filt",
      "strip",
      "otool",
      "lipo",
      "codesign",
      "dwarfdump",
    ],
    style: "gnu",
    options: { "-i -c -n -p -s -w -r -f -o -t -d -e": "value" },
    operands: ["value"],
  },
];

/** `open FILE`, `xdg-open URL`: another program shows it. */
function opens(run: Run): Flow {
  for (const word of run.args) if (/^(\/|~|\.\/|\.\.\/)/.test(word.text)) read(run, word);
  if (operand(run, 0) === "trash") for (const word of run.operands.slice(1)) remove(run, word, true);
  return outputFlow;
}
