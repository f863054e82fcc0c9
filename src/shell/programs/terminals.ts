import { effect, read, runWords, write } from "../act.ts";
import { type Flow, literalFlow, nothing, outputFlow } from "../flow.ts";
import { has, operand, value, values } from "../given.ts";
import { approves } from "../guard.ts";
import { upToLast } from "../scan.ts";
import { setPair } from "../set-variable.ts";
import { type Word, wordFrom } from "../word.ts";
import { runShellText } from "./git-config.ts";
import type { Program, Run } from "./program.ts";

const starts =
  /^(new-session|new|new-window|neww|split-window|splitw|run-shell|run|if-shell|if|respawn-pane|respawnp|respawn-window|display-popup|popup|pipe-pane|pipep)$/;

/** One word is shell text, more are a command. */
function runCommand(run: Run, words: readonly Word[]): Flow {
  const [first] = words;
  if (first === undefined) return outputFlow;
  run.shell.draft.wrappers.add(run.program);
  return words.length === 1 ? runShellText(run, first, nothing) : runWords(run, words);
}

/** tmux: commands follow one another by `;`. `send-keys` types into a shell. */
function tmux(run: Run): Flow {
  for (const file of values(run, "-f")) read(run, file);
  for (const words of splitCommands(run.operands)) tmuxCommand(run, words);
  return outputFlow;
}

function splitCommands(words: readonly Word[]): readonly (readonly Word[])[] {
  const commands: Word[][] = [[]];
  for (const word of words) {
    if (word.text === ";" || word.text === "\\;") commands.push([]);
    else commands.at(-1)?.push(word);
  }
  return commands;
}

const takesValue = /^-(c|d|e|F|f|l|n|s|t|x|y|b|T|h|w|S)$/;

/** What is left when options and their values are taken out; `-d` takes one only where it is a folder. */
function plainWords(words: readonly Word[], name: string): readonly Word[] {
  const rest: Word[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const text = words[at]?.text ?? "";
    if (!text.startsWith("-") || rest.length > 0) {
      if (words[at] !== undefined) rest.push(words[at] as Word);
    } else if (
      takesValue.test(text) &&
      !(text === "-d" && name.startsWith("n")) &&
      !(text === "-d" && name.startsWith("s")) &&
      !(text === "-h" && name.startsWith("s")) &&
      !(text === "-b" && name.startsWith("r"))
    )
      at += 1;
  }
  return rest;
}

function tmuxCommand(run: Run, [name, ...args]: readonly Word[]): void {
  const verb = name?.text ?? "";
  if (starts.test(verb)) {
    runCommand(run, plainWords(args, verb));
    return;
  }
  if (/^(send-keys|send|set-buffer|setb)$/.test(verb)) type(run, plainWords(args, verb));
  else if (/^(set-environment|setenv)$/.test(verb)) {
    const [variable, given] = plainWords(args, verb);
    setPair(run.shell, variable, given);
  } else if (/^(source-file|source)$/.test(verb) && args[0] !== undefined) read(run, args[0]);
  else if (/^(kill-server)$/.test(verb)) effect(run, "system:kill-all");
  else if (/^(save-buffer|saveb)$/.test(verb))
    for (const word of plainWords(args, verb)) write(run, word, outputFlow);
  else if (/^(load-buffer|loadb)$/.test(verb)) for (const word of plainWords(args, verb)) read(run, word);
}

/** Keys typed, up to Enter, are a command line. */
function type(run: Run, words: readonly Word[]): void {
  const text = words
    .map((word) => (/^(Enter|C-m|KPEnter)$/.test(word.text) ? "\n" : word.text === "Space" ? " " : word.text))
    .join("");
  const from = words[0]?.from ?? nothing.from;
  runShellText(run, wordFrom(text, from), nothing);
}

/** `screen -dm CMD`, `screen -S name -X stuff 'CMD\n'`. */
function screen(run: Run): Flow {
  const stuffed = run.operands.findIndex(({ text }) => text === "stuff");
  if (has(run, "-X") && stuffed !== -1) {
    type(
      run,
      run.operands
        .slice(stuffed + 1)
        .map((word) => wordFrom(word.text.replace(/\\n|\^M|\$'\\n'/g, "\n"), word.from)),
    );
    return outputFlow;
  }
  if (has(run, "-X") && operand(run, 0) === "exec") return runWords(run, run.operands.slice(1));
  return has(run, "-X", "-ls", "-list", "-r") ? outputFlow : runCommand(run, run.operands);
}

