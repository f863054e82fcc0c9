import { effect, printSecret, sendFile, write } from "../act.ts";
import { type Flow, networkFlow, nothing, outputFlow } from "../flow.ts";
import { has, value, values } from "../given.ts";
import { isLocalHost } from "../hosts.ts";
import { wordFrom } from "../word.ts";
import { endpoints, localFiles, transfer } from "./cloud-transfers.ts";
import { destroys, dryRun, harmlessDestroys, verbs } from "./cloud-verbs.ts";
import type { Run } from "./program.ts";
import { runElsewhere } from "./remote.ts";

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

export function aws(run: Run): Flow {
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
