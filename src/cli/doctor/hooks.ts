import { agentsNamed } from "../hook-files.ts";
import { verify } from "../verify/verify.ts";
import { type Check, type Finding, failed, ok, warning } from "./finding.ts";

/** The way that every call of an agent takes: by each registered hook, for each class of tools. */
export const hooksCheck: Check = async ({ home, homeOption, status: { agents }, around }) => {
  const findings: Finding[] = [];
  for (const { agent, label } of agents.filter(({ registered }) => registered))
    for (const settings of agentsNamed([agent])) {
      const { classes } = await verify(settings, { home, homeOption, around });
      if (classes.length > 0) findings.push(findingFor(`${label}'s hook`, classes));
    }
  return findings;
};

type Classes = Awaited<ReturnType<typeof verify>>["classes"];

function findingFor(what: string, classes: Classes): Finding {
  const [broken] = classes.filter(({ state }) => state === "broken");
  if (broken !== undefined) return failed(what, `${broken.class}: ${broken.detail}`, "prempti verify");
  const [open] = classes.filter(({ state }) => state === "open");
  if (open !== undefined) return warning(what, `${open.class}: ${open.detail}`, "prempti verify");
  const slowest = Math.max(...classes.map(({ took = 0 }) => took));
  return ok(what, `${classes.length} classes of tools are blocked, in ${slowest.toFixed(0)} ms at most`);
}
