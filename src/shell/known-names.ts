import { globMatches } from "./glob.ts";
import { upToLast } from "./scan.ts";

/** Folders of the root that verdicts depend on. */
const inRoot = "home Users root etc usr bin sbin lib lib64 boot sys proc System Library".split(" ");

/** Files and folders that verdicts depend on wherever they lie. */
const hidden =
  ".prempti .claude .codex .gemini .copilot .cursor .vscode .git .github .husky .mcp.json .npmrc .pypirc .yarnrc.yml".split(
    " ",
  );

/** What lies in the folders of `hidden`. */
const inHidden =
  "settings.json settings.local.json config.toml config.yaml hooks.json mcp.json tasks.json hooks workflows rules run bin log authorized_keys".split(
    " ",
  );

/** Most readings of one pattern. */
const mostReadings = 4;

/** Paths with the parts written out in which a pattern fits a name that verdicts depend on: `/u?r/x` is `/usr/x`. */
export function knownReadings(pattern: string): readonly string[] {
  if (!pattern.startsWith("/")) return [];
  let open: readonly string[] = [""];
  for (const part of pattern.split("/").slice(1))
    open = open
      .flatMap((path) => namesFor(part, path).map((name) => `${path}/${name}`))
      .slice(0, mostReadings);
  return open.filter((path) => path !== pattern);
}

function namesFor(part: string, above: string): readonly string[] {
  if (!/[*?[]/.test(part)) return [part];
  const known = above === "" ? inRoot : hidden.some((name) => above.endsWith(`/${name}`)) ? inHidden : hidden;
  // Behind the last bracket none is closed: looking for its end anew at each takes the square of the time.
  const closed = upToLast(part, "]");
  const open = part.slice(closed.length);
  const letters = (closed.replace(/\[[^\]]*\]/g, "") + open).replace(/[*?.]/g, "").length;
  // `.g*` and `*` mean no name in particular; the root has few names.
  if (letters < (above === "" ? 1 : 2)) return [part];
  const fitting = known.filter(
    (name) => name.startsWith(".") === part.startsWith(".") && globMatches(part, name, false),
  );
  return fitting.length === 0 ? [part] : fitting;
}
