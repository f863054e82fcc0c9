import { contact, effect, printSecret, read, readTree, send, write } from "../act.ts";
import { type Flow, networkFlow, nothing, outputFlow } from "../flow.ts";
import { has, operand, value, values } from "../given.ts";
import { isLocalHost } from "../hosts.ts";
import { setInside } from "../set-variable.ts";
import { deeper, subshell } from "../state.ts";
import type { Word } from "../word.ts";
import { after } from "./after.ts";
import { installFrom } from "./install-sources.ts";
import type { Behaviour, Program, Run } from "./program.ts";

const common = {
  "-n --namespace --context --cluster --user -s --server --token --as --as-group --request-timeout --v -v -o --output -l --selector --field-selector -c --container --timeout --sort-by --field-manager --type -p --patch --tail --since --cascade --grace-period --image --replicas --for --template --chunk-size -L --label-columns --overrides --restart --env --port --target-port --name --from-literal --docker-password --docker-username --docker-server --docker-email --verb":
    "value",
  "--kubeconfig --certificate-authority --client-certificate --client-key": "read",
} as const;

const dryRun = (run: Run): boolean =>
  run.options.some(
    ({ name, value: given }) => name === "--dry-run" && given?.text !== "none" && given?.text !== "false",
  );

function manifests(run: Run): void {
  for (const file of values(
    run,
    "-f",
    "--filename",
    "-k",
    "--kustomize",
    "--from-file",
    "--from-env-file",
    "--patch-file",
  )) {
    if (file.text.includes("://")) contact(run, file.text);
    else if (file.text !== "-") read(run, { ...file, text: file.text.replace(/^[\w.-]+=(?=[./~\w])/, "") });
  }
}

function deletes(run: Run): Flow {
  manifests(run);
  if (!dryRun(run)) effect(run, "cluster:delete");
  return outputFlow;
}

function applies(run: Run): Flow {
  manifests(run);
  if (has(run, "--prune", "--force") && !dryRun(run)) effect(run, "cluster:delete");
  return outputFlow;
}

/** `kubectl exec POD -- command`. */
function executes(run: Run): Flow {
  const marker = run.args.findIndex(({ text }) => text === "--");
  const command: readonly Word[] = marker === -1 ? run.operands.slice(1) : run.args.slice(marker + 1);
  if (command.length === 0) return outputFlow;
  run.shell.draft.wrappers.add(run.program);
  const inner = subshell(run.shell, {
    remote: { mounts: [], container: true },
    cwd: "/app",
    variables: new Map(),
  });
  return deeper(run.shell, () => inner.walker.words(inner, command, run.io), nothing);
}

/** `kubectl run NAME --image=X -- command`. */
function runsPod(run: Run): Flow {
  for (const word of values(run, "--env")) setInside(run.shell, word);
  if (
    /"privileged"\s*:\s*true|"hostPID"\s*:\s*true|"hostPath"/.test(value(run, "--overrides")?.text ?? "") ||
    has(run, "--privileged")
  )
    effect(run, "container:privileged");
  return run.args.some(({ text }) => text === "--") ? executes(run) : outputFlow;
}

/** `kubectl cp POD:path here`. */
function copies(run: Run): Flow {
  const [source, target] = run.operands;
  const inPod = (word: Word): boolean => /^[^/.~][^:]*:/.test(word.text);
  if (source !== undefined && !inPod(source)) readTree(run, source);
  if (target !== undefined && !inPod(target)) write(run, target, outputFlow);
  return nothing;
}

/** Secrets of a cluster, decoded or not. */
function gets(run: Run): Flow {
  const secrets = run.operands.some(({ text }) => /^secrets?([/,]|$)/.test(text));
  const shown = /json|yaml|template|path|custom-columns/.test(value(run, "-o", "--output")?.text ?? "");
  manifests(run);
  return secrets && shown ? printSecret(run) : outputFlow;
}

function configures(run: Run): Flow {
  if (operand(run, 0) === "view" && has(run, "--raw")) effect(run, "secret:print");
  if (
    /^(set|set-context|set-cluster|set-credentials|unset|delete-context|delete-cluster|delete-user)$/.test(
      operand(run, 0),
    ) &&
    !has(run, "--kubeconfig")
  )
    effect(run, "infra:destroy");
  return outputFlow;
}

