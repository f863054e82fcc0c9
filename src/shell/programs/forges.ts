import { contact, effect, read, runText, runWords, send, sendFile, write } from "../act.ts";
import { type Flow, networkFlow, nothing, outputFlow } from "../flow.ts";
import { has, operand, value, values } from "../given.ts";
import { literalWord, wordFrom } from "../word.ts";
import { after } from "./after.ts";
import { isAgentPlugin } from "./install-sources.ts";
import type { Behaviour, Program, Run } from "./program.ts";

const options =
  "-R --repo --hostname -t --title -b --body -F --body-file -B --base -H --head -l --label -a --assignee -m --milestone -r --reviewer -L --limit --json -q --jq --template --search -S --state -s -n --notes --notes-file --target -p --pattern -D --dir -O --output --ref -f --raw-field --field --method -X --input --header -w --workflow -c --commit -e --env -o --org -u --user --visibility --description -d --remote --source --branch";

const deletes: Behaviour = { options: { [options]: "value" }, effects: ["cloud:delete"] };
const harmless: Behaviour = {
  options: { [options]: "value" },
  does: (run) => {
    for (const file of values(run, "-F", "--body-file", "--notes-file"))
      if (file.text !== "-" && !file.text.includes("=")) read(run, file);
    return outputFlow;
  },
};

/** `gh api`: a DELETE is one, whatever it is about; fields may be files. */
function api(run: Run): Flow {
  if (/^delete$/i.test(value(run, "-X", "--method")?.text ?? "")) effect(run, "cloud:delete");
  for (const { text, from } of values(run, "-F", "--field")) {
    const file = /^[^=]+=@(.+)$/s.exec(text)?.[1];
    if (file !== undefined && file !== "-") sendFile(run, wordFrom(file, from), ["api.github.com"]);
  }
  const input = value(run, "--input");
  if (input !== undefined && input.text !== "-") sendFile(run, input, ["api.github.com"]);
  return networkFlow;
}

/** A gist is public to whoever has its address. */
function gist(run: Run): Flow {
  for (const word of run.operands) {
    if (word.text === "-") send(run, run.io.stdin, ["gist.github.com"]);
    else sendFile(run, word, ["gist.github.com"]);
  }
  if (run.operands.length === 0) send(run, run.io.stdin, ["gist.github.com"]);
  return outputFlow;
}

function authenticate(run: Run): Flow {
  // Handing its own token to its own tools is what it is for; the flow knows whose it is.
  if (operand(run, 0) === "token")
    return { text: outputFlow.text, from: { ...nothing.from, variables: ["GH_TOKEN"] } };
  if (operand(run, 0) === "status" && has(run, "-t", "--show-token")) effect(run, "secret:print");
  return outputFlow;
}

const releases: Behaviour = {
  subcommands: {
    "delete delete-asset": deletes,
    download: {
      options: { [options]: "value" },
      does: (run) => {
        const folder = value(run, "-D", "--dir");
        const file = value(run, "-O", "--output");
        if (file !== undefined) write(run, file, networkFlow);
        else if (folder !== undefined) write(run, folder, networkFlow);
        return networkFlow;
      },
    },
    "create upload": {
      options: { [options]: "value" },
      does: (run) =>
        after(
          run.operands.slice(1).map((word) => read(run, word)),
          outputFlow,
        ),
    },
  },
  otherwise: harmless,
};

const clones: Behaviour = {
  style: "posix",
  does: (run) =>
    run.operands.length === 0
      ? nothing
      : runWords(run, [literalWord("git"), literalWord("clone"), ...cloneWords(run)]),
};

const cloneWords = (run: Run): readonly (typeof run.operands)[number][] =>
  run.operands
    .filter(({ text }) => text !== "--")
    .map((word, at) =>
      at === 0 && !word.text.includes(":") ? wordFrom(`https://github.com/${word.text}`, word.from) : word,
    );

const extensions = (run: Run): Flow => {
  if (/^(install|upgrade)$/.test(operand(run, 0))) {
    effect(run, isAgentPlugin(operand(run, 1)) ? "package:run-agent-plugin" : "package:run-remote");
    contact(run, operand(run, 1).includes("://") ? operand(run, 1) : "github.com");
  }
  return outputFlow;
};

const aliases = (run: Run): Flow => {
  const [verb, , code] = run.operands;
  if (verb?.text === "set" && code !== undefined && (has(run, "-s", "--shell") || code.text.startsWith("!")))
    runText(run, wordFrom(code.text.replace(/^!/, ""), code.from));
  return nothing;
};

const removing = (verbs: string): Behaviour => ({
  style: "posix",
  subcommands: { [verbs]: deletes, clone: clones, download: harmless },
  otherwise: harmless,
});

const commands: Readonly<Record<string, Behaviour>> = {
  api: { options: { [options]: "value" }, does: api },
  auth: { options: { [options]: "value" }, does: authenticate },
  repo: removing("delete archive rename-x"),
  "issue label milestone cache run variable environment ruleset project codespace ssh-key gpg-key":
    removing("delete"),
  secret: {
    subcommands: {
      "delete remove": deletes,
      set: {
        options: { "-b --body -f --env-file -e -o -r": "value" },
        does: (run) =>
          after(
            values(run, "-f", "--env-file").map((file) => read(run, file)),
            outputFlow,
          ),
      },
    },
    otherwise: harmless,
  },
  release: releases,
  gist: {
    subcommands: {
      create: { options: { "-d --desc -f --filename": "value" }, does: gist },
      delete: deletes,
      clone: clones,
      view: { options: { "-f --filename": "value" }, output: "network" },
    },
    otherwise: harmless,
  },
  "extension ext extensions": { does: extensions },
  alias: { does: aliases },
  config: {
    does: (run) =>
      /^(editor|pager|browser)$/.test(operand(run, 1)) &&
      operand(run, 0) === "set" &&
      run.operands[2] !== undefined
        ? runText(run, run.operands[2])
        : outputFlow,
  },
};

export const forges: readonly Program[] = [
  {
    names: ["gh"],
    style: "posix",
    options: { "-R --repo --hostname": "value" },
    subcommands: commands,
    otherwise: harmless,
  },
  {
    names: ["glab", "tea", "fj"],
    style: "posix",
    options: { "-R --repo": "value" },
    subcommands: {
      ...commands,
      "snippet snippets": {
        subcommands: { create: { options: { "-t --title -d": "value" }, does: gist } },
        otherwise: harmless,
      },
    },
    otherwise: harmless,
  },
  {
    names: ["hub"],
    style: "posix",
    subcommands: { delete: deletes, gist: { subcommands: { create: { does: gist } }, otherwise: harmless } },
    otherwise: { style: "raw", does: (run) => runWords(run, [literalWord("git"), ...run.args]) },
  },
];
