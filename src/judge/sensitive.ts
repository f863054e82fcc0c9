import { isGlob, isSpecific, mayMeet, meets, type Name, nameOf } from "./glob.ts";
import { lazily } from "./remember.ts";
import { keyNames, type Sensitive, sensitivePaths } from "./sensitive-paths.ts";

/** Of names that end in ".pem", those of certificates and public keys. */
const publicKey =
  /(?:^|[._-])(?:ca|cert|certs|certificate|chain|fullchain|public|pub|bundle|cacert|ca-bundle|roots?|isrgrootx1|global)(?=[._-])|\.pub\.pem$|cacert\.pem$/;

/** Folders and names of test material, relative to the working directory. */
const fixture =
  /(?:^|\/)(?:tests?|__tests__|specs?|testdata|test-data|test_data|fixtures?|__fixtures__|mocks?|__mocks__|examples?|samples?|e2e|node_modules|vendor|site-packages)(?:\/|$)/;

/** Ends of a .env name that say it holds no secrets. */
const envTemplate =
  /^\.env(?:\.[\w-]+)*[._-](?:example|examples|sample|template|tmpl|tpl|dist|defaults?|schema|md|txt|adoc|rst|d\.ts|ts|js|mjs|cjs|py|rb|go|rs|php|json|yaml|yml|spec|test-d|vault|encrypted|enc|age|gpg)$/;

/** The folders that decide what a pattern means. Lower case, without a slash at the end. */
export type SensitiveGround = { readonly cwd: string; readonly home: string };

/** Where a pattern of the table begins: at the root, at the home folder, or at any folder outside the working directory. */
type Base = "root" | "home" | "anywhere";

type Row = { readonly zone: Sensitive; readonly base: Base; readonly parts: readonly string[] };

const rows: readonly Row[] = Object.entries(sensitivePaths).flatMap(([zone, patterns]) =>
  patterns.map((pattern) => {
    const base = pattern.startsWith("~/") ? "home" : pattern.startsWith("//") ? "anywhere" : "root";
    return { zone: zone as Sensitive, base, parts: partsOf(pattern.replace(/^~/, "")) };
  }),
);

/** The rows of one base. What a path needs of them is made when a path first needs it: it is much, and most need little. */
type Group = {
  readonly base: Base;
  readonly rows: readonly Row[];
  /** What names at a base's beginning begin with; of no use where a pattern may begin anywhere. */
  readonly initials: ReadonlySet<string>;
  /** Rules out at once what no row means. */
  readonly any: () => RegExp;
  /** For plain paths. */
  readonly zones: () => readonly (readonly [Sensitive, RegExp])[];
  /** For shell patterns. */
  readonly patterns: () => Patterns;
};

type Patterns = {
  /** For a plain first name the rows that begin with it, and those that begin with a pattern. */
  readonly byFirst: ReadonlyMap<string, readonly Row[]>;
  /** The rows that begin with a pattern. */
  readonly starred: readonly Row[];
};

const groups: Readonly<Record<Base, Group>> = {
  root: group("root"),
  home: group("home"),
  anywhere: group("anywhere"),
};

function group(base: Base): Group {
  const own = rows.filter((row) => row.base === base);
  const start = base === "anywhere" ? "(?:^|/)" : "^";
  const test = (some: readonly Row[]) =>
    new RegExp(`${start}(?:${some.map(({ parts }) => expression(parts)).join("|")})$`);
  return {
    base,
    rows: own,
    initials: new Set(own.map(({ parts }) => parts[0]?.charAt(0) ?? "")),
    any: lazily(() => test(own)),
    zones: lazily(() =>
      [...Map.groupBy(own, ({ zone }) => zone)].map(([zone, some]) => [zone, test(some)] as const),
    ),
    patterns: lazily(() => patternsOf(own)),
  };
}

function patternsOf(own: readonly Row[]): Patterns {
  const starred = own.filter(({ parts }) => parts[0]?.includes("*"));
  const byFirst = new Map(
    [...Map.groupBy(own, ({ parts }) => parts[0] ?? "")].map(([name, some]) => [name, [...some, ...starred]]),
  );
  return { byFirst, starred };
}

function partsOf(path: string): readonly string[] {
  return path.split("/").filter((part) => part !== "");
}

/** The regular expression of a pattern; a `**` at its end means the folder itself too. */
function expression(parts: readonly string[]): string {
  const last = parts.length - 1;
  const name = (part: string) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*");
  return parts
    .map((part, at) => {
      if (part === "**") return at === last ? "(?:/.*)?" : "(?:[^/]+/)*";
      return at === last || (at === last - 1 && parts[last] === "**") ? name(part) : `${name(part)}/`;
    })
    .join("");
}

