// Terminals with somebody at them: panes of one tmux, which the agent's processes do not come from.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** How long something may take to appear, in ms. */
const patience = 20_000;

/** A terminal, as the person before it has it. */
export type Terminal = {
  /** All that it shows and has shown. */
  readonly screen: () => string;
  /** Waits until it shows what is wanted; spaces, line ends and frames don't count. */
  readonly shows: (wanted: string) => Promise<void>;
  /** Types a text, or presses a key that tmux has a name for. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** The process that it was opened with; NaN when there is none. */
  readonly pid: () => number;
};

/** In the place of one that a scenario has not. */
export const noTerminal: Terminal = {
  screen: () => "",
  shows: () => Promise.reject(new Error("internal: the scenario has no such terminal")),
  press: () => Promise.reject(new Error("internal: the scenario has no such terminal")),
  pid: () => Number.NaN,
};

export type Terminals = {
  readonly open: (name: string, argv: readonly string[], at: Where) => Terminal;
  readonly close: () => void;
};

type Where = { readonly cwd: string; readonly env: Readonly<Record<string, string>> };

export const hasTmux = (): boolean => spawnSync("tmux", ["-V"]).status === 0;

export function openTerminals(folder: string): Terminals {
  const tmux = (args: readonly string[]) => {
    const env = {
      HOME: folder,
      PATH: "/usr/local/bin:/usr/bin:/bin",
      LC_ALL: "C.UTF-8",
      TERM: "xterm-256color",
    };
    return spawnSync("tmux", ["-S", join(folder, "tmux"), "-f", "/dev/null", ...args], {
      env,
      encoding: "utf8",
    });
  };
  const open: Terminals["open"] = (name, argv, { cwd, env }) => {
    const variables = Object.entries(env).map(([key, value]) => `${key}=${value}`);
    const size = ["-x", "180", "-y", "60"];
    const words = ["env", "-i", ...variables, ...argv];
    const { status, stderr } = tmux(["new-session", "-d", "-s", name, ...size, "-c", cwd, ...words]);
    if (status !== 0) throw new Error(`tmux opens no terminal: ${stderr}`);
    tmux(["set-option", "-w", "-t", name, "remain-on-exit", "on"]);
    return terminalOf(name, tmux);
  };
  return { open, close: () => void tmux(["kill-server"]) };
}

type Tmux = (args: readonly string[]) => { readonly stdout: string };

function terminalOf(name: string, tmux: Tmux): Terminal {
  const screen = () => tmux(["capture-pane", "-p", "-J", "-S", "-5000", "-t", name]).stdout.trimEnd();
  return {
    screen,
    shows: async (wanted) => {
      for (let waited = 0; waited < patience; waited += 100) {
        if (bare(screen()).includes(bare(wanted))) return;
        await sleep(100);
      }
      throw new Error(`the terminal "${name}" does not show "${wanted}":\n${screen()}`);
    },
    press: async (...keys) => {
      for (const key of keys) {
        tmux(["send-keys", "-t", name, ...(/^(?:Enter|Escape|C-.)$/.test(key) ? [key] : ["-l", key])]);
        // What comes in one piece is taken for a text that was pasted.
        await sleep(200);
      }
    },
    pid: () => Number.parseInt(tmux(["display-message", "-p", "-t", name, "#{pane_pid}"]).stdout, 10),
  };
}

/** Without what only lays it out. */
const bare = (text: string): string => text.replace(/[\s│┃╭╮╰╯─▌❯›]/gu, "");
