import {
  contact,
  effect,
  has,
  operand,
  printSecret,
  read,
  readTree,
  remove,
  send,
  sendFile,
  value,
  values,
  write,
} from "../act.ts";
import { type Flow, networkFlow, nothing, outputFlow } from "../flow.ts";
import { isLocalHost } from "../hosts.ts";
import { type Word, wordFrom } from "../word.ts";
import type { Behaviour, Program, Run } from "./program.ts";
import { runElsewhere } from "./remote.ts";

/** Verbs of cloud clients that take something away for good. */
const destroys =
  /^(delete|terminate|destroy|remove|purge|deregister|release|disable|revoke|cancel|abandon|undeploy|uninstall|rb|rm|schedule-key-deletion|wipe)(-|$)/;
/** Such verbs whose loss is small or none. */
const harmlessDestroys =
  /^(delete-message|remove-tags|delete-tags|remove-permission-x|cancel-query|delete-log-stream-x|release-notes)$/;

const verbs = (run: Run): readonly string[] =>
  has(run, "--help") ? [] : run.operands.map(({ text }) => text);

const isBucket = (text: string): boolean =>
  /^(s3|gs|oss|cos|b2|az|r2|minio|swift|abfss?|wasbs?):\/\//.test(text);

/** Uploads go to a bucket; to a store on this machine (`--endpoint-url http://localhost:4566`) they don't count. */
function endpoints(run: Run): readonly string[] {
  return values(run, "--endpoint-url", "--endpoint", "--api-endpoint", "--host").map((word) =>
    contact(run, word.text),
  );
}

/** `cp|mv|sync SOURCE TARGET` between this machine and buckets. */
function transfer(run: Run, verb: string, source: Word | undefined, target: Word | undefined): Flow {
  if (source === undefined || target === undefined) return outputFlow;
  const hosts = endpoints(run);
  const local = hosts.length > 0 && hosts.every(isLocalHost);
  const [up, down] = [isBucket(target.text), isBucket(source.text)];
  if (up && source.text === "-") send(run, run.io.stdin, hosts);
  else if (up && !down) {
    if (verb === "sync" || has(run, "--recursive", "-r", "-R")) readTree(run, source);
    sendFile(run, source, hosts);
  } else if (down && !up) {
    if (target.text === "-" || target.text === "/dev/stdout") return networkFlow;
    write(run, target, networkFlow);
  }
  if (verb === "mv" && !down) remove(run, source);
  if (has(run, "--delete", "-d", "--delete-unmatched-destination-objects", "--remove"))
    deleteExtra(run, up, local, target);
  return outputFlow;
}

function deleteExtra(run: Run, up: boolean, local: boolean, target: Word): void {
  if (!up) remove(run, target, true);
  else if (!local) effect(run, "cloud:delete");
}

const dryRun = (run: Run): boolean =>
  run.options.some(({ name }) => /^--(dry-?run|dryrun|help|no-execute-changeset)$/.test(name)) ||
  verbs(run).at(-1) === "help";

/** Names of files in values: `--body f`, `fileb://f`, `file://f`. */
function localFiles(run: Run): void {
  for (const { value: given } of run.options) {
    if (given === undefined) continue;
    const path = /^fileb?:\/\/(.+)$/s.exec(given.text)?.[1];
    if (path !== undefined) read(run, wordFrom(path, given.from));
  }
}

const awsSecrets =
  /^(get-secret-value|batch-get-secret-value|get-session-token|get-authorization-token|get-login-password|create-access-key|assume-role|export-credentials|get-federation-token|get-role-credentials)$/;

function awsPrints(run: Run, service: string, verb: string): Flow {
  const decrypts = /^get-parameters?(-by-path)?$/.test(verb) && has(run, "--with-decryption");
  const asksLogin = verb === "get-login-password" || verb === "get-authorization-token";
  if ((awsSecrets.test(verb) && !asksLogin) || decrypts) return printSecret(run);
  if (service === "configure" && verb === "get" && /secret|token|key/.test(verbs(run)[2] ?? ""))
    return printSecret(run);
  if (service === "configure" && verb === "export-credentials") return printSecret(run);
  if (service === "configure" && verb === "set") write(run, wordFrom("~/.aws/config", nothing.from));
  return outputFlow;
}

