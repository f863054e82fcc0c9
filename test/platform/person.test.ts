import { expect, test } from "vitest";
import { agentsAmong } from "../../src/platform/agent-processes.ts";
import type { Process } from "../../src/platform/ancestors.ts";
import { judgePerson } from "../../src/platform/person.ts";
import { parseStat, terminalName } from "../../src/platform/proc.ts";
import { parsePs } from "../../src/platform/ps.ts";

/** What a process is called, and what is not as usual. */
type Given = readonly [line: string, more?: Partial<Process>];

const pts = "/dev/pts/3";

/** Each the child of the next. The terminal's shell leads its session, what comes from it is in the foreground. */
function lineOf(given: readonly Given[]): readonly Process[] {
  return given.map(([line, more], at) => ({
    pid: 100 - at,
    parent: at === given.length - 1 ? 1 : 99 - at,
    isOwn: true,
    started: 1_000 - at,
    terminal: at < 2 ? pts : "",
    isLeader: at === 1,
    inForeground: at === 0,
    names: [(line.split(" ")[0] ?? "").replace(/.*\//, "")],
    words: line.split(" "),
    variables: ["HOME", "PATH"],
    connection: "",
    groups: "0::/user.slice/user-1000.slice/session-2.scope\n",
    ...more,
  }));
}

/** All but the last at the terminal, the one before it leading: so long lines are, too. */
function atTerminal(...given: readonly Given[]): readonly Given[] {
  const last = given.length - 1;
  return given.map(([line, more], at) => [
    line,
    { terminal: at < last ? pts : "", isLeader: at === last - 1, ...more },
  ]);
}

const approve: Given = ["prempti approvals approve 4821"];
const systemd: Given = ["/usr/lib/systemd/systemd --user", { names: ["systemd"], started: 10 }];
const none: Partial<Process> = { terminal: "", isLeader: false };
const app = (name: string) => `0::/user.slice/user-1000.slice/user@1000.service/app.slice/${name}\n`;
const otherLogin = { groups: "0::/user.slice/user-1000.slice/session-5.scope\n" };
const older = { started: 400 };
const agent: Process = {
  ...lineOf([["renamed"]])[0],
  pid: 7,
  started: 500,
  terminal: "/dev/pts/9",
} as Process;

test.for<[string, line: readonly Given[], name?: string]>([
  [
    "over ssh",
    [
      approve,
      ["-bash", { connection: "192.0.2.7 50211 192.0.2.1 22" }],
      ["sshd: u@pts/3", { isOwn: false, names: ["sshd-session"] }],
      ["sshd: u", { isOwn: false }],
    ],
  ],
  ["at a terminal of the desktop", [approve, ["zsh"], ["kitty", older], ["sway", older]]],
  [
    "at a new one, which its desktop has let go of",
    [
      approve,
      ["zsh"],
      ["kitty", { names: ["kitty", "/usr/bin/kitty"], groups: app("app-gnome-kitty-8.scope") }],
    ],
  ],
  [
    "at one that the session's manager started",
    [
      approve,
      ["bash"],
      [
        "gnome-terminal-server",
        { names: ["gnome-terminal-", "/usr/libexec/gnome-terminal-server"], groups: app("x.service") },
      ],
      systemd,
    ],
  ],
  [
    "in a tmux from before the agent",
    [approve, ["bash"], ["tmux new -s claude", { names: ["tmux: server"], ...older }]],
  ],
  [
    "in a tmux of another login",
    [approve, ["bash"], ["tmux", { ...otherLogin, connection: "192.0.2.7 50211 192.0.2.1 22" }]],
  ],
  ["in a shell that comes from outside the container", [approve, ["bash", { parent: 0 }]]],
  ["in a container that is that shell", [approve, ["bash", { pid: 1, parent: 0 }]]],
  ["at the console", [approve, ["-bash"], ["login -- u", { isOwn: false }]]],
  [
    "through a script of their own",
    atTerminal(approve, ["bash", { isLeader: false }], ["bash"], ["kitty", older]),
  ],
  ["in an editor's terminal", [approve, ["bash"], ["/home/u/.vscode-server/node --type=ptyHost", older]]],
  [
    "with a terminal that a Python program is",
    [approve, ["bash"], ["/usr/bin/python3 /usr/bin/terminator", older]],
  ],
  ["as a user called like an agent", [approve, ["bash"], ["su claude", { isOwn: false }]]],
  [
    "with an agent's settings",
    [approve, ["bash", { variables: ["CODEX_HOME", "CLAUDE_CODE_MAX_OUTPUT_TOKENS"] }], ["kitty", older]],
  ],
])("a person %s", ([, line]) => {
  const sights = { agents: [agent], talks: true, holders: [] };
  expect(judgePerson(lineOf(line), sights)).toEqual({ name: `the person at ${pts}` });
});

test.for<[string, line: readonly Given[], why: RegExp, sights?: object]>([
  ["nobody there", [], /gone/],
  ["no terminal", [["prempti", { terminal: "" }], ["bash"]], /does not come from a terminal/],
  ["in the background", [["prempti", { inForeground: false }], ["bash"]], /does not come from a terminal/],
  [
    "with somebody else's terminal as input",
    [approve, ["bash"]],
    /does not come from a terminal/,
    { talks: false },
  ],
  ["by the agent's shell tool", [approve, ["bash"], ["claude", older]], /comes from claude/],
  [
    "by an agent that Node runs",
    [approve, ["bash"], ["node /usr/lib/node_modules/@openai/codex/bin/x.js"]],
    /comes from x\.js/,
  ],
  [
    "by an agent called by its version",
    [approve, ["bash"], ["a", { names: ["a", "/home/u/.local/share/claude/versions/2.1.0"] }]],
    /comes from 2\.1\.0/,
  ],
  [
    "by one that has another name for itself",
    [approve, ["bash"], ["-bash", { names: ["codex"] }]],
    /comes from codex/,
  ],
  [
    "by one that only its hook gives away",
    [approve, ["bash"], ["renamed", { pid: 7, started: 500 }]],
    /which an agent's hook comes from/,
  ],
  ["under script", [approve, ["bash"], ["script -qc x", older]], /made by script/],
  [
    "under script, called otherwise",
    [approve, ["bash"], ["kitty", { names: ["kitty", "/usr/bin/script"], ...older }]],
    /made by script/,
  ],
  ["under expect", [approve, ["bash"], ["/usr/bin/expect -f a.exp", older]], /made by expect/],
  ["under Python's pty", [approve, ["bash"], ["python3 -c import", older]], /made by python3/],
  ["under a script with a pty", [approve, ["bash"], ["python3 /tmp/a.py", older]], /made by python3/],
  [
    "with the agent's variables",
    [["prempti", { variables: ["CLAUDECODE"] }], ["bash"], ["kitty", older]],
    /has set CLAUDECODE/,
  ],
  [
    "in a tmux that the agent started",
    [approve, ["bash"], ["tmux -L x new -d", { variables: ["CODEX_THREAD_ID"], ...older }]],
    /has set CODEX_THREAD_ID/,
  ],
  [
    "in a tmux that it started and let go of",
    [approve, ["bash"], ["tmux -L x new -d"]],
    /started while an agent ran/,
  ],
  [
    "in a tmux by the session's manager",
    [
      approve,
      ["bash"],
      ["tmux", { groups: "0::/user.slice/user-1000.slice/user@1000.service/app.slice/session-5.scope\n" }],
      systemd,
    ],
    /started while an agent ran/,
  ],
  [
    "with a false manager",
    [approve, ["bash"], ["x --user", { names: ["systemd"] }]],
    /bash .* was started while an agent ran/,
  ],
  [
    "with an emulator from nowhere",
    [approve, ["bash"], ["kitty", { names: ["kitty", "/home/u/kitty"] }]],
    /started while an agent ran/,
  ],
  [
    "in a tmux by ssh to itself",
    [approve, ["bash"], ["tmux", { ...otherLogin, connection: "127.0.0.1 5 127.0.0.1 22" }]],
    /started while an agent ran/,
  ],
  [
    "in a tmux of another login that hides it",
    [approve, ["bash"], ["tmux", otherLogin]],
    /started while an agent ran/,
  ],
  [
    "by ssh to itself",
    [approve, ["bash", { connection: "::1 5 ::1 22" }], ["sshd", { isOwn: false }]],
    /by ssh from this very machine/,
  ],
  [
    "by ssh to its own address",
    [approve, ["bash", { connection: "192.0.2.1 5 192.0.2.1 22" }], ["sshd", { isOwn: false }]],
    /by ssh from this very machine/,
  ],
  [
    "by ssh, and hides from where",
    [approve, ["bash"], ["sshd-session", { isOwn: false }]],
    /by ssh from this very machine/,
  ],
  [
    "at a terminal of the desktop that the agent started",
    [approve, ["bash"], ["xterm", { names: ["xterm", "/usr/bin/xterm"] }]],
    /started while an agent ran/,
  ],
  [
    "the same by the session's manager",
    [
      approve,
      ["bash"],
      ["xterm", { names: ["xterm", "/usr/bin/xterm"], groups: app("run-u5.service") }],
      systemd,
    ],
    /started while an agent ran/,
  ],
  ["after a double fork", [["prempti", { parent: 1 }]], /what had started it is gone/],
  [
    "at the terminal of an agent",
    [approve, ["bash"], ["kitty", older]],
    /an agent runs in this terminal/,
    { agents: [{ ...agent, terminal: pts }] },
  ],
  [
    "with a terminal that another process works",
    [approve, ["bash"]],
    /in the hands of process 4242/,
    { holders: [4242], agents: [] },
  ],
])("nobody: %s", ([, line, why, sights]) => {
  const all = { agents: [agent], talks: true, holders: [], ...sights };
  expect(judgePerson(lineOf(line), all)).toEqual({ nobody: expect.stringMatching(why) });
});

test.for<[string, line: readonly Given[], agents: readonly string[]]>([
  ["claude at a terminal", atTerminal(["sh -c prempti"], ["claude"], ["bash"], ["kitty"]), ["sh", "claude"]],
  ["renamed", atTerminal(["sh -c prempti"], ["x"], ["node y"], ["bash"], ["kitty"]), ["sh", "x", "node"]],
  [
    "in a shell in a shell",
    atTerminal(["sh -c prempti"], ["x"], ["bash -i"], ["bash"], ["kitty"]),
    ["sh", "x"],
  ],
  [
    "in a script of the person's",
    atTerminal(["sh -c prempti"], ["x"], ["bash run.sh"], ["bash --rcfile r"], ["kitty"]),
    ["sh", "x", "bash"],
  ],
  ["as the terminal's own first process", atTerminal(["sh -c prempti"], ["x"], ["tmux"]), ["sh", "x"]],
  [
    "from an editor",
    [
      ["sh", none],
      ["claude", none],
      ["code", none],
      ["gnome-shell", none],
    ],
    ["sh", "claude"],
  ],
  [
    "renamed, from an editor",
    [
      ["sh", none],
      ["x", none],
      ["code", none],
    ],
    ["sh", "x"],
  ],
  [
    "without a shell between",
    [
      ["x", none],
      ["code", none],
    ],
    ["x"],
  ],
  [
    "its hook in a session of its own",
    [["sh", none], ...atTerminal(["codex"], ["bash"], ["kitty"])],
    ["sh", "codex"],
  ],
  ["none: the person tries the hook out", atTerminal(["bash"], ["kitty"]), []],
  ["gone", [], []],
])("an agent's processes: %s", ([, line, agents]) => {
  expect(agentsAmong(lineOf(line)).map(({ words }) => words[0])).toEqual(agents);
});

test.for<[string, name: string, started: number]>([
  ["12 (tmux: server) S 1 12 12 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 8812 1 1", "tmux: server", 8812],
  ["12 (a) b) (c) R 1 12 12 34819 12 4194560 1 0 0 0 0 0 0 0 20 0 1 0 77 1 1", "a) b) (c", 77],
])("%s", ([text, name, started]) => {
  expect(parseStat(text)).toMatchObject({ name, started, parent: 1, group: 12, session: 12 });
});

test.for<[device: number, name: string]>([
  [0, ""],
  [0x8803, "/dev/pts/3"],
  [0x88ff | (0x2 << 20), "/dev/pts/767"],
  [0x0401, "/dev/tty1"],
  [0x0441, "/dev/ttyS1"],
  [0x0501, "terminal 5:1"],
])("terminal %i: %s", ([device, name]) => expect(terminalName(device)).toBe(name));

// The shapes are those of ps(1)'s manual page and of published examples; no Mac has run this.
test.for<[string, want: Partial<Process> | undefined]>([
  [
    "  812   501 S+   ttys003  Mon Nov 30 16:54:23 2026     prempti approvals approve 4821 HOME=/Users/u TERM=xterm\n",
    {
      parent: 812,
      isOwn: true,
      terminal: "/dev/ttys003",
      inForeground: true,
      isLeader: false,
      words: ["prempti", "approvals", "approve", "4821"],
      variables: ["HOME", "TERM"],
    },
  ],
  [
    "  700     0 Ss   ttys003  Tue Dec  1 06:04:03 2026     login -pf u\n",
    { isOwn: false, isLeader: true, inForeground: false },
  ],
  [
    "    1   501 S    ??       Tue Dec  1 06:04:03 2026     /Applications/iTerm.app/Contents/MacOS/iTerm2\n",
    { terminal: "", parent: 1 },
  ],
  ["", undefined],
])("ps: %s", ([output, want]) => {
  const found = parsePs(9, output, 501);
  if (want === undefined) expect(found).toBe(undefined);
  else expect(found).toMatchObject(want);
});
