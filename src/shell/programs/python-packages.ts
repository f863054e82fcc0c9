import { effect, interpret, load, read, runText, runWords, write } from "../act.ts";
import { type Flow, nothing, outputFlow } from "../flow.ts";
import { has, operand, value, values } from "../given.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { installFrom, isAgentPlugin, useRegistry } from "./install-sources.ts";
import { madeFilesLike, runsFetched } from "./made-files.ts";
import { configurePackages } from "./npm-install.ts";
import type { Behaviour, Program, Run } from "./program.ts";
import { isDryRun } from "./publishing.ts";

const indexNames = [
  "-i",
  "--index-url",
  "--extra-index-url",
  "--index",
  "--default-index",
  "--pypi-url",
] as const;

const installOptions = {
  "-i --index-url --extra-index-url --index --default-index --trusted-host --proxy --python -p --python-version --platform --abi --implementation --only-binary --no-binary --prefix --root --src -d --dest --log --cert --client-cert --group -G --extra -E --with --with-editable --from --spec --pip-args --suffix --project --directory --package --timeout --retries --progress-bar --report --source --tag --rev --branch -f --find-links":
    "value",
  "-r --requirement -c --constraint --requirements --with-requirements --constraints": "value",
  "-t --target": "create",
  "-e --editable": "value",
} as const;

/** Packages by name, URL, path, and in files of requirements. */
function install(run: Run): Flow {
  for (const url of values(run, ...indexNames)) useRegistry(run, url);
  for (const url of values(run, "-f", "--find-links", "--git")) installFrom(run, url);
  for (const file of values(run, "-r", "--requirement", "--requirements", "-c", "--constraint"))
    if (file.text.includes("://")) installFrom(run, file);
    else read(run, file);
  for (const word of [...run.operands, ...values(run, "-e", "--editable", "--with")]) {
    installFrom(run, word);
    if (/^\.{0,2}(\/|$)/.test(word.text)) runsFetched(run, word.text);
  }
  return outputFlow;
}

