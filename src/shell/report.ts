/** Where a command runs, as far as it is known without running it. */
export type Place = {
  /** Absolute. */
  readonly cwd: string;
  /** Absolute; "" when unknown. */
  readonly home: string;
  readonly user: string;
  /** Absolute folder for temporary files, $TMPDIR; "" when unset. */
  readonly tmpdir: string;
};

/** What a command line really does. Lists are in order of execution, without duplicates. */
export type CommandReport = {
  readonly names: readonly string[];
  /** A part that can't be known is shown as "…". */
  readonly lines: readonly string[];
  readonly wrappers: readonly string[];
  /**
   * Where code fed to an interpreter comes from: network, decoded, file, literal, output (a local
   * program printed it) or unknown.
   */
  readonly interprets: readonly string[];
  readonly inlineCode: readonly string[];
  /** What is sent to a host that isn't local: absolute paths, symbolic links not resolved; "-" for a program's output. */
  readonly uploads: readonly string[];
  /** The hosts that they are sent to, as in `hosts`. */
  readonly uploadHosts: readonly string[];
  readonly envReads: readonly string[];
  readonly envSets: readonly string[];
  /**
   * Absolute paths, symbolic links not resolved. A shell pattern stays a pattern, and a part that can't be
   * known is shown as "*". A pattern that fits a well-known sensitive file comes out as that file too.
   */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly deletes: readonly string[];
  /** Those of `reads` that are read with everything below them: archives, copies, searches. */
  readonly readTrees: readonly string[];
  /** Those of `deletes` that go with everything below them. */
  readonly deleteTrees: readonly string[];
  /** What changes its owner or permissions with everything below it; each is in `writes` too. */
  readonly ownershipTrees: readonly string[];
  /** Files of variables that are loaded into a program or the shell, and so aren't in `reads`. */
  readonly loads: readonly string[];
  /** Local programs and scripts that are run by their path. */
  readonly executes: readonly string[];
  /** Lower case; IPv4 dotted. */
  readonly hosts: readonly string[];
  /** Named effects, `<area>:<effect>`, as `effects.ts` documents them. */
  readonly effects: readonly string[];
  /** New text put into files. */
  readonly content: string;
  readonly dynamic: boolean;
  readonly parseError: boolean;
  /** Why the command was not understood to its end: a bound was met. */
  readonly exceeded: string | undefined;
};
