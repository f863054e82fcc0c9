import { effect, read } from "../act.ts";
import { type Flow, outputFlow } from "../flow.ts";
import { has, values } from "../given.ts";
import { type Word, wordFrom } from "../word.ts";
import { runShellText } from "./git-config.ts";
import { useRegistry } from "./install-sources.ts";
import type { Run } from "./program.ts";

/** Maven's goals: deploying is publishing, exec:exec runs a program. */
export function maven(run: Run): Flow {
  for (const file of values(run, "-s", "--settings", "-gs", "-f", "--file")) read(run, file);
  for (const word of values(run, "-D", "--define")) mavenProperty(run, word);
  const goals = run.operands.map(({ text }) => text);
  if (
    goals.some((goal) =>
      /^(deploy|(?=[^:]*deploy)[\w.-]+:deploy\S*|release:perform|nexus-staging:\S+)$/.test(goal),
    )
  )
    effect(run, "package:publish");
  return outputFlow;
}

function mavenProperty(run: Run, { text, from }: Word): void {
  const [, name = "", setting = ""] = /^([\w.]+)=(.*)$/s.exec(text) ?? [];
  if (/remoterepositories|repositoryurl|altdeploymentrepository/i.test(name))
    useRegistry(run, wordFrom(setting.replace(/^.*::/, ""), from));
  if (name === "exec.executable") runShellText(run, wordFrom(setting, from));
}

export function gradle(run: Run): Flow {
  for (const file of values(run, "-I", "--init-script", "-b", "--build-file")) read(run, file);
  const tasks = run.operands.map(({ text }) => text.replace(/^.*:/, ""));
  if (
    !has(run, "-m", "--dry-run") &&
    tasks.some((task) =>
      /^(publish(?!.*MavenLocal)(AllPublications|To|Plugins|\b|[A-Z]).*|uploadArchives|bintrayUpload)$/.test(
        task,
      ),
    )
  )
    effect(run, "package:publish");
  return outputFlow;
}
