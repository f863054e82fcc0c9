import { basename } from "node:path";
import { agentNameOf, programsOf } from "./agent-processes.ts";
import { ancestorsOf, type Process } from "./ancestors.ts";
import { holdersOf, holdsOpen, talksToItsTerminal } from "./proc.ts";

/** A person at a terminal, by its name, or why a process is not taken for one's. */
export type Person = { readonly name: string } | { readonly nobody: string };

/** A process that says yes or no, and what shows that it is that process which says it. */
type Speaker = {
  readonly pid: number;
  /** What its command line says: the request that it is about, or that one's beginning, and what to do with it. */
  readonly id: string;
  readonly verb: string;
  /** A file that it holds open from the moment on when its person has said yes or no. */
  readonly word: string;
};

/** Variables that agents give to what they start, and people don't. */
const traces =
  /^(?:CLAUDECODE|CLAUDE_CODE_(?:ENTRYPOINT|SESSION_ID|EXECPATH|REMOTE\w*)|CLAUDE_(?:PROJECT_DIR|PID)|CODEX_(?:SANDBOX\w*|THREAD_ID|CI|MANAGED_BY_\w+)|GEMINI_CLI|COPILOT_(?:CLI|AGENT\w*)|OPENCODE|CURSOR_AGENT|GOOSE_TERMINAL|AI_AGENT)$/;

/** Programs that give what they start a terminal without a person at it. */
const makers = /^(?:script|expect|unbuffer|socat|ttyd|dtach|empty|faketty|autoexpect|pexpect|asciinema)$/;

/** Terminals of a desktop: they show their person what goes on in them. */
const emulators =
  /^(?:gnome-terminal-server|ptyxis-agent|konsole|yakuake|kitty|alacritty|wezterm-gui|foot|ghostty|xterm|urxvtd?|st|xfce4-terminal|mate-terminal|lxterminal|qterminal|tilix|terminology|blackbox|rio|contour|warp(?:-terminal)?|code|codium|zed-editor)$/;

/** Folders that only an administrator writes to. */
const systemFolders = /^\/(?:usr\/(?!local\/)|opt\/|snap\/|bin\/|nix\/store\/|gnu\/store\/|System\/)/;

/** Where code of an agent's own would stand: on the command line, or in a script outside the system's folders. */
const scripting = /^(?:python[\d.]*|perl|ruby|lua|php|tclsh[\d.]*|node|nodejs|bun|deno)$/;

/** What `systemd-run` calls what it starts, unless it is told a name. */
const transient = /\/run-[^/]*\.(?:scope|service)$/m;

const loginSession = /^0::\/user\.slice\/user-\d+\.slice\/session-\w+\.scope$/m;

/**
 * Who stands behind a process: a person only if it is in the foreground of its own terminal, and neither it nor that
 * terminal comes from an agent. `agents` are processes of agents that live. Whoever types into a person's terminal, or
 * hides where a process comes from better than this looks, is not told apart.
 */
export function findPerson({ pid, id, verb, word }: Speaker, agents: readonly Process[]): Person {
  const line = ancestorsOf(pid);
  // Windows tells neither terminals nor ancestors without a program of its own.
  if (line === undefined) return { name: "somebody on this account" };
  const isLinux = process.platform === "linux";
  const [asking] = line;
  const says =
    asking?.words.includes(verb) && asking.words.some((said) => said !== "" && id.startsWith(said));
  if (asking !== undefined && (!says || (isLinux && !holdsOpen(pid, word))))
    return nobody(`process ${pid} has not said so itself`);
  return judgePerson(line, {
    agents,
    talks: !isLinux || talksToItsTerminal(pid),
    holders: isLinux
      ? holdersOf(
          asking?.terminal ?? "",
          line.map((one) => one.pid),
        )
      : [],
  });
}

/** What is seen beside the line of a process's ancestors. */
export type Sights = {
  /** Processes of agents that live. */
  readonly agents: readonly Process[];
  /** Whether it reads from and writes to the terminal that controls it. */
  readonly talks: boolean;
  /** Processes that hold the other end of that terminal, as far as the system shows them. */
  readonly holders: readonly number[];
};

