import { effect, printSecret, read, sendFile, write } from "../act.ts";
import { type Flow, networkFlow, nothing, outputFlow } from "../flow.ts";
import { operand, values } from "../given.ts";
import { aws } from "./aws.ts";
import { copyAnywhere, localFiles, share, storage } from "./cloud-transfers.ts";
import { destroys, dryRun, verbs } from "./cloud-verbs.ts";
import type { Behaviour, Program, Run } from "./program.ts";
import { runElsewhere } from "./remote.ts";

/** gcloud, az and the like: the verb stands anywhere among the words. */
function verbAnywhere(run: Run): Flow {
  const words = verbs(run);
  localFiles(run);
  if (printsSecret(words)) return printSecret(run);
  if (words.includes("ssh"))
    for (const word of values(run, "--command", "-C", "-c")) runElsewhere(run, [word], nothing);
  const copies = words.findIndex((word) => /^(cat|cp|rsync|mv|sync|scp)$/.test(word));
  if (copies !== -1 && words.slice(0, copies).some((word) => /^(storage|compute|s3|gs)$/.test(word)))
    return copyAnywhere(run, words[copies] ?? "", run.operands.slice(copies + 1));
  const upload = words.indexOf("upload") !== -1 || words.indexOf("upload-batch") !== -1;
  if (upload) for (const file of values(run, "--file", "-f", "--source", "-s")) sendFile(run, file, []);
  if (words.includes("download"))
    for (const file of values(run, "--file", "-f")) write(run, file, networkFlow);
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