/** Terminals and their `-e CMD`; `kitty @ send-text`, `wezterm cli send-text` and `zellij action write-chars` type. */
function terminal(run: Run): Flow {
  const typing = run.args.findIndex(({ text }) => /^(send-text|write-chars)$/.test(text));
  if (typing !== -1) {
    const words = run.args.slice(typing + 1).filter(({ text }) => !text.startsWith("-"));
    for (const word of words) type(run, [wordFrom(word.text.replace(/\\[nr]/g, "\n"), word.from)]);
    return outputFlow;
  }
  const at = run.args.findIndex(({ text }) => /^(-e|-x|--|--command|--execute|start|run)$/.test(text));
  if (at === -1) return outputFlow;
  return runCommand(run, run.args.slice(at + 1));
}

/** zsh's `zpty NAME CMD…`, `zpty -w NAME TEXT`: a terminal of its own, and what is typed there. */
function pseudoTerminal(run: Run): Flow {
  const words = run.operands.slice(1);
  if (has(run, "-w")) type(run, words);
  else if (!has(run, "-d", "-r", "-t", "-L")) runCommand(run, words);
  return outputFlow;
}

/** Keys typed into whatever window has them: no command line, but a person's approval can be given so. */
function keyboard(run: Run): Flow {
  if (approves(run.args.map(({ text }) => text).join(" "))) effect(run, "guard:tamper");
  return outputFlow;
}

/** `entr CMD`, `watchexec CMD`, `inotifywait … | while`: files change, a command runs. */
function watcher(run: Run): Flow {
  run.shell.draft.wrappers.add(run.program);
  for (const word of values(run, "--exec", "-x", "-c", "--on-change")) runShellText(run, word, nothing);
  const [first] = run.operands;
  if (first === undefined) return outputFlow;
  return has(run, "-s", "--shell") && run.operands.length === 1
    ? runShellText(run, first, nothing)
    : runWords(run, run.operands);
}

/** Records a terminal: what it shows goes into a file, the command runs as ever. */
function recorder(run: Run): Flow {
  const command = value(run, "-c", "--command");
  if (command !== undefined) runShellText(run, command, nothing);
  for (const word of run.operands.slice(operand(run, 0) === "rec" ? 1 : 0)) write(run, word, outputFlow);
  return outputFlow;
}

/** Menus: `fzf --preview CMD --bind 'enter:execute(CMD)'`. */
function menu(run: Run): Flow {
  for (const word of values(run, "--preview")) runShellText(run, word, run.io.stdin);
  for (const { text, from } of values(run, "--bind"))
    for (const [, command = ""] of upToLast(text, ")").matchAll(
      /(?:execute(?:-silent)?|become|reload|transform)\(([^)]*)\)/g,
    ))
      runShellText(run, wordFrom(command, from), nothing);
  return run.io.stdin;
}

/** A dialogue with a person: what comes back is theirs. */
const asksPerson = (): Flow => literalFlow("");

export const terminals: readonly Program[] = [
  { names: ["tmux", "byobu"], style: "posix", options: { "-f -L -S -c -T": "value" }, does: tmux },
  {
    names: ["screen"],
    style: "posix",
    options: { "-S -c -h -p -s -t -T -e": "value" },
    attached: "",
    does: screen,
  },
  {
    names: [
      "xterm",
      "gnome-terminal",
      "konsole",
      "alacritty",
      "kitty",
      "wezterm",
      "foot",
      "xfce4-terminal",
      "lxterminal",
      "urxvt",
      "rxvt",
      "st",
      "terminator",
      "tilix",
      "ghostty",
      "x-terminal-emulator",
      "zellij",
    ],
    style: "raw",
    does: terminal,
  },
  { names: ["zpty"], style: "posix", does: pseudoTerminal },
  {
    names: ["xdotool", "ydotool", "dotool", "wtype", "xte", "cliclick", "xvkbd"],
    style: "raw",
    does: keyboard,
  },
  {
    names: [
      "entr",
      "watchexec",
      "reflex",
      "chokidar",
      "fswatch",
      "watchman-make",
      "cargo-watch",
      "onchange",
      "guard",
      "when-changed",
      "gow",
      "modd",
      "bacon",
    ],
    style: "posix",
    options: {
      "-e --exts -w --watch -i --ignore -f --filter -r_ -s_ --exec -x -c --on-change -d --delay": "value",
    },
    does: watcher,
  },
  {
    names: ["asciinema", "ttyrec", "termtosvg", "vhs"],
    options: { "-c --command -t --title": "value" },
    does: recorder,
  },
  {
    names: ["fzf", "sk", "peco", "percol", "fzy", "gum", "dmenu", "rofi"],
    options: {
      "--preview --bind -q --query --header --prompt --height -m --delimiter -d -n --nth --with-nth": "value",
    },
    does: menu,
  },
  { names: ["dialog", "whiptail"], style: "raw", does: asksPerson },
];