export function judgePerson(line: readonly Process[], { agents, talks, holders }: Sights): Person {
  const [asking] = line;
  if (asking === undefined) return nobody("the process that asks is gone, or another account's");
  const { terminal } = asking;
  if (terminal === "" || !asking.inForeground || !talks) return nobody("it does not come from a terminal");
  for (const one of line) {
    const why = suspicion(one, agents);
    if (why !== undefined) return nobody(why);
  }
  const leader = line.findIndex((one) => one.isLeader && one.terminal === terminal);
  if (leader === -1) return nobody("it hides where it comes from: what had started it is gone");
  if (line.some(isSshServer) && !line.some(isFromElsewhere))
    return nobody("it came by ssh from this very machine");
  const resident = agents.find((agent) => agent.terminal === terminal);
  if (resident !== undefined) return nobody(`an agent runs in this terminal (process ${resident.pid})`);
  const maker = line[leader + 1];
  if (maker?.isOwn === true && isScripted(maker)) return nobody(`its terminal was made by ${called(maker)}`);
  if (holders.length > 0 && !line.some(({ pid }) => holders.includes(pid)))
    return nobody(`its terminal is in the hands of process ${holders[0]}, which has not started it`);
  const origin = originOf(line, leader);
  if (isUnexplained(origin, agents)) return nobody(`${called(origin)} was started while an agent ran`);
  return { name: `the person at ${terminal}` };
}

function nobody(why: string): Person {
  return { nobody: `${why}: only a person may approve, in a terminal of their own that is no agent's` };
}

const called = (one: Process): string =>
  `${basename(one.names[0] ?? one.words[0] ?? "?")} (process ${one.pid})`;

function suspicion(one: Process, agents: readonly Process[]): string | undefined {
  const agent = agentNameOf(one);
  if (agent !== undefined) return `it comes from ${agent} (process ${one.pid})`;
  if (agents.some(({ pid, started }) => pid === one.pid && started === one.started))
    return `it comes from ${called(one)}, which an agent's hook comes from`;
  const maker = programsOf(one).find((name) => makers.test(basename(name)));
  if (maker !== undefined) return `its terminal was made by ${basename(maker)} (process ${one.pid})`;
  const trace = one.variables.find((name) => traces.test(name));
  return trace === undefined ? undefined : `it was started by an agent, which has set ${trace}`;
}

/** A program that somebody has written for it, and no terminal that is installed. */
function isScripted({ words: [first = "", ...rest] }: Process): boolean {
  if (!scripting.test(basename(first))) return false;
  if (rest.some((word) => /^(?:-[A-Za-z]*[ce]|--eval|--print)$/.test(word))) return true;
  // Editors that are installed below the person's home bring a Node of their own.
  if (/^(?:node|nodejs|bun|deno)$/.test(basename(first))) return false;
  const script = rest.find((word) => !word.startsWith("-"));
  return script === undefined || !systemFolders.test(script);
}

/** What the terminal goes back to: the last before the system's own first process and a session's manager. */
function originOf(line: readonly Process[], leader: number): Process {
  const isManager = (one: Process) => one.names[0] === "systemd" && one.words.includes("--user");
  const origin = line.findLast((one, at) => at === leader || (one.pid !== 1 && !isManager(one)));
  if (origin === undefined) throw new Error("internal: a line without its leader");
  return origin;
}

const isSshServer = ({ names: [name = ""] }: Process): boolean => /^sshd(?:-|$)/.test(name);

/** An agent can log in to its own machine, too. */
function isFromElsewhere({ connection }: Process): boolean {
  const [client = "", , server] = connection.split(" ");
  return client !== "" && client !== server && !/^(?:127\.|::1$|::ffff:127\.)/.test(client);
}

/**
 * A terminal that began after an agent did, and belongs to nobody else: the agent may have started it and let go of it,
 * as `tmux new -d` does. A new login from elsewhere, a terminal that the desktop has put into a control group of its
 * own, and a shell from outside the container are a person's.
 */
function isUnexplained(origin: Process, agents: readonly Process[]): boolean {
  if (!origin.isOwn || origin.parent === 0) return false;
  return agents.some(({ started, groups }) => {
    const isLogin = loginSession.test(origin.groups) && isFromElsewhere(origin);
    const isApart = groups === "" || (origin.groups !== groups && !transient.test(origin.groups));
    return origin.started > started && !(isApart && (isLogin || isDesktopTerminal(origin)));
  });
}

function isDesktopTerminal({ names, words: [first = ""] }: Process): boolean {
  if (names.length === 0) return /\.app\/Contents\/MacOS\//.test(first);
  return names.some((name) => systemFolders.test(name) && emulators.test(basename(name)));
}
