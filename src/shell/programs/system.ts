import { effect, read, remove, runText, runWords, write } from "../act.ts";
import { type Flow, nothing, outputFlow } from "../flow.ts";
import { has, operand, values } from "../given.ts";
import { literalWord } from "../word.ts";
import { capabilities, changesAccounts, changesSudoers } from "./accounts.ts";
import { formats, mount, partitions, snapshots, volumes, wipes } from "./disks.ts";
import { firewall, firewallCommand } from "./firewall.ts";
import type { Behaviour, Program, Run } from "./program.ts";

/** `sysctl -w k=v` writes below /proc/sys. */
function kernelSettings(run: Run): Flow {
  for (const file of values(run, "-p", "--load")) read(run, file);
  for (const { text, from } of run.operands) {
    const [name = "", ...rest] = text.split("=");
    if (rest.length > 0) write(run, { text: `/proc/sys/${name.replaceAll(".", "/")}`, from, glob: false });
  }
  return outputFlow;
}

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
