import { contact, effect, interpret, read, runText, runWords } from "../act.ts";
import { type Flow, nothing, outputFlow } from "../flow.ts";
import { has, operand, value, values } from "../given.ts";
import { wordFrom } from "../word.ts";
import { after } from "./after.ts";
import { perf } from "./perf.ts";
import type { Behaviour, Program, Run } from "./program.ts";
import { cmake, just, make } from "./recipes.ts";
import { runElsewhere } from "./remote.ts";

const given = (run: Run, ...names: readonly string[]): boolean =>
  run.options.some(({ name }) => names.includes(name));

/** terraform's options have one dash or two. */
function applies(run: Run): Flow {
  for (const { text } of values(run, "-var-file", "--var-file")) read(run, wordFrom(text, nothing.from));
  if (
    given(run, "-auto-approve", "--auto-approve", "-destroy", "--destroy", "--terragrunt-non-interactive") ||
    run.operands.length > 0
  )
    effect(run, "infra:destroy");
  return outputFlow;
}

const destroys: Behaviour = {
  style: "dashed",
  options: { "-var -var-file -target": "value" },
  effects: ["infra:destroy"],
};
const harmless: Behaviour = { style: "raw" };

const state = (run: Run): Flow => {
  if (/^(rm|push|replace-provider)$/.test(operand(run, 0))) effect(run, "infra:destroy");
  return outputFlow;
};

/** Running a saved plan is applying it. */
const terraform: Behaviour = {
  style: "dashed",
  options: { "-chdir --terragrunt-working-dir": "folder" },
  subcommands: {
    apply: {
      style: "dashed",
      options: {
        "-var -target -parallelism -lock-timeout -replace -state": "value",
        "-var-file --var-file": "value",
      },
      does: applies,
    },
    destroy: destroys,
    state: { style: "dashed", does: state },
    workspace: { style: "dashed", subcommands: { delete: destroys }, otherwise: harmless },
    "run-all": {
      style: "dashed",
      subcommands: { apply: { style: "dashed", does: applies }, destroy: destroys },
      otherwise: harmless,
    },
    "force-unlock taint": { effects: ["infra:destroy"] },
    console: { style: "dashed" },
  },
  otherwise: harmless,
};

const confirms: Behaviour = {
  does: (run) => {
    if (has(run, "-y", "--yes", "-f", "--force", "--skip-preview", "--require-approval"))
      effect(run, "infra:destroy");
    return outputFlow;
  },
};

/** `ansible HOSTS -m shell -a CODE`. */
function ansible(run: Run): Flow {
  const module = value(run, "-m", "--module-name")?.text ?? "command";
  const code = value(run, "-a", "--args");
  for (const file of values(run, "-i", "--inventory", "--vault-password-file"))
    if (/[./~]/.test(file.text)) read(run, file);
  const local = /^(localhost|127\.0\.0\.1)$/.test(operand(run, 0));
  if (code === undefined || !/(^|\.)(shell|command|raw|script)$/.test(module)) return outputFlow;
  if (module.endsWith("script")) return read(run, code);
  run.shell.draft.wrappers.add("ansible");
  return local ? runText(run, code) : runElsewhere(run, [code], nothing);
}

function vault(run: Run): Flow {
  const verb = operand(run, 0);
  for (const file of run.operands.slice(1)) if (verb !== "encrypt_string") read(run, file);
  if (verb === "view" || verb === "decrypt") effect(run, "secret:print");
  return outputFlow;
}

const bazel: Behaviour = {
  style: "gnu",
  subcommands: { clean: { effects: [] }, run: { style: "raw" } },
  otherwise: harmless,
};

const packer = (run: Run): Flow => {
  for (const file of values(run, "-var-file")) read(run, file);
  return outputFlow;
};

/** Files given to a program that only looks at them. */
const lint = (run: Run): Flow => {
  for (const word of run.operands) if (/[./]/.test(word.text) && !word.text.includes("://")) read(run, word);
  for (const url of run.operands) if (url.text.includes("://")) contact(run, url.text);
  return outputFlow;
};

const task: Behaviour = {
  options: { "-f --justfile -t --taskfile -d --working-directory --dir -c --command --set": "value" },
  does: just,
};

const debugCommands = (run: Run): Flow => {
  for (const word of values(run, "-ex", "--eval-command", "-iex", "-o", "--one-line", "-eval", "--batch-x")) {
    const shell = /^\s*(?:shell|!|platform shell|make)\s*(.*)$/s.exec(word.text)?.[1];
    if (shell !== undefined) runText(run, wordFrom(shell, word.from));
    const code = /^\s*(?:python|py|pi|script|python-interactive)\s+(.*)$/s.exec(word.text)?.[1];
    if (code !== undefined) interpret(run, "python", wordFrom(code, word.from));
  }
  for (const file of values(run, "-x", "--command", "-s", "--source")) read(run, file);
  const marker = run.args.findIndex(({ text }) => text === "--args" || text === "--");
  return marker === -1 ? outputFlow : runWords(run, run.args.slice(marker + 1));
};

