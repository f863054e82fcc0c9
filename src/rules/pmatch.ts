import { globTest } from "./glob.ts";

/** One folder of a set of path prefixes. */
type Folder = {
  /** A prefix ends here: everything below matches. */
  ends: boolean;
  readonly below: Map<string, Folder>;
  readonly patterns: Map<string, { readonly fits: (name: string) => boolean; readonly folder: Folder }>;
};

const folder = (): Folder => ({ ends: false, below: new Map(), patterns: new Map() });

function add(to: Folder, name: string): Folder {
  if (!/[?*[]/.test(name)) {
    const known = to.below.get(name) ?? folder();
    to.below.set(name, known);
    return known;
  }
  const known = to.patterns.get(name);
  if (known !== undefined) return known.folder;
  const added = folder();
  to.patterns.set(name, { fits: globTest(name), folder: added });
  return added;
}

function below(found: Folder, names: readonly string[], at: number): boolean {
  if (found.ends) return true;
  const name = names[at];
  if (name === undefined) return false;
  const exact = found.below.get(name);
  if (exact !== undefined && below(exact, names, at + 1)) return true;
  for (const pattern of found.patterns.values())
    if (pattern.fits(name) && below(pattern.folder, names, at + 1)) return true;
  return false;
}

const namesOf = (path: string) => path.split("/").filter((name) => name !== "");

/** Tests whether a path is one of the prefixes or lies below one. Names may be patterns; "." and ".." mean nothing. */
export function prefixTest(prefixes: readonly string[]): (path: string) => boolean {
  const root = folder();
  for (const prefix of prefixes) namesOf(prefix).reduce(add, root).ends = true;
  return (path) => below(root, namesOf(path), 0);
}