/** What a path, lower case, absolute and real, maybe a shell pattern, is known to hold; in no particular order. */
export function sensitiveZones(path: string, { cwd, home }: SensitiveGround): readonly Sensitive[] {
  const inside = below(path, cwd);
  const found = new Set<Sensitive>();
  const parts = partsOf(path);
  const fromHome = below(path, home);
  if (fromHome !== undefined) collectFrom(groups.home, fromHome, found);
  collectFrom(groups.root, path.startsWith("/") ? path.slice(1) : path, found);
  if (inside === undefined) collect(groups.anywhere, path, found);
  if (holdsKey(parts, inside)) found.add("private-key");
  if (holdsEnv(parts.at(-1) ?? "", inside)) found.add("dotenv");
  if (found.has("ssh") && isPublic(parts.at(-1) ?? "")) found.delete("ssh");
  return [...found];
}

/** `path` relative to `folder`, "" for the folder itself; undefined if it isn't below it. */
export function below(path: string, folder: string): string | undefined {
  if (folder === "") return undefined;
  if (path === folder) return "";
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

/** Whether a folder below the home folder, given relative to it in lower case, has protected paths below it. */
export function holdsSensitive(fromHome: string): boolean {
  const parts = partsOf(fromHome);
  return groups.home.rows.some(
    (row) => row.parts.length > parts.length && parts.every((part, at) => row.parts[at] === part),
  );
}

/** Templates, and test material of the working directory: what looks like a secret there is none. Lower case. */
export function isOpen(path: string, cwd: string): boolean {
  const inside = below(path, cwd);
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (inside !== undefined && fixture.test(inside)) || envTemplate.test(name);
}

function collectFrom(from: Group, path: string, found: Set<Sensitive>): void {
  const initial = path.charAt(0);
  if (from.initials.has(initial) || isGlob(initial)) collect(from, path, found);
}

/**
 * How many plain paths are compared with the rows one by one. The regular expressions, which are faster once they are
 * compiled, take 17 ms to compile: a hook that judges one call in its own process must not wait for them.
 */
const coldPaths = 256;

let pathsSeen = 0;

/** Adds what the rows of a base say of a path below it. */
function collect(from: Group, path: string, found: Set<Sensitive>): void {
  pathsSeen += 1;
  if (isGlob(path) || pathsSeen <= coldPaths) collectPattern(from, partsOf(path).map(nameOf), found);
  else if (from.any().test(path))
    for (const [zone, test] of from.zones()) if (test.test(path)) found.add(zone);
}

function collectPattern(from: Group, names: readonly Name[], found: Set<Sensitive>): void {
  const last = from.base === "anywhere" ? names.length : 1;
  for (let start = 0; start < last; start += 1) {
    const rest = names.slice(start);
    for (const { zone, parts } of rowsFrom(from, rest[0]))
      if (!found.has(zone) && meets(parts, rest)) found.add(zone);
  }
}

/** The rows that a path with this first name may be meant by. */
function rowsFrom({ patterns }: Group, name: Name | undefined): readonly Row[] {
  if (name === undefined) return [];
  const { byFirst, starred } = patterns();
  if (!name.glob) return byFirst.get(name.text) ?? starred;
  return [...byFirst].flatMap(([first, some]) => (mayMeet(first, name) ? some : []));
}

function isPublic(name: string): boolean {
  return name.endsWith(".pub") || name === "allowed_signers";
}

const keyName = new RegExp(`^(?:${keyNames.map((name) => expression([name])).join("|")})$`);

function holdsKey(parts: readonly string[], inside: string | undefined): boolean {
  const name = parts.at(-1) ?? "";
  if (!isSpecific(name) || (name.endsWith(".pem") && publicKey.test(name))) return false;
  if (inside !== undefined && fixture.test(inside)) return false;
  if (inside === undefined && /^\/?(?:usr|opt|lib|etc\/ssl\/certs)\//.test(parts.join("/"))) return false;
  if (!isGlob(name)) return keyName.test(name);
  const asked = [nameOf(name)];
  return keyNames.some((pattern) => meets([pattern], asked));
}

function holdsEnv(name: string, inside: string | undefined): boolean {
  if (inside !== undefined && fixture.test(inside)) return false;
  if (isGlob(name) && isSpecific(name) && meets([".env"], [nameOf(name)])) return true;
  return name === ".env" || (name.startsWith(".env.") && !envTemplate.test(name));
}
