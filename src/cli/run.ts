import { Cli } from "clipanion";
import { version } from "../platform/version.ts";
import { nearest } from "../rules/nearest.ts";
import type { World } from "./command.ts";
import { commands } from "./commands.ts";
import { commandHelp, overview, pathOf } from "./help.ts";
import { paintFor } from "./paint.ts";
import { Refusal, report } from "./refusal.ts";

/** Runs one command line in this process and gives its exit code: 0 clean, 1 findings or refused, 2 broken or misused. */
export async function run(args: readonly string[]): Promise<number> {
  // `prempti logs | head` is no error: whoever read has seen enough.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  const { stdin, stdout, stderr, env } = process;
  const colours = env["FORCE_COLOR"] ? true : stdout.isTTY === true && env["TERM"] !== "dumb";
  return runIn(args, {
    stdin,
    stdout,
    stderr,
    env,
    colorDepth: 1,
    cwd: process.cwd(),
    paint: paintFor(colours && !env["NO_COLOR"]),
  });
}

/** The same with streams, environment and folder given. */
export async function runIn(args: readonly string[], world: World): Promise<number> {
  const cli = Cli.from<World>([...commands], { binaryName: "prempti", enableColors: false });
  const own = args.slice(0, args.includes("--") ? args.indexOf("--") : undefined);
  const paint = own.includes("--no-color") ? paintFor(false) : world.paint;
  const plain = own.filter((word) => !word.startsWith("-"));
  const wantsHelp = plain[0] === "help" || own.some((word) => word === "-h" || word === "--help");
  const words = plain[0] === "help" ? plain.slice(1) : plain;
  if (wantsHelp || own.every((word) => word === "--no-color")) {
    const definitions = cli.definitions();
    const found = definitions.find(
      (definition) => pathOf(definition) === longestPath(definitions.map(pathOf), words),
    );
    world.stdout.write(
      found === undefined ? overview(definitions, version(), paint) : commandHelp(found, paint),
    );
    return 0;
  }
  try {
    return await cli.run(cli.process([...args], world), world);
  } catch (error) {
    return report(misuse(error, cli.definitions().map(pathOf), words), world.stderr);
  }
}

/** The command that the first words name; "" when they name none. */
function longestPath(paths: readonly string[], words: readonly string[]): string {
  const line = `${words.join(" ")} `;
  return (
    paths
      .filter((path) => path !== "" && line.startsWith(`${path} `))
      .sort((a, b) => b.length - a.length)[0] ?? ""
  );
}

type Candidate = { readonly usage: string; readonly reason: string | null };

/** clipanion's complaint in our words. */
function misuse(error: unknown, paths: readonly string[], words: readonly string[]): unknown {
  const candidates = (error as { candidates?: readonly Candidate[] } | undefined)?.candidates;
  if (!(error instanceof Error) || candidates === undefined) return error;
  const path = longestPath(paths, words);
  if (path !== "") {
    const reason =
      candidates.find((candidate) => candidate.reason !== null)?.reason ?? "something is missing";
    return new Refusal(`prempti ${path}: ${plainReason(reason)}`, `prempti ${path} --help`);
  }
  const [group = ""] = words;
  const inGroup = paths
    .filter((known) => known.startsWith(`${group} `))
    .map((known) => known.slice(group.length + 1));
  if (words.length === 1 && inGroup.length > 0)
    return new Refusal(`prempti ${group} is not complete`, `prempti ${group} ${inGroup.join(" | ")}`);
  const near = nearest(words.slice(0, 2).join(" "), paths) ?? nearest(words[0] ?? "", paths);
  const hint = near === undefined ? "prempti --help" : `did you mean "prempti ${near}"?`;
  return new Refusal(`unknown command ${JSON.stringify(words.join(" "))}`, hint);
}

function plainReason(reason: string): string {
  const text = reason.replace(/\.$/, "").replace(/\("(.*)"\)/, `"$1"`);
  return text.charAt(0).toLowerCase() + text.slice(1);
}
