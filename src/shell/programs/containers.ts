import { contact, effect, noteCode, read, readTree, send, write } from "../act.ts";
import { type Flow, isKnown, networkFlow, nothing, outputFlow } from "../flow.ts";
import { has, operand, value, values } from "../given.ts";
import { perform } from "../perform.ts";
import { deeper, subshell } from "../state.ts";
import { type Word, wordFrom } from "../word.ts";
import { after } from "./after.ts";
import { execute, runContainer, runInside } from "./container-run.ts";
import { installFrom } from "./install-sources.ts";
import type { Behaviour, Program, Run } from "./program.ts";

/** Options of run, create and exec that take a value. */
const runValues =
  "-a --attach --add-host --annotation --blkio-weight --cap-add --cap-drop --cgroup-parent --cgroupns --cidfile --cpus --cpu-shares -c --cpuset-cpus --device --dns --domainname --entrypoint -e --env --env-file --expose --gpus --group-add --health-cmd --health-interval -h --hostname --ip --ipc --isolation -l --label --label-file --link --log-driver --log-opt --mac-address -m --memory --memory-swap --mount --name --network --net --network-alias --oom-score-adj --pid --pids-limit --platform -p --publish --pull --restart --runtime --security-opt --shm-size --stop-signal --stop-timeout --storage-opt --sysctl --tmpfs --ulimit -u --user --userns --uts -v --volume --volume-driver --volumes-from -w --workdir --detach-keys --index -f --file --project-name --profile";

/** `docker cp A B`: one of both is `CONTAINER:path`. */
function copy(run: Run): Flow {
  const [source, target] = run.operands;
  if (source === undefined || target === undefined) return nothing;
  const inContainer = (word: Word): boolean => /^[^/.~][^/:]*:/.test(word.text);
  if (!inContainer(source) && source.text !== "-") readTree(run, source);
  if (!inContainer(target)) {
    if (target.text === "-") return outputFlow;
    write(run, target, outputFlow);
  }
  return nothing;
}

/** `docker login -p SECRET HOST`: the secret goes to the registry that it is for. */
function login(run: Run): Flow {
  const host = run.operands[0]?.text ?? "docker.io";
  const target = /^[\w-]+\.[\w.-]+|^localhost/.test(host) ? contact(run, host) : "docker.io";
  const generic = target === "docker.io" || target === "";
  // Docker's own client with Docker's own hub: whatever the variable is called, it is meant for it.
  for (const word of values(run, "-p", "--password"))
    if (!generic)
      send(run, { text: word.text, from: { ...nothing.from, variables: word.from.variables } }, [target]);
  return nothing;
}

