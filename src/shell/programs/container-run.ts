import { effect, load, read, readTree } from "../act.ts";
import { type Flow, nothing, outputFlow } from "../flow.ts";
import { has, value, values } from "../given.ts";
import { absolutePath, baseName } from "../paths.ts";
import { sensitiveFilesLike } from "../sensitive.ts";
import { setInside } from "../set-variable.ts";
import { deeper, subshell } from "../state.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import type { Run } from "./program.ts";

/** Where the container sees a folder, and where it lies on this machine. */
type Mount = readonly [string, string];

/** `HERE:THERE[:ro]`, `type=bind,source=HERE,target=THERE`; named volumes are nobody's files. */
function mountOf(run: Run, { text }: Word): Mount | undefined {
  const long = /(?:^|,)(?:source|src)=([^,]+)/.exec(text)?.[1];
  if (long !== undefined) {
    const there = /(?:^|,)(?:target|dst|destination)=([^,]+)/.exec(text)?.[1] ?? "/";
    return [there, absolutePath(run.shell, long)];
  }
  const [, here = "", there = ""] = /^([^:]+|[A-Za-z]:[\\/][^:]*):([^:]+)(?::[^:]*)?$/.exec(text) ?? [];
  return /^[./~]/.test(here) || here.includes("\uFFFC") ? [there, absolutePath(run.shell, here)] : undefined;
}

/** Runs a command where the container is; what it does to mounted folders it does here. */
export function runInside(run: Run, command: readonly Word[], mounts: readonly Mount[]): Flow {
  run.shell.draft.wrappers.add(run.program);
  const cwd = value(run, "-w", "--workdir")?.text ?? mounts[0]?.[0] ?? "/app";
  const inner = subshell(run.shell, { remote: { mounts, container: true }, cwd, variables: new Map() });
  return deeper(run.shell, () => inner.walker.words(inner, command, run.io), nothing);
}

/** Mounting a folder shows the container all of it; only those that hold secrets are worth telling. */
function noteMounts(run: Run, mounts: readonly Mount[]): void {
  const { home } = run.shell.place;
  for (const [, here] of mounts) {
    const secret =
      sensitiveFilesLike(here, run.shell.cwd, home).length > 0 ||
      new RegExp(
        `^${escaped(home)}/\\.(ssh|aws|gnupg|kube|azure|docker|config/gcloud|config/gh|password-store|claude|codex|prempti)(/|$)`,
      ).test(here);
    if (secret && home !== "") readTree(run, wordFrom(here, nothing.from));
    if (here === "/" || here === "/etc" || here === "/root") effect(run, "container:privileged");
    if (/docker\.sock$|containerd\.sock$|podman\.sock$/.test(here)) effect(run, "container:privileged");
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function noteEnvironment(run: Run): void {
  for (const file of values(run, "--env-file")) load(run, file);
  for (const word of values(run, "-e", "--env")) setInside(run.shell, word);
  for (const file of values(run, "--label-file", "--cidfile")) if (file.text !== "") read(run, file);
}

function noteRights(run: Run): void {
  const given = (name: string, pattern: RegExp): boolean =>
    values(run, name).some(({ text }) => pattern.test(text));
  const rights =
    has(run, "--privileged") ||
    given("--cap-add", /^(CAP_)?(SYS_ADMIN|ALL|SYS_PTRACE|SYS_MODULE|DAC_READ_SEARCH)$/i) ||
    given("--device", /^\/dev\/(sd|nvme|vd|mem|kmem)/) ||
    given("--security-opt", /apparmor[=:]unconfined/);
  const joinsHost =
    given("--pid", /^host$/) &&
    (has(run, "--privileged") || run.operands.some(({ text }) => text === "nsenter"));
  if (rights || joinsHost) effect(run, "container:privileged");
}

/** Images whose entry point is a program, by the last part of their names. */
const imagePrograms: ReadonlyMap<string, string> = new Map([
  ...["curl", "git", "helm", "kubectl", "mc", "rclone", "restic", "socat", "terraform", "tofu", "wget"].map(
    (name) => [name, name] as const,
  ),
  ["aws-cli", "aws"],
  ["curl-base", "curl"],
  ["curl-multi", "curl"],
  ["httpie", "http"],
  ["opentofu", "tofu"],
]);

/** The program that an image runs by itself: `alpine/git push --force`, `curlimages/curl URL`. */
function entryPoint(image: Word | undefined, [first]: readonly Word[]): Word | undefined {
  const name = (image?.text ?? "").replace(/@.*$/s, "").replace(/:[^:/]*$/, "");
  const program = imagePrograms.get(baseName(name));
  if (program === undefined || first === undefined) return undefined;
  return first.text === program || /^(\/bin\/)?(ba|a|da)?sh$/.test(first.text)
    ? undefined
    : literalWord(program);
}

/** `docker run [options] IMAGE [command]`. */
export function runContainer(run: Run): Flow {
  const [image, ...command] = run.operands;
  const mounts = values(run, "-v", "--volume", "--mount")
    .map((word) => mountOf(run, word))
    .filter((mount) => mount !== undefined);
  noteEnvironment(run);
  noteRights(run);
  noteMounts(run, mounts);
  const entry = value(run, "--entrypoint") ?? entryPoint(image, command);
  const words = entry === undefined ? command : [entry, ...command];
  return words.length === 0 ? outputFlow : runInside(run, words, mounts);
}

/** `docker exec [options] CONTAINER command`. */
export function execute(run: Run): Flow {
  noteEnvironment(run);
  noteRights(run);
  return run.operands.length < 2 ? outputFlow : runInside(run, run.operands.slice(1), []);
}