/** Downloads a tool, if it isn't there, and runs it. */
function runTool(run: Run): Flow {
  run.shell.draft.wrappers.add(run.program);
  for (const url of values(run, ...indexNames)) useRegistry(run, url);
  const [name, ...args] = run.operands;
  for (const word of [...values(run, "--from", "--spec", "--with"), ...(name === undefined ? [] : [name])]) {
    installFrom(run, word);
    effect(run, isAgentPlugin(word.text) ? "package:run-agent-plugin" : "package:run-remote");
  }
  if (name === undefined || name.text.includes("://")) return outputFlow;
  return runWords(run, [
    wordFrom(name.text.replace(/@[^@]*$|==.*$|\[.*$/s, "") || name.text, name.from),
    ...args,
  ]);
}

/** `uv run CMD`, `poetry run CMD`: a script is run by python. */
function runInside(run: Run): Flow {
  for (const word of values(run, "--with")) installFrom(run, word);
  for (const file of values(run, "--env-file")) load(run, file);
  const [first] = run.operands;
  if (first === undefined) return nothing;
  run.shell.draft.wrappers.add(run.program);
  if (has(run, "-m", "--module"))
    return runWords(run, [literalWord("python"), literalWord("-m"), ...run.operands]);
  if (first.text === "-" || /\.pyw?$/.test(first.text) || first.text.includes("://"))
    return runWords(run, [literalWord("python"), ...run.operands]);
  return runWords(run, run.operands);
}

const publishes: Behaviour = {
  style: "gnu",
  options: {
    "-r --repository --repository-url --config-file -u --username -p --password --token --index --publish-url":
      "value",
  },
  does: (run) => {
    if (!isDryRun(run) && !has(run, "--help")) effect(run, "package:publish");
    return outputFlow;
  },
};
const harmless: Behaviour = { style: "raw" };
const installs: Behaviour = { options: installOptions, does: install };
const tools: Behaviour = { style: "posix", options: installOptions, does: runTool };
const inside: Behaviour = {
  style: "posix",
  options: { ...installOptions, "--env-file": "value", "-n --name --cwd": "value" },
  does: runInside,
};
const configures: Behaviour = { options: { "--global": "value" }, does: configurePackages };

const pipCommands: Readonly<Record<string, Behaviour>> = {
  "install download wheel": installs,
  config: { does: configurePackages },
};

const poetryConfig: Behaviour = {
  does: (run) => {
    const [key, setting] = run.operands;
    if (key === undefined || setting === undefined) return outputFlow;
    if (/^(pypi-token|http-basic)/.test(key.text))
      write(run, literalWord("~/.config/pypoetry/auth.toml"), setting);
    if (/^repositories\./.test(key.text)) useRegistry(run, setting);
    return nothing;
  },
};

const addsSource: Behaviour = {
  options: { "--priority -p": "value" },
  does: (run) => {
    const url = run.operands.at(-1);
    if (operand(run, 0) === "add" && url !== undefined) useRegistry(run, url);
    return nothing;
  },
};

/** `conda install -c CHANNEL NAME…`. */
function condaInstall(run: Run): Flow {
  for (const channel of values(run, "-c", "--channel"))
    if (channel.text.includes("://")) useRegistry(run, channel);
  for (const file of values(run, "-f", "--file")) read(run, file);
  for (const word of run.operands) installFrom(run, word);
  return outputFlow;
}

const condaOptions = { "-n --name -p --prefix -c --channel -f --file": "value" } as const;

export const pythonPackages: readonly Program[] = [
  {
    names: ["pip", "pip3", "pipenv-pip", "pip-sync"],
    options: { "--python --log --proxy --cert --cache-dir --timeout": "value" },
    subcommands: pipCommands,
    otherwise: harmless,
  },
  {
    names: ["uv"],
    options: { "--directory --project --cache-dir --config-file --color --python-preference": "value" },
    subcommands: {
      pip: { style: "posix", subcommands: { "install sync compile": installs }, otherwise: harmless },
      "add sync lock": installs,
      run: inside,
      tool: { style: "posix", subcommands: { run: tools, "install upgrade": installs }, otherwise: harmless },
      publish: publishes,
    },
    otherwise: harmless,
  },
  { names: ["uvx"], ...tools },
  { names: ["pipx"], subcommands: { run: tools, "install inject upgrade": installs }, otherwise: harmless },
  {
    names: ["poetry", "pdm", "rye"],
    options: { "-C --directory -P --project -p": "value" },
    subcommands: { add: installs, run: inside, publish: publishes, config: poetryConfig, source: addsSource },
    otherwise: harmless,
  },
  { names: ["pipenv"], subcommands: { install: installs, run: inside }, otherwise: harmless },
  {
    names: ["hatch", "flit", "maturin"],
    options: { "-e --env -f": "value" },
    subcommands: { "publish upload": publishes, run: inside },
    otherwise: harmless,
  },
  { names: ["twine"], subcommands: { upload: publishes }, otherwise: harmless },
  {
    names: ["conda", "mamba", "micromamba", "pixi"],
    subcommands: {
      "install create update add": { options: condaOptions, does: condaInstall },
      run: { style: "posix", options: { ...condaOptions, "--cwd": "folder" }, wraps: 0 },
      config: configures,
      env: {
        style: "posix",
        subcommands: { "create update": { options: condaOptions, does: condaInstall } },
        otherwise: harmless,
      },
    },
    otherwise: harmless,
  },
  { names: ["easy_install"], ...installs },
  {
    names: ["pytest", "py.test", "tox", "nox"],
    options: {
      "-k -m -n -c --rootdir -p -o -W --ignore --deselect --maxfail --durations --cov --cov-report --junitxml -e -s --tb --basetemp":
        "value",
    },
    operands: ["value"],
    does: (run) => {
      for (const file of madeFilesLike(run, ["test_*.py", "*_test.py", "conftest.py"]))
        interpret(run, "python", file);
      return outputFlow;
    },
  },
  {
    names: ["ipython", "bpython", "ptpython"],
    options: { "-c": "value" },
    does: (run) =>
      value(run, "-c") === undefined
        ? outputFlow
        : runWords(run, [literalWord("python"), literalWord("-c"), ...values(run, "-c")]),
  },
  {
    names: ["jupyter", "papermill", "streamlit", "gunicorn", "uvicorn", "flask", "celery", "django-admin"],
    options: { "-p --port -m -c --config --app -A -b --bind": "value", "-e --env-file": "environment" },
    operands: ["value"],
  },
  {
    names: ["foreman", "honcho"],
    options: {
      "-e --env -f --procfile -d --root --app-root -c --concurrency -m --formation -p --port": "value",
    },
    does: startProcesses,
  },
  {
    names: ["ansible-python", "fab", "invoke", "inv"],
    options: { "-H --hosts": "host", "-i": "read" },
    does: (run) => remoteTasks(run),
  },
];

/** `foreman start -e FILE,FILE`, `foreman run CMD`. */
function startProcesses(run: Run): Flow {
  for (const { text, from } of values(run, "-e", "--env"))
    for (const file of text.split(",")) load(run, wordFrom(file, from));
  return operand(run, 0) === "run" ? runWords(run, run.operands.slice(1)) : outputFlow;
}

/** `fab -H host -- CMD`. */
function remoteTasks(run: Run): Flow {
  const marker = run.args.findIndex(({ text }) => text === "--");
  if (marker === -1) return outputFlow;
  const words: readonly Word[] = run.args.slice(marker + 1);
  return words[0] === undefined ? nothing : runText(run, words[0]);
}