function build(run: Run): Flow {
  for (const file of values(run, "-f", "--file", "--iidfile")) read(run, file);
  for (const { text } of values(run, "--secret")) {
    const file = /(?:src|source)=([^,]+)/.exec(text)?.[1];
    if (file !== undefined) read(run, wordFrom(file, nothing.from));
  }
  for (const word of run.operands) if (/:\/\//.test(word.text)) installFrom(run, word);
  if (run.operands.some(({ text }) => text === "-") && run.io.stdin.from.network) noteCode(run, networkFlow);
  return outputFlow;
}

const harmless: Behaviour = { style: "raw" };
const runs: Behaviour = { style: "posix", options: { [runValues]: "value" }, does: runContainer };
const execs: Behaviour = { style: "posix", options: { [runValues]: "value" }, does: execute };
const removesVolumes: Behaviour = { effects: ["container:volume-rm"] };
const builds: Behaviour = {
  options: {
    "-f --file -t --tag --build-arg --target --platform --cache-from --cache-to -o --output --secret --ssh --label --network --iidfile --progress --builder":
      "value",
  },
  does: build,
};

/** Without an option only what has no name or isn't used goes. */
const prune: Behaviour = {
  options: { "--filter": "value" },
  when: { "-a": "container:prune", "--all": "container:prune", "--volumes": "container:prune" },
};

/** Removing containers with `-v` takes their volumes. */
const removeContainers = (run: Run): Flow => {
  if (has(run, "-v", "--volumes")) effect(run, "container:volume-rm");
  return outputFlow;
};

const save = (run: Run): Flow => {
  const file = value(run, "-o", "--output");
  if (file !== undefined) write(run, file, outputFlow);
  return outputFlow;
};

const composeOptions =
  "-f --file -p --project-name --profile --project-directory --ansi --progress --parallel";

function composeDown(run: Run): Flow {
  if (has(run, "-v", "--volumes")) effect(run, "container:volume-rm");
  return outputFlow;
}

const compose: Behaviour = {
  style: "posix",
  options: { [composeOptions]: "value", "--env-file": "environment" },
  subcommands: {
    "down rm": { does: composeDown },
    exec: { style: "posix", options: { "-e --env -u --user -w --workdir --index": "value" }, does: execute },
    run: { style: "posix", options: { [runValues]: "value" }, does: runContainer },
    cp: { does: copy },
    build: builds,
  },
  otherwise: harmless,
};

const commands: Readonly<Record<string, Behaviour>> = {
  "run create": runs,
  exec: execs,
  cp: { options: {}, does: copy },
  compose,
  "build buildx": {
    style: "posix",
    does: (run) => perform({ ...run, args: withoutVerb(run), operands: [] }, builds),
  },
  login: { options: { "-u --username -p --password": "value" }, does: login },
  system: {
    subcommands: { prune },
    otherwise: harmless,
  },
  volume: { subcommands: { "rm remove prune": removesVolumes }, otherwise: harmless },
  "container image network": {
    subcommands: {
      run: runs,
      exec: execs,
      cp: { does: copy },
      rm: { does: removeContainers },
      prune,
    },
    otherwise: harmless,
  },
  rm: { does: removeContainers },
  "save export": { options: { "-o --output": "value" }, does: save },
  "load import": {
    options: { "-i --input": "read" },
    does: (run) =>
      after(
        run.operands.map((word) => word.text !== "-" && read(run, word)),
        outputFlow,
      ),
  },
  "swarm stack service secret config node context plugin": {
    subcommands: {
      "rm remove leave": { effects: ["infra:destroy"] },
      create: { operands: ["value", "read"] },
    },
    otherwise: harmless,
  },
};

/** `buildx build …` and `build …` are the same. */
const withoutVerb = (run: Run): readonly Word[] =>
  operand(run, 0) === "build" || operand(run, 0) === "bake" ? run.args.slice(1) : run.args;

/** `unshare`-like tools that give a shell in a machine: `lxc exec NAME -- CMD`, `vagrant ssh -c CMD`, `wsl CMD`. */
function runAfterDashes(run: Run): Flow {
  const marker = run.args.findIndex(({ text }) => text === "--");
  const words = marker === -1 ? run.operands.slice(2) : run.args.slice(marker + 1);
  return words.length === 0 ? outputFlow : runInside(run, words, []);
}

const machineCommand = (run: Run): Flow => {
  const [code] = values(run, "-c", "--command");
  if (code === undefined || !isKnown(code)) return outputFlow;
  const inner = subshell(run.shell, {
    remote: { mounts: [], container: true },
    cwd: "/vagrant",
    variables: new Map(),
  });
  run.shell.draft.wrappers.add(run.program);
  return deeper(run.shell, () => inner.walker.text(inner, code.text, run.io), nothing);
};

export const containers: readonly Program[] = [
  {
    names: ["docker", "podman", "nerdctl", "finch", "docker.io", "orb"],
    style: "posix",
    options: {
      "-H --host -c --context --config -l --log-level --tlscacert --tlscert --tlskey --connection --namespace -n":
        "value",
    },
    subcommands: commands,
    otherwise: harmless,
  },
  { names: ["docker-compose", "podman-compose"], ...compose },
  { names: ["buildah"], subcommands: { run: runs, "bud build": builds }, otherwise: harmless },
  {
    names: ["lxc", "incus"],
    subcommands: { exec: { style: "raw", does: runAfterDashes }, delete: { effects: ["infra:destroy"] } },
    otherwise: harmless,
  },
  {
    names: ["multipass", "limactl", "colima", "machinectl"],
    subcommands: {
      "exec shell run enter": { style: "raw", does: runAfterDashes },
      "delete purge rm": { effects: ["infra:destroy"] },
    },
    otherwise: harmless,
  },
  {
    names: ["vagrant"],
    subcommands: {
      ssh: { options: { "-c --command": "value" }, does: machineCommand },
      destroy: { effects: ["infra:destroy"] },
    },
    otherwise: harmless,
  },
  {
    names: ["act", "devcontainer", "earthly", "dagger"],
    style: "gnu",
    options: {
      "-W --workflows -e --eventpath": "read",
      "--env-file": "environment",
      "--secret-file": "environment",
      "-s --secret --env -P -j --workspace-folder": "value",
    },
    operands: ["value"],
  },
];