export const infrastructure: readonly Program[] = [
  { names: ["terraform", "tofu", "opentofu", "terragrunt"], ...terraform },
  {
    names: [
      "pulumi",
      "cdk",
      "sst",
      "cdktf",
      "serverless",
      "sls",
      "copilot-cli",
      "amplify",
      "sam",
      "chalice",
      "encore",
    ],
    options: { "-s --stack -C --cwd --profile --stage --region --require-approval": "value" },
    subcommands: {
      "destroy remove delete down": { effects: ["infra:destroy"] },
      "up deploy": confirms,
      state: {
        does: (run) =>
          operand(run, 0) === "delete" ? after(effect(run, "infra:destroy"), outputFlow) : outputFlow,
      },
    },
    otherwise: harmless,
  },
  {
    names: ["ansible"],
    options: {
      "-m --module-name -a --args -i --inventory -u --user -e --extra-vars -l --limit -f --forks --vault-password-file":
        "value",
      "--private-key --key-file": "identity",
    },
    does: ansible,
  },
  {
    names: ["ansible-vault"],
    options: { "--vault-password-file --vault-id --output -n": "value" },
    does: vault,
  },
  {
    names: ["ansible-playbook"],
    options: {
      "-i --inventory -u --user -e --extra-vars -l --limit -t --tags -f --forks --vault-password-file":
        "value",
      "--private-key --key-file": "identity",
    },
    operands: ["read"],
  },
  {
    names: ["packer", "nomad", "waypoint", "boundary"],
    style: "dashed",
    options: { "-var-file -var": "value" },
    does: packer,
  },
  {
    names: ["make", "gmake", "bmake", "remake", "nmake"],
    options: {
      "-f --file --makefile -j --jobs -I --include-dir -l -o -W --eval -E": "value",
      "--old-file --assume-old --what-if --new-file --assume-new": "value",
      "-C --directory": "folder",
    },
    attached: "-j -l",
    does: make,
  },
  { names: ["just", "task", "go-task"], ...task },
  {
    names: ["cmake"],
    options: {
      "-S -B -D -G -T -A -P -C -U --build --install --target --preset --config -j --parallel --prefix":
        "value",
    },
    does: cmake,
  },
  {
    names: [
      "ninja",
      "meson",
      "scons",
      "waf",
      "ctest",
      "buck",
      "buck2",
      "pants",
      "autoconf",
      "automake",
      "configure",
      "qmake",
      "xcodebuild",
      "xcrun",
      "msbuild",
      "ant",
      "lein",
      "sbtn",
      "mill",
      "turbo",
      "nx",
      "gulp",
      "grunt",
    ],
    options: { "-C -f -j -t --target -p": "value" },
    operands: ["value"],
  },
  { names: ["bazel", "bazelisk"], ...bazel },
  {
    names: [
      "hadolint",
      "tflint",
      "tfsec",
      "checkov",
      "trivy",
      "shellcheck",
      "shfmt",
      "actionlint",
      "yamllint",
      "semgrep",
      "gitleaks",
      "trufflehog",
      "detect-secrets",
      "snyk",
      "syft",
      "grype",
    ],
    options: { "-s -S -e -f -o --config -c --severity --format --exclude --include": "value" },
    does: lint,
  },
  {
    names: ["gdb", "lldb", "rust-gdb", "rust-lldb", "cgdb"],
    style: "dashed",
    options: { "-ex --eval-command -iex -o --one-line -x --command -s --source -p --pid": "value" },
    does: debugCommands,
  },
  perf,
  {
    names: [
      "valgrind",
      "heaptrack",
      "callgrind",
      "memusage",
      "rr",
      "systemtap",
      "bpftrace",
      "samply",
      "hotspot",
      "flamegraph",
      "instruments",
      "dtruss",
      "dtrace",
      "ktrace",
      "fs_usage",
    ],
    style: "posix",
    options: { "-e -o --tool --log-file -p -F -c -n": "value" },
    does: (run) =>
      run.operands.length === 0
        ? outputFlow
        : runWords(
            run,
            run.program === "rr"
              ? run.operands.slice(1).filter(({ text }, at) => !(at === 0 && text.startsWith("-")))
              : run.operands,
          ),
  },
];