function aws(run: Run): Flow {
  const [service = "", verb = ""] = verbs(run);
  localFiles(run);
  const printed = awsPrints(run, service, verb);
  const hosts = endpoints(run);
  const local = hosts.length > 0 && hosts.every(isLocalHost);
  if (service === "s3" && /^(cp|mv|sync)$/.test(verb))
    return dryRun(run) ? outputFlow : transfer(run, verb, run.operands[2], run.operands[3]);
  if (service === "s3" && verb === "presign") return outputFlow;
  const body = value(run, "--body", "--zip-file");
  if (body !== undefined && !local)
    sendFile(run, wordFrom(body.text.replace(/^fileb?:\/\//, ""), body.from), hosts);
  if (verb === "get-object" && run.operands[2] !== undefined) write(run, run.operands[2], networkFlow);
  if (verb === "ssm" || service === "ssm") remoteCommands(run);
  if (
    destroys.test(verb) &&
    !harmlessDestroys.test(verb) &&
    !dryRun(run) &&
    !local &&
    service !== "configure"
  )
    effect(run, "cloud:delete");
  return printed;
}

/** `aws ssm send-command --parameters commands="…"`. */
function remoteCommands(run: Run): void {
  for (const { text, from } of values(run, "--parameters")) {
    const code = /commands?=\[?["']?(.*?)["']?\]?$/s.exec(text)?.[1];
    if (code !== undefined) runElsewhere(run, [wordFrom(code, from)], nothing);
  }
}

/** gcloud, az and the like: the verb stands anywhere among the words. */
function verbAnywhere(run: Run): Flow {
  const words = verbs(run);
  localFiles(run);
  if (printsSecret(words)) return printSecret(run);
  if (words.includes("ssh"))
    for (const word of values(run, "--command", "-C", "-c")) runElsewhere(run, [word], nothing);
  const copies = words.findIndex((word) => /^(cp|rsync|mv|sync|scp)$/.test(word));
  if (copies !== -1 && words.slice(0, copies).some((word) => /^(storage|compute|s3|gs)$/.test(word)))
    return copyAnywhere(run, words[copies] ?? "", run.operands.slice(copies + 1));
  const upload = words.indexOf("upload") !== -1 || words.indexOf("upload-batch") !== -1;
  if (upload) for (const file of values(run, "--file", "-f", "--source", "-s")) sendFile(run, file, []);
  for (const file of values(run, "--data-file", "--env-vars-file")) if (file.text !== "-") read(run, file);
  // The first words are groups; a resource may be called anything.
  if (words.slice(0, 5).some((word) => destroys.test(word)) && !dryRun(run)) effect(run, "cloud:delete");
  return outputFlow;
}

const printsSecret = (words: readonly string[]): boolean => {
  const text = words.join(" ");
  return /^(auth (application-default )?print-(access|identity)-token|secrets versions access|keyvault secret (show|download)|account get-access-token|storage account keys list|secrets? (get|show|download|export|reveal)|config:get|variables? get|auth token|tokens? show|access-tokens? show|env pull|credentials)/.test(
    text,
  );
};

function copyAnywhere(run: Run, verb: string, operands: readonly Word[]): Flow {
  const target = operands.at(-1);
  const remotePath = (text: string): boolean => isBucket(text) || /^[\w.@-]+:/.test(text);
  for (const source of operands.slice(0, -1)) {
    if (target === undefined) break;
    if (!remotePath(target.text) || isBucket(target.text)) transfer(run, verb, source, target);
    else if (!remotePath(source.text)) sendFile(run, source, []);
  }
  return outputFlow;
}

/** `gsutil cp`, `s3cmd put`, `mc cp`, `b2 upload-file`, `azcopy copy`. */
function storage(run: Run): Flow {
  const [verb = "", ...rest] = verbs(run);
  const words = run.operands.slice(1);
  if (/^(cp|mv|sync|rsync|copy|mirror)$/.test(verb)) {
    const target = words.at(-1);
    const there = (text: string): boolean =>
      isBucket(text) ||
      /^https?:/.test(text) ||
      (run.program === "mc" && /^[\w-]+\/\w/.test(text) && !text.startsWith("local/"));
    for (const source of words.slice(0, -1)) {
      if (target === undefined) break;
      if (there(target.text) && !there(source.text))
        sendFile(run, source, /^https?:/.test(target.text) ? [contact(run, target.text)] : []);
      else transfer(run, verb, source, target);
    }
  } else if (/^(put|upload|upload-file|upload_file|pipe)$/.test(verb)) {
    for (const word of words) if (!isBucket(word.text)) sendFile(run, word, []);
    if (verb === "pipe") send(run, run.io.stdin, []);
  } else if (/^(get|cat|download)$/.test(verb) && rest.length > 1) {
    const target = words.at(-1);
    if (target !== undefined && !isBucket(target.text)) write(run, target, networkFlow);
  } else if (/^(rm|rb|del|delete|remove|rd|delete-file|delete-bucket|purge)$/.test(verb))
    effect(run, "cloud:delete");
  return outputFlow;
}

const heroku = (run: Run): Flow => {
  const [verb = ""] = verbs(run);
  if (/:(destroy|delete|reset|remove|rollback)$/.test(verb)) effect(run, "cloud:delete");
  if (/^(config|config:get|auth:token|pg:credentials:url)$/.test(verb)) effect(run, "secret:print");
  if (verb === "run") runElsewhere(run, run.operands.slice(1), nothing);
  return outputFlow;
};

const awsOptions =
  "--region --profile --output --query --endpoint-url --cli-input-json --cli-input-yaml --body --bucket --key --function-name --zip-file --filters --instance-ids --parameters --secret-id --name --names --user-name --role-name --policy-arn --stack-name --template-file --template-body --cluster --service --services --log-group-name --since --acl --exclude --include --storage-class --content-type --cache-control --table-name --prefix --max-items --document-name --targets --role-arn --role-session-name --ca-bundle --color --cli-connect-timeout --cli-read-timeout --source --id --ids";

const anyOptions =
  "--project --region --zone -z --format --filter --limit --account --configuration --impersonate-service-account --flags-file --command -c --data-file --env-vars-file -g --resource-group -n --name --subscription -o --output --query --file -f --source -s --container-name --account-name --vault-name --id --app -a --org --team --token -t --scope --stage --env -e --config --site --dir --prod-branch --message -m --image --memory --port -p";

const general: Behaviour = { options: { [anyOptions]: "value" }, does: verbAnywhere };

const deploys = (run: Run): Flow => {
  for (const file of values(run, "--env-file")) read(run, file);
  if (/^(rm|remove|delete|destroy)$/.test(operand(run, 0))) effect(run, "cloud:delete");
  return verbAnywhere(run);
};

export const cloud: readonly Program[] = [
  { names: ["aws", "awslocal", "aliyun", "tccli", "wasabi"], options: { [awsOptions]: "value" }, does: aws },
  {
    names: [
      "gcloud",
      "az",
      "doctl",
      "oci",
      "ibmcloud",
      "linode-cli",
      "hcloud",
      "scw",
      "vultr-cli",
      "openstack",
      "civo",
      "upctl",
      "exo",
      "yc",
      "fly",
      "flyctl",
      "railway",
      "render",
      "koyeb",
      "supabase",
      "neonctl",
      "pscale",
      "planetscale",
      "turso-cli",
      "upstash",
      "convex",
      "firebase",
      "eas",
      "appwrite",
      "ocm",
      "rosa",
      "databricks",
      "cf",
      "confluent",
      "atlas",
      "okta",
      "sentry-cli",
      "datadog-ci",
      "newrelic",
    ],
    ...general,
  },
  {
    names: [
      "vercel",
      "now",
      "netlify",
      "ntl",
      "wrangler",
      "surge",
      "pages",
      "deployctl",
      "gh-pages",
      "cloudflare",
    ],
    options: { [anyOptions]: "value", "--env-file": "value" },
    does: deploys,
  },
  {
    names: [
      "gsutil",
      "s3cmd",
      "s4cmd",
      "s5cmd",
      "mc",
      "b2",
      "azcopy",
      "ossutil",
      "coscmd",
      "swift-cli",
      "megacmd",
      "gdrive",
      "dropbox_uploader",
      "onedrive",
    ],
    options: { "-c --config --access_key --secret_key --host --host-bucket -o -h": "value" },
    does: storage,
  },
  {
    names: [
      "transfer",
      "croc",
      "wormhole",
      "magic-wormhole",
      "ffsend",
      "send",
      "sendme",
      "portal",
      "woof",
      "qrcp",
      "termbin",
      "pastebinit",
      "wgetpaste",
      "gist",
      "ix",
      "sprunge",
      "0x0",
      "dpaste",
      "hastebin",
      "haste",
      "imgur-uploader",
      "transfersh",
    ],
    style: "gnu",
    options: { "-b -P -t -f -i -a": "value" },
    does: share,
  },
  { names: ["heroku"], options: { "-a --app -r --remote -t": "value" }, does: heroku },
];

/** Programs that give files to whoever has the code or the link. */
function share(run: Run): Flow {
  const [verb] = run.operands;
  if (/^(receive|recv|version|help)$/.test(verb?.text ?? "")) return networkFlow;
  for (const word of run.operands) if (!/^(send|share|upload)$/.test(word.text)) sendFile(run, word, []);
  send(run, run.io.stdin, []);
  return outputFlow;
}
