import { effect } from "../act.ts";
import { type Flow, outputFlow } from "../flow.ts";
import { has } from "../given.ts";
import type { Program, Run } from "./program.ts";

/** What an agent may ask of its own guard: everything that changes nothing. */
const harmless =
  /^(status|logs|rules|eval|explain|replay|fields|demo|health|version|help|start|restart|enable|install|)$/;

/** `prempti mode monitor`, `hook remove`, `stop` …: with any global option before or between. */
function guard(run: Run): Flow {
  if (has(run, "--help", "-h", "--version")) return outputFlow;
  const [verb = "", object = ""] = run.operands.map(({ text }) => text.toLowerCase());
  if (verb === "mode") {
    if (object !== "" && object !== "guardrails") effect(run, "guard:tamper");
  } else if (verb === "hook") {
    if (/^(remove|rm|delete|disable|uninstall)$/.test(object) || object.includes("\uFFFC"))
      effect(run, "guard:tamper");
  } else if (verb === "rules") {
    if (/^(remove|rm|disable|delete|reset|edit|add|set)$/.test(object)) effect(run, "guard:tamper");
  } else if (verb === "approvals") {
    if (object !== "" && object !== "list") effect(run, "guard:tamper");
  } else if (!harmless.test(verb)) effect(run, "guard:tamper");
  return outputFlow;
}

const removes = /^(?:uninstall|un|rm|remove|unlink|purge|delete|autoremove|erase|-R\w*)$/;
const ownPackage = /^(?:@[\w.-]+\/)?prempti(?:@.*)?$/;

/** `npm uninstall -g prempti`: its own package, taken away by whatever brought it. */
function removePackage(run: Run): undefined {
  const texts = run.args.map(({ text }) => text);
  if (texts.some((text) => removes.test(text)) && texts.some((text) => ownPackage.test(text)))
    effect(run, "guard:tamper");
}

/** What package managers can do to the guard; see `additions.ts`. */
export const guardRemovers: readonly Program[] = [
  {
    names: [
      ..."npm pnpm yarn bun brew apt apt-get dnf yum pacman apk zypper scoop choco winget snap".split(" "),
      ..."pip pip3 pipx cargo nix-env volta mise asdf uv gem".split(" "),
    ],
    style: "raw",
    does: removePackage,
  },
];

export const premptis: readonly Program[] = [
  {
    names: ["prempti", "premptictl"],
    options: {
      "--home --since -n --verdict --rule --session --agent --tool --input --rules --transport --scope --rule-matching":
        "value",
    },
    does: guard,
  },
];