const harmless: Behaviour = { options: common, does: (run) => after(manifests(run), outputFlow) };
const manifestOptions = {
  ...common,
  "-f --filename -k --kustomize --from-file --from-env-file --patch-file": "value",
} as const;

const debugs = (run: Run): Flow => {
  if (/^nodes?\//.test(operand(run, 0)) || /sysadmin/.test(value(run, "--profile")?.text ?? ""))
    effect(run, "container:privileged");
  return runsPod(run);
};

/** helm's charts come from repositories, which are hosts. */
function chart(run: Run): Flow {
  for (const word of run.operands) if (word.text.includes("://")) contact(run, word.text);
  for (const url of values(run, "--repo")) contact(run, url.text);
  for (const file of values(run, "-f", "--values")) if (!file.text.includes("://")) read(run, file);
  return outputFlow;
}

const uninstalls = (run: Run): Flow => {
  if (!has(run, "--dry-run")) effect(run, "cluster:delete");
  return outputFlow;
};

const helmOptions = {
  ...common,
  "-f --values --set --set-string --set-file --version --repo -d --destination --post-renderer": "value",
} as const;

const argo = (run: Run): Flow => {
  const words = run.operands.map(({ text }) => text);
  if (words.includes("delete") || words.includes("uninstall") || words.includes("terminate-op"))
    effect(run, "cluster:delete");
  return outputFlow;
};

const servesCluster: Behaviour = {
  options: common,
  does: (run) =>
    has(run, "--address") && !isLocalHost(value(run, "--address")?.text ?? "")
      ? after(effect(run, "net:expose-port"), outputFlow)
      : outputFlow,
};

/** `kubectl set env deploy/x NAME=VALUE`. */
function setsEnvironment(run: Run): Flow {
  if (operand(run, 0) === "env")
    for (const word of [...values(run, "-e", "--env"), ...run.operands.slice(1)]) setInside(run.shell, word);
  return outputFlow;
}

export const kubernetes: readonly Program[] = [
  {
    names: ["kubectl", "oc", "k", "k3s-kubectl", "kubecolor", "microk8s.kubectl"],
    style: "posix",
    options: common,
    subcommands: {
      "delete drain": { options: manifestOptions, does: deletes },
      "apply replace create patch edit": { options: manifestOptions, does: applies },
      exec: { style: "posix", options: common, does: executes },
      run: { options: common, does: runsPod },
      debug: { options: common, does: debugs },
      cp: { options: common, does: copies },
      get: { options: manifestOptions, does: gets },
      config: { options: common, does: configures },
      set: { options: { ...common, "-e": "value" }, does: setsEnvironment },
      "port-forward proxy": { ...servesCluster, options: { ...common, "--address": "value" } },
    },
    otherwise: harmless,
  },
  {
    names: ["helm"],
    style: "posix",
    options: { ...helmOptions },
    subcommands: {
      "uninstall delete del un": { options: helmOptions, does: uninstalls },
      "install upgrade template pull show": { options: helmOptions, does: chart },
      repo: { options: helmOptions, does: chart },
      plugin: {
        options: helmOptions,
        does: (run) =>
          run.operands[1] === undefined || operand(run, 0) !== "install"
            ? nothing
            : after(installFrom(run, run.operands[1]), networkFlow),
      },
      get: { options: helmOptions },
    },
    otherwise: { options: helmOptions },
  },
  {
    names: ["helmfile"],
    style: "posix",
    options: { "-f --file -e --environment -n -l --selector": "value" },
    subcommands: { "destroy delete": { effects: ["cluster:delete"] } },
    otherwise: { style: "raw" },
  },
  {
    names: ["kind", "minikube", "k3d", "eksctl", "kops", "talosctl", "microk8s", "rancher"],
    subcommands: { "delete uninstall reset": { effects: ["cluster:delete"] }, node: { does: argo } },
    otherwise: { style: "raw" },
  },
  {
    names: [
      "argocd",
      "argo",
      "flux",
      "istioctl",
      "linkerd",
      "velero",
      "kustomize",
      "skaffold",
      "tilt",
      "stern",
      "k9s",
      "kubectx",
      "kubens",
    ],
    does: argo,
  },
  {
    names: ["kubeadm"],
    subcommands: { reset: { effects: ["cluster:delete"] } },
    otherwise: { style: "raw" },
  },
  { names: ["kubeseal"], does: (run) => after(send(run, run.io.stdin, ["localhost"]), outputFlow) },
];
