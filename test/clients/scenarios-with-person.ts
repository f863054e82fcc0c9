import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ifAny, oneByOne, theftOf, undoing, undoingRule } from "./calls.ts";
import type { Client } from "./client.ts";
import { approveAsTold, decideHeld } from "./persons-word.ts";
import type { Scenario } from "./scenario.ts";
import type { Terminal } from "./terminal.ts";

const undoingOf = ({ shell }: Client) => oneByOne(shell(undoing));

const greeting = "judges every tool call";

/** What a person sees at a terminal at which the client asks them. */
const asked = {
  script: undoingOf,
  atTerminal: "asking",
  only: ["claude-code"],
  recorded: "ask",
} as const;

/** Claude Code has a question of its own about it, and in some modes answers that itself. */
const gitHook = {
  script: ({ shell }: Client) => oneByOne(shell("echo x > .git/hooks/pre-commit")),
  only: ["claude-code"],
  subject: ".git/hooks/pre-commit",
  reason: "Ask before changing git hooks",
  recorded: "ask",
} as const;

/** Says no to a dialog, and what to do next, without which the client waits. */
async function sayNo(screen: Terminal): Promise<void> {
  await screen.shows("1. Yes");
  await screen.press("Escape");
  await sleep(1_000);
  await screen.press("Go on.", "Enter");
}

const atTerminal: readonly Scenario[] = [
  {
    ...asked,
    name: "at a terminal, a command to be asked about: the person says yes",
    meanwhile: async ({ screen }) => {
      await screen.shows(greeting);
      await screen.shows(undoingRule);
      await screen.shows("1. Yes");
      await screen.press("Enter");
    },
    lines: 1,
    required: "runs",
  },
  {
    ...asked,
    name: "at a terminal, a command to be asked about: the person says no",
    meanwhile: async ({ screen }) => {
      await screen.shows(undoingRule);
      await sayNo(screen);
    },
    required: "blocked",
  },
  {
    name: "at a terminal, a command to be denied",
    script: theftOf,
    atTerminal: "asking",
    meanwhile: ({ screen }) => screen.shows(greeting),
    only: ["claude-code", "codex"],
    recorded: "deny",
    required: "told",
  },
  {
    name: "at a terminal that bypasses permissions, a command to be asked about: approved, tried again, and once more",
    script: ({ shell }) => oneByOne(shell(undoing), shell(undoing), shell(undoing)),
    atTerminal: "bypassing",
    person: true,
    meanwhile: ({ screen }) => screen.shows(greeting),
    during: { 1: approveAsTold },
    only: ["claude-code", "codex"],
    recorded: "ask",
    alsoTold: [undoingRule],
    lines: 1,
    required: "runs",
  },
  {
    ...gitHook,
    name: "at a terminal that bypasses permissions, a change of git's hooks to be asked about",
    atTerminal: "bypassing",
    required: "told",
  },
  {
    ...gitHook,
    name: "at a terminal that bypasses permissions, a file of git's hooks to be asked about",
    script: ({ write }, { home }) => ifAny(write?.(join(home.project, gitHook.subject), "x\n")),
    atTerminal: "bypassing",
    required: "told",
  },
  {
    ...gitHook,
    name: "at a terminal, a change of git's hooks to be asked about: the person says no",
    atTerminal: "asking",
    meanwhile: ({ screen }) => sayNo(screen),
    required: "blocked",
  },
  {
    ...asked,
    name: "at a terminal whose client has a model decide, a command to be asked about: the person says no",
    atTerminal: "classifying",
    meanwhile: async ({ screen }) => {
      await screen.shows(undoingRule);
      await sayNo(screen);
    },
    required: "blocked",
  },
];

/** A call that nobody could be asked about waits for its person. */
const held = {
  script: undoingOf,
  config: () => "ask_fallback: hold\nask_hold_seconds: 10\n",
  only: ["claude-code", "codex", "gemini", "opencode"],
  person: true,
  reason: undoingRule,
  recorded: "ask",
} as const;

const holding: readonly Scenario[] = [
  {
    ...held,
    name: "a held command: the person approves it meanwhile",
    meanwhile: (scene) => decideHeld(scene, "approve"),
    lines: 1,
    required: "runs",
  },
  {
    ...held,
    name: "a held command: the person says no",
    meanwhile: (scene) => decideHeld(scene, "deny"),
    alsoTold: ["The person was asked and said no"],
    required: "told",
  },
  {
    ...held,
    name: "a held command: nobody answers",
    config: () => "ask_fallback: hold\nask_hold_seconds: 5\n",
    alsoTold: ["prempti approvals approve"],
    required: "told",
  },
];

export const personScenarios: readonly Scenario[] = [...atTerminal, ...holding];
